import HTTP
package import RuleFiles
import TenantRuntime
package import YAML

/// What a configuration names outside of its files, as it is on this machine: secrets, the server's address, the state
/// directory.
///
/// Nothing is changed, no secret is read, and nobody is asked. What only the daemon's unit has is not looked at.
package struct Surroundings: Sendable {
  /// What is wrong, each at its place in the configuration.
  package private(set) var diagnostics: [Diagnostic] = []
  /// What could not be looked at, and why, in words.
  package private(set) var unseen: [String] = []

  /// Looks at all of it, as far as the configuration could be read.
  ///
  /// A file that exists and would be refused is an error. One that is missing is a warning, because a check may run on
  /// another machine.
  ///
  /// - Parameters:
  ///   - environment: Where `$CREDENTIALS_DIRECTORY` is looked up.
  ///   - allowVolatile: Leaves out that the state directory's file system forgets.
  package init(of places: ConfigurationPlaces, environment: [String: String], allowVolatile: Bool = false) {
    if let state = places.state {
      let check = StateCheck(path: state.path, allowVolatile: allowVolatile)
      diagnostics += check.problems.map { Diagnostic($0.isError ? .error : .warning, $0.text, at: state.mark) }
      if let why = check.unseen { unseen.append(why) }
    }
    let reader = CredentialReader(
      environment: environment, safety: SecretSafety(state: places.state?.path, isCheck: true))
    var seen: Set<SecretSource> = []
    var elsewhere: [SecretSource] = []
    for tenant in places.tenants {
      let name = "tenant \(tenant.name.quotedForMessage)"
      if let address = tenant.address, let text = Self.problem(with: address) {
        diagnostics.append(Diagnostic(.error, "\(name): \(text)", at: address.mark))
      }
    }
    let owners = places.tenants.map { ("tenant \($0.name.quotedForMessage)", $0.secrets) }
    for (name, secrets) in owners + (places.ping.map { [("'ping'", [$0])] } ?? []) {
      for secret in secrets where seen.insert(secret.source).inserted {
        if reader.isElsewhere(secret.source) { elsewhere.append(secret.source) }
        guard let problem = reader.problem(with: secret.source) else { continue }
        diagnostics.append(
          Diagnostic(problem.isUnsafe ? .error : .warning, "\(name): \(problem.text)", at: secret.mark))
      }
    }
    if !elsewhere.isEmpty {
      unseen.append("\(elsewhere.map(\.inWords).joined(separator: ", ")), which only the daemon's unit has")
    }
  }

  /// Why no request would be sent to this address.
  private static func problem(with address: ConfigurationPlaces.Address) -> String? {
    guard !address.isPlainHTTP, !address.allowsPrivate, let scope = IPAddress(literal: address.host)?.scope,
      scope != .global
    else { return nil }
    let kind =
      switch scope {
      case .global, .privateNetwork: "an address of a private network"
      case .loopback: "an address of this machine"
      case .linkLocal: "a link-local address"
      case .multicast: "a multicast address"
      case .unspecified: "no address of a server"
      case .reserved: "a reserved address"
      }
    return "\(address.host) is \(kind), to which nothing is sent; write the server's name, or allow it with "
      + "http: { allow_private: true }"
  }
}
