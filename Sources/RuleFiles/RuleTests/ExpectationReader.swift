import Foundation
import Rules
import YAML

/// Reads `expect`.
struct ExpectationReader {
  let findings: Diagnostics
  let rules: RuleSet
  let definitions: Definitions
  let time: LocalTime

  func expectation(_ node: Node) -> RuleTest.Expectation? {
    guard let fields = Fields(node, "'expect'", keys: Keys.expect, findings), !fields.hasUnknown else { return nil }
    if let nothing = fields["no_action"] {
      if let other = ["rule", "complete", "reassign"].first(where: { fields[$0] != nil }) {
        findings.error("'expect' has 'no_action' and '\(other)'; expected one of them", at: fields.mark(of: other))
        return nil
      }
      return self.nothing(nothing).map { .nothing($0) }
    }
    let rule = fields["rule"].map { ruleNamed($0) }
    let actions = Keys.actions.filter { fields[$0] != nil }
    guard rule != nil || !actions.isEmpty else {
      findings.error("'expect' is empty; expected 'rule', 'complete', 'reassign' or 'no_action'", at: node.mark)
      return nil
    }
    guard rule != .some(nil) else { return nil }
    let named = rule.flatMap { $0 }
    guard !actions.isEmpty else { return .action(rule: named?.id, action: nil) }
    guard let (key, value) = fields.exactlyOne(of: actions) else { return nil }
    let action = key == "complete" ? completion(value, named) : reassignment(value)
    return action.map { .action(rule: named?.id, action: $0) }
  }

  private func ruleNamed(_ node: Node) -> Rule? {
    guard let id = findings.text(node, "a rule id") else { return nil }
    if let rule = rules.rules.first(where: { $0.id == id }) { return rule }
    findings.error(
      "unknown rule \(id.quotedForMessage)\(Suggestion.ending(for: id, among: rules.rules.map(\.id)))", at: node.mark)
    return nil
  }

  private func completion(_ node: Node, _ rule: Rule?) -> RuleTest.ExpectedAction? {
    guard let fields = Fields(node, "'complete'", keys: Keys.expectedComplete, findings) else { return nil }
    var isGood = !fields.hasUnknown
    var (result, comment): (String?, String?)
    var isExact = false
    findings.set(&result, fields["result"], &isGood) { findings.text($0, "a result code") }
    findings.set(&comment, fields["comment"], &isGood) { findings.text($0, "a comment") }
    findings.set(&isExact, fields["exact"], &isGood) { findings.flag($0) }
    var expected: [(name: String, value: Rules.Scalar?)] = []
    if let data = fields["captured_data"] {
      guard case .mapping(let entries) = data.content else {
        return findings.expected("a map of field names and values", data)
      }
      for entry in entries {
        let name = entry.key.text
        isGood = isField(name, of: rule, entry.key.mark) && isGood
        if entry.value.isNull {
          expected.append((name, nil))
        } else if let value = findings.literal(entry.value) {
          expected.append((name, value))
        } else {
          isGood = false
        }
      }
    }
    return isGood ? .complete(result: result, fields: expected, comment: comment, isExact: isExact) : nil
  }

  /// Reports a field that no rule sends, which is a slip in the test.
  private func isField(_ name: String, of rule: Rule?, _ mark: Mark) -> Bool {
    let known = (rule.map { [$0] } ?? rules.rules).flatMap { rule -> [String] in
      if case .complete(let completion) = rule.action { completion.capturedData.map(\.name) } else { [] }
    }
    if known.contains(name) { return true }
    let whose = rule.map { "rule '\($0.id)' sends" } ?? "the rules send"
    findings.error(
      "unknown field \(name.quotedForMessage): it is not among those that \(whose)"
        + Suggestion.ending(for: name, among: Set(known).sorted()), at: mark)
    return false
  }

  private func reassignment(_ node: Node) -> RuleTest.ExpectedAction? {
    guard let fields = Fields(node, "'reassign'", keys: Keys.expectedReassign, findings) else { return nil }
    var isGood = !fields.hasUnknown
    var assignee: Reassignment.Assignee?
    var (pool, comment): (String?, String?)
    findings.set(&assignee, fields["user"], &isGood) { findings.id($0, "a user id").map { .user(id: $0) } }
    if fields["user"] != nil, fields["group"] != nil {
      findings.error("'reassign' has 'user' and 'group'; expected one of them", at: fields.mark(of: "group"))
      return nil
    }
    findings.set(&assignee, fields["group"], &isGood) { findings.id($0, "a group id").map { .group(id: $0) } }
    findings.set(&pool, fields["pool"], &isGood) { name($0, of: .pool) }
    findings.set(&comment, fields["comment"], &isGood) { findings.text($0, "a comment") }
    return isGood ? .reassign(assignee: assignee, pool: pool, comment: comment) : nil
  }

  private func name(_ node: Node, of kind: Definitions.Kind) -> String? {
    guard let name = findings.text(node, "the name of a \(kind.rawValue)") else { return nil }
    let names = definitions.names(kind)
    if names.contains(name) { return name }
    findings.error(
      "unknown \(kind.rawValue) \(name.quotedForMessage)\(Suggestion.ending(for: name, among: names))", at: node.mark)
    return nil
  }

  private func nothing(_ node: Node) -> RuleTest.Nothing? {
    guard let fields = Fields(node, "'no_action'", keys: Keys.noAction, findings), !fields.hasUnknown else {
      return nil
    }
    guard Keys.noAction.contains(where: { fields[$0] != nil }) else {
      findings.error(
        "'no_action' must say why: add 'near_miss' with the rule that nearly acts, or 'matches_at'", at: node.mark)
      return nil
    }
    var nothing = RuleTest.Nothing()
    var rule: Rule?
    if let node = fields["near_miss"] {
      rule = ruleNamed(node)
      guard rule != nil else { return nil }
      nothing.nearMiss = rule?.id
    }
    var isGood = true
    for key in ["failed", "unknown"] {
      guard let node = fields[key] else { continue }
      guard let rule else {
        findings.error("'\(key)' needs 'near_miss' with the rule that is meant", at: fields.mark(of: key))
        return nil
      }
      let names = findings.oneOrMore(node) { reason($0, rule) }
      if key == "failed" { nothing.failed = names ?? [] } else { nothing.unknown = names ?? [] }
      isGood = isGood && names != nil
    }
    if let node = fields["matches_at"] {
      if node.scalarText == "never" {
        nothing.matchesAt = .some(nil)
      } else if let date = time.date(node, findings) {
        nothing.matchesAt = date
      } else {
        isGood = false
      }
    }
    return isGood ? nothing : nil
  }

  private func reason(_ node: Node, _ rule: Rule) -> String? {
    guard let name = findings.text(node, "the name of a fact or a condition") else { return nil }
    let known = rule.reasonNames
    if known.contains(name) { return name }
    let isKey = Keys.conditions.contains(name) || definitions.names(.fact).contains(name)
    let all = known.union(definitions.names(.fact)).sorted()
    let what =
      isKey
      ? "rule '\(rule.id)' does not ask for \(name.quotedForMessage)"
      : "unknown fact or condition \(name.quotedForMessage)"
    findings.error("\(what)\(Suggestion.ending(for: name, among: isKey ? known.sorted() : all))", at: node.mark)
    return nil
  }
}
