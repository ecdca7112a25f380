import Rules
import YAML

extension ConditionDecoder {
  /// Reads the test of a text field: text, `{ like: … }`, `{ matches: … }`, `{ not: … }`, or a list of them.
  func textTest(_ node: Node, _ field: TextField) -> TextTest? {
    switch node.content {
    case .sequence(let items): return findings.list(items, node) { textTest($0, field) }.map { .anyOf($0) }
    case .mapping:
      guard let (key, value) = operation(node, Keys.textTest) else { return nil }
      return key == "not" ? textTest(value, field).map { .not($0) } : patternTest(key, value)
    case .scalar, .refused:
      let text =
        field == .entityID
        ? findings.id(node, "an entity id", insteadOfName: "write entity_label for a name") : findings.name(node)
      guard let text else { return nil }
      if field == .status { guard checkStatus(text, node) else { return nil } }
      return .equals(text.nfc)
    }
  }

  /// Reads the test of a user or a group: a name like any text, or `{ id: "…" }`.
  func assigneeTest(_ node: Node, _ field: AssigneeField) -> AssigneeTest? {
    switch node.content {
    case .sequence(let items): return findings.list(items, node) { assigneeTest($0, field) }.map { .anyOf($0) }
    case .mapping:
      guard let (key, value) = operation(node, Keys.assigneeTest) else { return nil }
      switch key {
      case "not": return assigneeTest(value, field).map { .not($0) }
      case "id": return assigneeID(value)
      default: return patternTest(key, value).map { .name($0) }
      }
    case .scalar, .refused:
      if node.isNull {
        let flag = field == .user ? "has_user" : "has_group"
        return findings.expected("a name", node, advice: "for a task without one write \(flag): false")
      }
      return findings.name(node, "a name").map { .name(.equals($0.nfc)) }
    }
  }

  private func assigneeID(_ node: Node) -> AssigneeTest? {
    if case .sequence(let items) = node.content { return findings.list(items, node, assigneeID).map { .anyOf($0) } }
    return findings.id(node, "an id").map { .id($0) }
  }

  /// Reads the value of `like` or `matches`, or a list of them.
  private func patternTest(_ key: String, _ node: Node) -> TextTest? {
    if case .sequence(let items) = node.content {
      return findings.list(items, node) { patternTest(key, $0) }.map { .anyOf($0) }
    }
    return key == "like" ? findings.glob(node).map { .like($0) } : findings.pattern(node).map { .matches($0) }
  }

  private func operation(_ node: Node, _ keys: KeyMap) -> (key: String, value: Node)? {
    Fields(node, "a comparison", keys: keys, findings)?.exactlyOne(of: keys)
  }

  private func checkStatus(_ text: String, _ node: Node) -> Bool {
    if StatusName(rawValue: text) != nil { return true }
    let words = StatusName.allCases.map(\.rawValue)
    findings.error(
      "unknown status \(text.quotedForMessage)\(Suggestion.ending(for: text, among: words))", at: node.mark)
    return false
  }
}
