import YAML

/// A map with known keys; every other key is a mistake.
struct Fields {
  let mark: Mark
  private let what: String
  private let entries: [String: Node]
  private let marks: [String: Mark]
  private let findings: Diagnostics
  /// True when a key was reported that is not one of these.
  let hasUnknown: Bool
  /// The keys that unknown ones were probably meant to be: that such a key is missing is the same mistake.
  private let meant: Set<String>

  /// The most unknown keys of one map that are reported one by one.
  private static let mostUnknown = 20
  /// The most keys that are listed where none is similar.
  private static let mostListed = 24

  /// Checks that `node` is a map with no other keys than these.
  ///
  /// - Parameters:
  ///   - what: The map in words, such as "a rule".
  ///   - keys: The keys that it may have.
  ///   - isSecret: True to quote nothing from the map, because a secret may be in it by mistake.
  ///   - elsewhere: What to do about keys that belong to another map.
  ///   - advice: What to do about a key that is not one of these; nil where only a similar one can help.
  ///   - scalar: What to write instead of a text or number that stands in the map's place; nil where that is not clear.
  init?(
    _ node: Node, _ what: String, keys: KeyMap, isSecret: Bool = false, elsewhere: [String: String] = [:],
    advice: (Node.Entry) -> String? = { _ in nil }, scalar: (String) -> String? = { _ in nil }, _ findings: Diagnostics
  ) {
    guard case .mapping(let entries) = node.content else {
      if isSecret {
        findings.error("expected a map with \(Self.list(keys))", at: node.mark)
      } else {
        let instead = node.scalarText.flatMap(scalar).map { "write \($0)" }
        findings.expected("a map with \(Self.list(keys))", node, advice: instead ?? node.listAdvice)
      }
      return nil
    }
    let unknown = entries.filter { !keys.contains($0.key.text) }
    if let next = unknown.dropFirst(Self.mostUnknown).first {
      findings.error("\(unknown.count - Self.mostUnknown) more unknown keys in \(what)", at: next.key.mark)
    }
    var meant: Set<String> = []
    for entry in unknown.prefix(Self.mostUnknown) {
      let key = entry.key.text
      let seen = LookAlike.plain(key)
      let looksLike = seen != key && keys.contains(seen) ? seen : nil
      let special = isSecret || looksLike != nil ? nil : advice(entry)
      let nearest =
        looksLike ?? Habits.key(meantBy: key, among: keys) ?? Suggestion.nearest(to: key, among: keys.names)
      if special == nil, let nearest { meant.insert(nearest) }
      if isSecret, nearest == nil { findings.hide(Node(.scalar(entry.key.scalar), mark: entry.key.mark)) }
      let message =
        if let advice = elsewhere[key] {
          "\(key.quotedForMessage) stands in \(what); \(advice)"
        } else if let looksLike, let name = LookAlike.first(in: key) {
          "key \(key.quotedForMessage) in \(what) holds \(name); write '\(looksLike)'"
        } else if let special {
          "unknown key \(key.quotedForMessage) in \(what); \(special)"
        } else if let nearest {
          "unknown key \(key.quotedForMessage) in \(what); did you mean '\(nearest)'?"
        } else if isSecret, nearest == nil {
          "unknown key in \(what)\(Suggestion.ending(for: "", among: keys.names))"
        } else {
          "unknown key \(key.quotedForMessage) in \(what)"
            + Suggestion.ending(for: key, among: keys.names, most: Self.mostListed)
        }
      findings.error(message, at: entry.key.mark)
    }
    self.meant = meant
    hasUnknown = !unknown.isEmpty
    self.mark = node.mark
    self.what = what
    self.findings = findings
    self.entries = Dictionary(entries.map { ($0.key.text, $0.value) }) { first, _ in first }
    marks = Dictionary(entries.map { ($0.key.text, $0.key.mark) }) { first, _ in first }
  }

  /// The value of a key; nil if the key is missing.
  subscript(key: String) -> Node? { entries[key] }

  /// The value of a key; nil if the key is missing, has no value, or is `null`.
  func value(_ key: String) -> Node? {
    entries[key].flatMap { $0.isNull ? nil : $0 }
  }

  /// The place of a key; the place of the map if the key is missing.
  func mark(of key: String) -> Mark { marks[key] ?? mark }

  /// The value of a required key.
  ///
  /// That it is missing is not reported where an unknown key was probably meant to be it.
  func required(_ key: String) -> Node? {
    if let node = entries[key] { return node }
    if meant.contains(key) { return nil }
    findings.error("\(what) needs the key '\(key)'", at: mark)
    return nil
  }

  /// The only key of these that is present; reports none and more than one.
  func exactlyOne(of keys: some Collection<String>) -> (key: String, value: Node)? {
    let present = keys.filter { entries[$0] != nil }.sorted { mark(of: $0) < mark(of: $1) }
    if let first = present.first, let node = entries[first], present.count == 1 { return (first, node) }
    if present.count > 1 {
      findings.error(
        "\(what) has '\(present[0])' and '\(present[1])'; expected exactly one of \(Self.list(keys))",
        at: mark(of: present[1]))
    } else if !hasUnknown {
      findings.error("\(what) needs exactly one of \(Self.list(keys))", at: mark)
    }
    return nil
  }

  private static func list(_ keys: some Collection<String>) -> String {
    keys.map { "'\($0)'" }.joined(separator: ", ")
  }
}
