package import Rules

/// A rule on one text field of a task.
package func rule(
  _ id: String, _ text: String, of field: TextField = .step, stage: Rule.Stage = .live, then action: Action,
  version: Int = 1
) -> Rule {
  Rule(
    id: id, stage: stage, when: .all([.test(.text(field, .equals(text)))]), action: action,
    fingerprint: "\(id)-\(version)", source: Rule.Source(file: "rules.yaml", line: 1))
}

extension Action {
  package static let send = Action.complete(Completion(result: "sent"))
  package static func toUser(_ id: String) -> Action { .reassign(Reassignment(target: .user(id: id))) }
  package static func toGroup(_ id: String) -> Action { .reassign(Reassignment(target: .group(id: id))) }
}

extension RuleSet {
  /// A set with a fingerprint of its own.
  package init(_ rules: Rule...) {
    self.init(rules: rules, fingerprint: rules.map(\.fingerprint).joined(separator: "+"))
  }

  /// Completes tasks of step "Send".
  package static let completes = RuleSet(rule("send", "Send", then: .send))
  /// Hands tasks of step "Route" to user "maria".
  package static let reassigns = RuleSet(rule("route", "Route", then: .toUser("maria")))
}
