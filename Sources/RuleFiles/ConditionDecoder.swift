import Rules
import YAML

/// Reads `when`, `unless` and what stands in them.
struct ConditionDecoder {
  let findings: Findings

  /// Keys of the language that this version does not know how to evaluate.
  static let later = [
    "age", "overdue_by", "due_in", "captured", "previous_result", "form", "result_available",
  ]
  static let groups = ["all_of", "any_of", "none_of"]
  static let keys =
    TextField.allCases.map(\.rawValue) + AssigneeField.allCases.map(\.rawValue) + FlagField.allCases.map(\.rawValue)
    + groups

  /// Reads a map of conditions, of which all must hold.
  func condition(_ node: Node, _ what: String) -> Condition? {
    guard case .mapping(let entries) = node.content else {
      return findings.expected("a map of conditions in \(what)", node)
    }
    guard !entries.isEmpty else {
      findings.error("\(what) is empty; expected at least one condition", at: node.mark)
      return nil
    }
    guard Fields(node, what, keys: Self.keys, later: Self.later, findings) != nil else { return nil }
    let parts = entries.map { entry in part(entry) }
    let conditions = parts.compactMap { $0 }
    return conditions.count == parts.count ? .all(conditions) : nil
  }

  private func part(_ entry: Node.Entry) -> Condition? {
    let key = entry.key.text
    if let field = TextField(rawValue: key) {
      return textTest(entry.value, field).map { .test(.text(field, $0)) }
    }
    if let field = AssigneeField(rawValue: key) {
      return assigneeTest(entry.value, field).map { .test(.assignee(field, $0)) }
    }
    if let field = FlagField(rawValue: key) {
      return findings.flag(entry.value).map { .test(.flag(field, $0)) }
    }
    switch key {
    case "all_of": return group(entry).map { .all($0) }
    case "any_of": return group(entry).map { .any($0) }
    case "none_of": return group(entry).map { .none($0) }
    default: return nil
    }
  }

  private func group(_ entry: Node.Entry) -> [Condition]? {
    let name = "'\(entry.key.text)'"
    guard case .sequence(let items) = entry.value.content else {
      return findings.expected("a list of maps in \(name)", entry.value)
    }
    guard !items.isEmpty else {
      findings.error("\(name) is an empty list; expected at least one map of conditions", at: entry.value.mark)
      return nil
    }
    let parts = items.map { item -> Condition? in
      if case .scalar(let scalar) = item.content, case .text(let fact) = scalar.meaning {
        findings.error(
          "a fact (\(fact.quotedForMessage)) is not supported by this version; write its conditions as a map",
          at: item.mark)
        return nil
      }
      return condition(item, "an entry of \(name)")
    }
    let conditions = parts.compactMap { $0 }
    return conditions.count == parts.count ? conditions : nil
  }
}

extension Condition {
  /// True when some test in the condition asks for the status.
  var mentionsStatus: Bool {
    switch self {
    case .all(let parts), .any(let parts), .none(let parts): parts.contains(where: \.mentionsStatus)
    case .test(.text(.status, _)): true
    case .test: false
    }
  }
}
