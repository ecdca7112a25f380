import Rules
import YAML

extension ConditionDecoder {
  /// Reads what a text field is compared with: text, `{ like: … }`, `{ not: … }`, or a list of them.
  func textTest(_ node: Node, _ field: TextField) -> TextTest? {
    switch node.content {
    case .sequence(let items): return list(items, node) { textTest($0, field) }.map { .anyOf($0) }
    case .mapping:
      guard let (key, value) = operation(node, keys: ["like", "not"], later: ["matches"]) else { return nil }
      return key == "not" ? textTest(value, field).map { .not($0) } : like(value)
    case .scalar, .refused:
      guard let text = field == .entityID ? findings.id(node, "an entity id") : findings.text(node) else { return nil }
      if field == .status { guard checkStatus(text, node) else { return nil } }
      return .equals(text.nfc)
    }
  }

  /// Reads what a user or a group is compared with: a name as any text, or `{ id: "…" }`.
  func assigneeTest(_ node: Node, _ field: AssigneeField) -> AssigneeTest? {
    switch node.content {
    case .sequence(let items): return list(items, node) { assigneeTest($0, field) }.map { .anyOf($0) }
    case .mapping:
      guard let (key, value) = operation(node, keys: ["like", "not", "id"], later: ["matches"]) else { return nil }
      switch key {
      case "not": return assigneeTest(value, field).map { .not($0) }
      case "id": return assigneeID(value)
      default: return like(value).map { .name($0) }
      }
    case .scalar, .refused:
      if node.isNull {
        let flag = field == .user ? "has_user" : "has_group"
        return findings.expected("a name", node, advice: "for a task without one write \(flag): false")
      }
      return findings.text(node, "a name").map { .name(.equals($0.nfc)) }
    }
  }

  private func assigneeID(_ node: Node) -> AssigneeTest? {
    if case .sequence(let items) = node.content { return list(items, node, assigneeID).map { .anyOf($0) } }
    return findings.id(node, "an id").map { .id($0) }
  }

  private func like(_ node: Node) -> TextTest? {
    if case .sequence(let items) = node.content { return list(items, node, like).map { .anyOf($0) } }
    guard let pattern = findings.text(node, "a pattern") else { return nil }
    do throws(GlobError) {
      return .like(try Glob(pattern))
    } catch {
      findings.error(error.description, at: node.mark)
      return nil
    }
  }

  /// Reads the values of a list, all or none.
  private func list<Value>(_ items: [Node], _ node: Node, _ read: (Node) -> Value?) -> [Value]? {
    guard !items.isEmpty else {
      findings.error("the list is empty and would match nothing; expected at least one value", at: node.mark)
      return nil
    }
    let values = items.map(read)
    let good = values.compactMap { $0 }
    return good.count == values.count ? good : nil
  }

  private func operation(_ node: Node, keys: [String], later: [String]) -> (key: String, value: Node)? {
    Fields(node, "a comparison", keys: keys, later: later, findings)?.exactlyOne(of: keys)
  }

  private func checkStatus(_ text: String, _ node: Node) -> Bool {
    if TaskStatus(rawValue: text) != nil { return true }
    let words = TaskStatus.allCases.map(\.rawValue)
    findings.error(
      "unknown status \(text.quotedForMessage)\(Suggestion.ending(for: text, among: words))", at: node.mark)
    return false
  }
}
