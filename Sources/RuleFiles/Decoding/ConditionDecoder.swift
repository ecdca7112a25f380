import Rules
import YAML

/// Reads `when`, `unless`, facts and the conditions in them.
struct ConditionDecoder {
  let findings: Diagnostics
  let definitions: Definitions
  /// The calendar that measures `bh` and `bd`.
  let measure: Definitions.Measure

  /// Reads a map of conditions; all of them must hold.
  func condition(_ node: Node, _ what: String) -> Condition? {
    guard case .mapping(let entries) = node.content else {
      return findings.expected("a map of conditions in \(what)", node, advice: advice(insteadOf: node))
    }
    guard !entries.isEmpty else {
      findings.error("\(what) is empty; expected at least one condition", at: node.mark)
      return nil
    }
    guard Fields(node, what, keys: Keys.conditions, advice: advice, findings) != nil else { return nil }
    return findings.all(entries, part).map { .all($0) }
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
    if let field = TimeTest.Field(rawValue: key) {
      return timeTest(entry.value, field).map { .test(.time($0)) }
    }
    switch key {
    case "captured": return valueTests(entry.value, "'captured'", Keys.captured)
    case "form": return valueTests(entry.value, "'form'", Keys.form)
    case "previous_result": return previousResult(entry.value).map { .test($0) }
    case "result_available":
      return findings.oneOrMore(entry.value, resultCode).map { .test(.resultAvailable($0)) }
    case "all_of": return group(entry).map { .all($0) }
    case "any_of": return group(entry).map { .any($0) }
    case "none_of": return group(entry).map { .none($0) }
    default: return nil
    }
  }

  private func group(_ entry: Node.Entry) -> [Condition]? {
    let name = "'\(entry.key.text)'"
    guard case .sequence(let items) = entry.value.content else {
      return findings.expected("a list of maps and facts in \(name)", entry.value)
    }
    guard !items.isEmpty else {
      findings.error("\(name) is an empty list; expected at least one map of conditions", at: entry.value.mark)
      return nil
    }
    return findings.all(items) { item in
      if case .mapping = item.content { return condition(item, "an entry of \(name)") }
      if case .scalar(let scalar) = item.content, case .text = scalar.meaning { return definitions.fact(item, measure) }
      return findings.expected("a map of conditions or the name of a fact", item)
    }
  }
}

extension Condition {
  /// True when some test in the condition asks for the status.
  var mentionsStatus: Bool {
    tests.contains { test in
      if case .text(.status, _) = test { true } else { false }
    }
  }
}
