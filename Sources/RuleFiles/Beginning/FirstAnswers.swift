import YAML

/// What a person says of a tenant before there is any configuration.
///
/// Secrets are not among it.
package struct FirstAnswers: Sendable, Equatable {
  /// What is asked.
  package enum Question: Sendable, Hashable, CaseIterable {
    case url, timezone, email, tenant
  }

  /// The tenant's name in commands and in the log.
  package var tenant: String
  /// The origin of its server.
  package var url: String
  /// An IANA name.
  package var timezone: String
  /// The address that the robot logs in with.
  package var email: String

  /// - Parameter url: An address for which ``problem(with:to:)`` is nil; a slash at its end is left out.
  package init(tenant: String, url: String, timezone: String, email: String) {
    self.tenant = tenant
    self.url = (try? ServerAddress.parse(url))?.text ?? url
    self.timezone = timezone
    self.email = email
  }

  /// What is wrong with an answer, in the words of `check`; nil when nothing is.
  package static func problem(with answer: String, to question: Question) -> String? {
    if answer.unicodeScalars.contains(where: \.actsOnTerminal) { return "there is a control character in it" }
    let findings = Diagnostics()
    let node = Node(.scalar(Scalar(answer, style: .quoted)), mark: Mark(file: ""))
    switch question {
    case .url:
      do throws(ServerAddress.Problem) { _ = try ServerAddress.parse(answer) } catch { return error.advice }
    case .timezone: _ = findings.timezone(node)
    case .email: _ = SecretDecoder(findings: findings, folder: "").address(node)
    case .tenant: _ = findings.checkedName(answer, "tenant name", node)
    }
    return findings.diagnostics.first?.message
  }

  /// A name for the tenant at an address: the first part of its host, or what the address is for.
  package static func tenantName(for url: String) -> String {
    guard let address = try? ServerAddress.parse(url) else { return "tenant" }
    if address.isOnThisMachine { return "sandbox" }
    let label = String(address.host.prefix { $0 != "." })
    let isName = label.contains { $0.isLetter } && !address.host.contains(":")
    return isName && problem(with: label, to: .tenant) == nil ? label : "tenant"
  }
}
