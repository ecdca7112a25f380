import Rules
import YAML

extension ConditionDecoder {
  /// Reads a list of `{ step, field, as, … }`; all of them must hold.
  func valueTests(_ node: Node, _ what: String, _ keys: KeyMap) -> Condition? {
    if case .mapping = node.content {
      let isOne = node.key("field") != nil || node.key("step") != nil
      let meant = isOne ? nil : Self.tests(meantBy: node, withStep: keys.contains("step"))
      return findings.expected(
        "a list of maps in \(what)", node, advice: meant.map { "write \($0)" } ?? "put it in brackets: [ { … } ]")
    }
    guard case .sequence(let items) = node.content else { return findings.expected("a list of maps in \(what)", node) }
    guard let tests = findings.list(items, node, { valueTest($0, what, keys) }) else { return nil }
    return tests.count == 1 ? .test(.value(tests[0])) : .all(tests.map { .test(.value($0)) })
  }

  private func valueTest(_ node: Node, _ what: String, _ keys: KeyMap) -> ValueTest? {
    guard let fields = Fields(node, "an entry of \(what)", keys: keys, findings) else { return nil }
    let step = keys.contains("step") ? fields.required("step").map { findings.name($0, "the name of a step") } : .none
    let field = fields.required("field").flatMap { findings.name($0, "the name of a field") }
    let type = fields["as"].map { findings.word($0, "type", of: ValueType.self) } ?? .text
    let present = Keys.comparisons.filter { fields[$0] != nil }
    if present.isEmpty && !fields.hasUnknown {
      findings.error("an entry of \(what) compares nothing; add 'is', 'at_most' or another", at: node.mark)
    }
    guard let type else { return nil }
    let comparisons = findings.all(present) { key in fields[key].flatMap { comparison(key, $0, type) } }
    guard let field, let comparisons, !comparisons.isEmpty, step != .some(nil), !keys.contains("step") || step != nil
    else { return nil }
    let place: ValueTest.Place =
      if let step = step.flatMap({ $0 }) { .captured(step: step.nfc, field: field.nfc) } else {
        .form(field: field.nfc)
      }
    return ValueTest(place, as: type, comparisons)
  }

  private func comparison(_ key: String, _ node: Node, _ type: ValueType) -> ValueTest.Comparison? {
    switch key {
    case "is": return findings.oneOrMore(node) { findings.typed($0, type) }.map { .oneOf($0) }
    case "one_of":
      guard case .sequence(let items) = node.content else { return findings.expected("a list of values", node) }
      return findings.list(items, node) { findings.typed($0, type) }.map { .oneOf($0) }
    case "exists": return findings.flag(node).map { .exists($0) }
    case "like", "matches":
      guard type == .text else {
        findings.error("'\(key)' compares text; it cannot stand beside as: \(type.rawValue)", at: node.mark)
        return nil
      }
      return key == "like" ? findings.glob(node).map { .like($0) } : findings.pattern(node).map { .matches($0) }
    default:
      guard [.decimal, .number, .date].contains(type) else {
        findings.error("'\(key)' compares numbers and dates; add as: decimal, number or date", at: node.mark)
        return nil
      }
      return findings.typed(node, type).map { value in
        switch key {
        case "at_least": .atLeast(value)
        case "at_most": .atMost(value)
        case "more_than": .moreThan(value)
        default: .lessThan(value)
        }
      }
    }
  }

  /// Reads `{ step, is / one_of }`.
  func previousResult(_ node: Node) -> Predicate? {
    guard
      let fields = Fields(
        node, "'previous_result'", keys: Keys.previousResult,
        scalar: { $0.inQuotes.map { "{ step: STEP, is: \($0) }" } }, findings)
    else { return nil }
    let step = fields.required("step").flatMap { findings.name($0, "the name of a step") }
    guard let (key, value) = fields.exactlyOne(of: ["is", "one_of"]) else { return nil }
    let codes: [String]?
    if key == "one_of", case .scalar = value.content {
      codes = findings.expected("a list of result codes", value)
    } else {
      codes = findings.oneOrMore(value, resultCode)
    }
    guard let step, let codes else { return nil }
    return .previousResult(step: step.nfc, oneOf: codes)
  }

  func resultCode(_ node: Node) -> String? {
    findings.name(node, "a result code", atMost: 80)
  }
}
