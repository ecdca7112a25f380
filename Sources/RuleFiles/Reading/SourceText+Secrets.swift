import YAML

extension SourceText {
  /// Hides text in source lines that looks like a secret; works even for a file that cannot be read as YAML.
  ///
  /// It hides what follows a key such as `password:`, with the lines that belong to it. It also hides everything below
  /// `credentials:`, except what says where a secret is (`{ file: … }`).
  mutating func hideSecrets() {
    hideAddresses()
    var owner: Int?
    var group: Int?
    var isOpen = false
    for (index, scalars) in lines().enumerated() {
      let line = Array(scalars)
      let number = index + 1
      if isOpen {
        hide(line: number, from: 1)
        continue
      }
      guard let first = line.firstIndex(where: { $0 != " " && $0 != "\t" }) else { continue }
      if let owner, first > owner {
        if !Self.isReference(line[first...]) { hide(line: number, from: 1) }
        continue
      }
      owner = nil
      if let outer = group, first > outer || !Self.endsCredentials(line[first...]) {
        hideEntry(line, from: first, number)
      } else {
        group = line[first...].starts(with: "credential".unicodeScalars) ? first : nil
      }
      guard let rest = Self.secret(in: line) else { continue }
      owner = first
      guard let quote = rest.first else { continue }
      hide(line: number, from: rest.startIndex + 1)
      isOpen = (quote == "\"" || quote == "'") && !rest.dropFirst().contains(quote)
    }
  }

  /// Hides addresses below `ping:`, which are secrets there.
  private mutating func hideAddresses() {
    var group: Int?
    for (index, scalars) in lines().enumerated() {
      let line = Array(scalars)
      guard let first = line.firstIndex(where: { $0 != " " && $0 != "\t" }) else { continue }
      if line[first...].starts(with: "ping".unicodeScalars) {
        group = first
      } else if let outer = group, first <= outer {
        group = nil
      }
      guard group != nil else { continue }
      let separator = line.indices.first { line[$0...].starts(with: "://".unicodeScalars) }
      guard let separator else { continue }
      let scheme = line[..<separator].reversed().prefix { $0.properties.isAlphabetic }.count
      hide(line: index + 1, from: separator - scheme + 1)
    }
  }

  /// Hides the value of an entry of `credentials`, or a whole line that does not look like an entry.
  private mutating func hideEntry(_ line: [Unicode.Scalar], from first: Int, _ number: Int) {
    let key = line[first...].prefix { $0 != " " && $0 != ":" && $0 != "\t" }
    let name = String(String.UnicodeScalarView(key.prefix(64)))
    let keys = ["email", "password", "token", "api_key", "credential", "file", "env"]
    guard keys.contains(name) || (name.count > 4 && Suggestion.nearest(to: name, among: keys) != nil) else {
      if name.first != "#" { hide(line: number, from: 1) }
      return
    }
    let value = line[key.endIndex...].drop { $0 == " " || $0 == ":" || $0 == "\t" }
    // A second key on the line may be the rest of a secret.
    let hasKey = value.indices.contains { value[$0] == ":" && value.dropFirst($0 + 1 - value.startIndex).first == " " }
    let isShown =
      ["email", "credential", "file", "env"].contains(name) && line[key.endIndex...].first == ":" && !hasKey
    if !isShown && !Self.isReference(value.first == "{" ? value.dropFirst() : []) && !value.isEmpty {
      hide(line: number, from: value.startIndex + 1)
    }
  }

  /// The text after the first key on a line, if the key looks like the name of a secret; empty where it is on the next
  /// lines.
  private static func secret(in line: [Unicode.Scalar]) -> ArraySlice<Unicode.Scalar>? {
    for colon in line.indices where line[colon] == ":" && isSecretKey(line[..<colon]) {
      let rest = line[(colon + 1)...].drop { $0 == " " || $0 == "\t" }
      if !isReference(rest.first == "{" ? rest.dropFirst() : []) { return rest }
    }
    return nil
  }

  /// True when the word before a colon looks like the name of a secret.
  private static func isSecretKey(_ before: ArraySlice<Unicode.Scalar>) -> Bool {
    let key =
      String(String.UnicodeScalarView(before.suffix(64))).lowercased()
      .split { " {,\t\"'".contains($0) }.last ?? ""
    return ["pass", "pwd", "secret", "token", "key", "clave", "contras"].contains { key.contains($0) }
  }

  /// True for an entry that cannot belong to credentials.
  ///
  /// That is a key of the configuration, or one that is nearly so, or a key with nothing after it.
  private static func endsCredentials(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    guard isEntry(text) else { return false }
    let key = text.prefix { $0.isASCII && UInt8(ascii: $0).isNameByte }
    if text.dropFirst(key.count + 1).prefix(while: { $0 != "#" }).allSatisfy({ $0 == " " }) { return true }
    return Suggestion.nearest(
      to: String(String.UnicodeScalarView(key)), among: (Keys.tenant + Keys.configuration + Keys.poll + Keys.http).names
    ) != nil
  }

  /// True for a line that starts with a plain key and its colon.
  private static func isEntry(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    let key = text.prefix { $0.isASCII && UInt8(ascii: $0).isNameByte }
    return !key.isEmpty && text.dropFirst(key.count).first == ":"
  }

  private static func isReference(_ text: ArraySlice<Unicode.Scalar>) -> Bool {
    let word = text.drop { $0 == " " }
    return ["credential:", "file:", "env:"].contains { word.starts(with: $0.unicodeScalars) }
  }
}
