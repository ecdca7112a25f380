package import YAML

/// What a configuration names that lies outside of its files, and where it does.
package struct ConfigurationPlaces: Sendable {
  /// The state directory.
  package struct State: Sendable {
    package var path: String
    /// The whole file where the documented default counts.
    package var mark: Mark
  }

  /// A tenant as far as it could be read.
  package struct Tenant: Sendable {
    package var name: String
    package var address: Address?
    package var secrets: [Secret]
  }

  /// A server's address.
  package struct Address: Sendable {
    /// A name, or an address in digits without brackets.
    package var host: String
    package var mark: Mark
    package var isPlainHTTP: Bool
    /// Whether the tenant allows addresses of private networks, or sends all to a proxy.
    package var allowsPrivate: Bool
  }

  /// Where a secret is; never the secret.
  package struct Secret: Sendable {
    package var source: SecretSource
    package var mark: Mark
  }

  /// Nil where it could not be read.
  package var state: State?
  package var tenants: [Tenant]
  /// The address of a dead-man's receiver.
  package var ping: Secret?
}

extension CredentialSettings {
  /// Where each secret is, with its place in `node`, the map from which the settings were read.
  func places(in node: Node) -> [ConfigurationPlaces.Secret] {
    guard case .mapping(let entries) = node.content else { return [] }
    return entries.compactMap { entry in
      let source: SecretSource? =
        switch (entry.key.text, login) {
        case ("api_key", _): apiKey
        case ("password", .password(_, let password)): password
        case ("token", .token(let token)): token
        default: nil
        }
      var mark = entry.value.mark
      if case .mapping(let parts) = entry.value.content, let part = parts.first { mark = part.value.mark }
      return source.map { .init(source: $0, mark: mark) }
    }
  }
}
