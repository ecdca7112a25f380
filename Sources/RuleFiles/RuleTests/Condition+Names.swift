import Rules

extension Rules.Predicate {
  /// The names that a rule test may use for this test; the first is used in messages.
  var names: [String] {
    switch self {
    case .text(let field, _): [field.rawValue]
    case .assignee(let field, _): [field.rawValue]
    case .flag(let field, _): [field.rawValue]
    case .time(let test): [test.field.rawValue]
    case .value(let test):
      switch test.place {
      case .captured(let step, let field): ["captured \(step).\(field)", "captured.\(step).\(field)", "captured"]
      case .form(let field): ["form \(field)", "form.\(field)", "form"]
      }
    case .previousResult: ["previous_result"]
    case .resultAvailable: ["result_available"]
    }
  }
}

extension Condition {
  /// Every name of a fact, a key or a field in the condition.
  var names: [String] {
    switch self {
    case .all(let parts): parts.flatMap(\.names)
    case .any(let parts): ["any_of"] + parts.flatMap(\.names)
    case .none(let parts): ["none_of"] + parts.flatMap(\.names)
    case .test(let test): test.names
    case .fact(let name, let condition): [name] + condition.names
    }
  }
}

extension Rule {
  /// The names that a test may give as the reason why the rule does not act.
  var reasonNames: Set<String> {
    var names = Set(when.names)
    if let unless { names.formUnion(["unless"] + unless.names) }
    if safeguards.runWithin != nil { names.insert("run_within") }
    return names.union(["then"])
  }

  /// Every `Step.field` that the rule names.
  var capturedNames: Set<String> {
    var names: Set<String> = []
    for case .value(let test) in when.tests + (unless?.tests ?? []) {
      if case .captured(let step, let field) = test.place { names.insert("\(step).\(field)") }
    }
    guard case .complete(let completion) = action else { return names }
    for field in completion.capturedData {
      switch field.value {
      case .captured(let reference): names.insert("\(reference.step).\(reference.field)")
      case .text(let template):
        for case .reference(.captured(let step, let field)) in template.parts { names.insert("\(step).\(field)") }
      case .literal, .today, .now: break
      }
    }
    return names
  }

  /// Every field of the task's own form that the rule asks for.
  var formNames: Set<String> {
    var names: Set<String> = []
    for case .value(let test) in when.tests + (unless?.tests ?? []) {
      if case .form(let field) = test.place { names.insert(field) }
    }
    return names
  }
}
