extension Rule {
  /// The meaning of a rule as one text: two rules with the same text do the same to the same tasks.
  ///
  /// It contains `stage`, `when`, `unless`, the action and the safeguards. It leaves out the id, the words for people,
  /// the place in the file, the names of facts and calendars, the order of conditions, values and captured fields, and
  /// the way in which a duration or a decimal is written.
  package static func meaning(
    stage: Stage, when: Condition, unless: Condition?, action: Action, safeguards: Safeguards = Safeguards()
  ) -> String {
    let parts = [
      stage.rawValue, when.canonical, unless?.canonical ?? "()", action.canonical, safeguards.canonical(in: stage),
    ]
    return "(rule \(parts.joined(separator: " ")))"
  }

  /// The rule's ``meaning(stage:when:unless:action:safeguards:)``.
  package var meaning: String {
    Self.meaning(stage: stage, when: when, unless: unless, action: action, safeguards: safeguards)
  }
}

extension RuleSet {
  /// A rule set of these rules, with the fingerprint of their ids, meanings and order.
  package init(_ rules: [Rule]) {
    let parts = rules.map { "\($0.id.canonical) \($0.fingerprint)" }
    self.init(rules: rules, fingerprint: Fingerprint.of("(rules \(parts.joined(separator: " ")))"))
  }
}
