import YAML

/// Reads the daemon's identity, and where its secrets are.
///
/// A message never repeats anything that may be a secret.
struct SecretDecoder {
  let findings: Diagnostics
  /// The folder that relative paths start from.
  let folder: String

  func credentials(_ node: Node) -> CredentialSettings? {
    let keys = Keys.credentials
    if case .mapping(let entries) = node.content {
      for entry in entries where entry.key.text != "email" && !isReference(entry.value) { findings.hide(entry.value) }
    } else {
      findings.hide(node)
    }
    guard let fields = Fields(node, "'credentials'", keys: keys, isSecret: true, findings) else { return nil }
    let apiKey = fields.required("api_key").flatMap { secret($0, "api_key") }
    let proof = login(fields)
    guard let apiKey, let proof else { return nil }
    return CredentialSettings(login: proof, apiKey: apiKey)
  }

  private func login(_ fields: Fields) -> CredentialSettings.Login? {
    if let token = fields["token"] {
      let source = secret(token, "token").map { CredentialSettings.Login.token($0) }
      guard let other = ["email", "password"].first(where: { fields[$0] != nil }) else { return source }
      findings.error(
        "'credentials' has 'token' and '\(other)'; expected 'email' and 'password', or 'token'",
        at: fields.mark(of: other))
      return nil
    }
    guard fields["email"] != nil || fields["password"] != nil else {
      findings.error("'credentials' needs 'email' and 'password', or 'token'", at: fields.mark)
      return nil
    }
    let email = fields.required("email").flatMap { address($0) }
    let password = fields.required("password").flatMap { secret($0, "password") }
    guard let email, let password else { return nil }
    return .password(email: email, password: password)
  }

  /// Reads the e-mail address that a robot logs in with.
  func address(_ node: Node) -> String? {
    guard let text = findings.text(node, "an e-mail address") else { return nil }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    if parts.count == 2, !parts.contains(""), !text.contains(where: \.isWhitespace) { return text }
    return findings.expected("an e-mail address", node)
  }

  /// Reads `{ credential: … }`, `{ file: … }` or `{ env: … }`; hides anything else, which may be the secret itself.
  func source(_ node: Node, _ key: String) -> SecretSource? {
    if !isReference(node) { findings.hide(node) }
    return secret(node, key)
  }

  /// Reads `{ credential: … }`, `{ file: … }` or `{ env: … }`.
  private func secret(_ node: Node, _ key: String) -> SecretSource? {
    let keys = Keys.secret
    guard case .mapping = node.content else {
      findings.error(
        "a secret must not stand in this file; write \(key): { credential: NAME }, { file: PATH } or { env: NAME }",
        at: node.mark)
      return nil
    }
    guard let fields = Fields(node, "'\(key)'", keys: keys, isSecret: true, findings),
      let (kind, value) = fields.exactlyOne(of: keys), let text = plainText(value)
    else { return nil }
    switch kind {
    case "credential":
      guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy(\.isNameByte) else {
        findings.error("a credential's name cannot be used; expected 1 to 64 of a-z 0-9 _ -", at: value.mark)
        return nil
      }
      return .credential(text)
    case "env":
      guard isVariable(text) else {
        findings.error(
          "a variable's name cannot be used; expected letters, digits and '_', no digit first", at: value.mark)
        return nil
      }
      return .env(text)
    default: return .file(joined(folder, text))
    }
  }

  private func plainText(_ node: Node) -> String? {
    if case .scalar(let scalar) = node.content, case .text(let text) = scalar.meaning, !text.isEmpty { return text }
    findings.error("expected a name or a path as text", at: node.mark)
    return nil
  }

  private func isVariable(_ name: String) -> Bool {
    let bytes = Array(name.utf8)
    return !bytes.isEmpty && !(0x30...0x39).contains(bytes[0])
      && bytes.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x5F, 0x61...0x7A: true
        default: false
        }
      }
  }

  /// True for a map that has no other keys than those which say where a secret is.
  private func isReference(_ node: Node) -> Bool {
    guard case .mapping(let entries) = node.content else { return false }
    return !entries.isEmpty && entries.allSatisfy { ["credential", "file", "env"].contains($0.key.text) }
  }
}
