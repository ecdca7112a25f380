extension Rule {
  /// The meaning of a rule as one text: two rules with the same text do the same to the same tasks.
  ///
  /// In it are `stage`, `when`, `unless` and the action. Not in it are the id, the words for people, the place in the
  /// file, the order of conditions and the order of captured fields.
  package static func meaning(stage: Stage, when: Condition, unless: Condition?, action: Action) -> String {
    let parts = [stage.rawValue, when.canonical, unless?.canonical ?? "()", action.canonical]
    return "(rule \(parts.joined(separator: " ")))"
  }
}

extension RuleSet {
  /// A rule set of these rules, with the fingerprint of their ids, meanings and order.
  package init(_ rules: [Rule]) {
    let parts = rules.map { "\($0.id.canonical) \($0.fingerprint)" }
    self.init(rules: rules, fingerprint: Fingerprint.of("(rules \(parts.joined(separator: " ")))"))
  }
}

extension Condition {
  fileprivate var canonical: String {
    switch self {
    case .all(let conditions): unordered("all", conditions.map(\.canonical))
    case .any(let conditions): unordered("any", conditions.map(\.canonical))
    case .none(let conditions): unordered("none", conditions.map(\.canonical))
    case .test(.text(let field, let test)): "(\(field.rawValue) \(test.canonical))"
    case .test(.assignee(let field, let test)): "(\(field.rawValue) \(test.canonical))"
    case .test(.flag(let field, let wanted)): "(\(field.rawValue) \(wanted))"
    }
  }
}

extension TextTest {
  fileprivate var canonical: String {
    switch self {
    case .equals(let text): "(is \(text.canonical))"
    case .like(let glob): "(like \(glob.pattern.canonical))"
    case .not(let test): "(not \(test.canonical))"
    case .anyOf(let tests): unordered("any", tests.map(\.canonical))
    }
  }
}

extension AssigneeTest {
  fileprivate var canonical: String {
    switch self {
    case .name(let test): "(name \(test.canonical))"
    case .id(let id): "(id \(id.canonical))"
    case .not(let test): "(not \(test.canonical))"
    case .anyOf(let tests): unordered("any", tests.map(\.canonical))
    }
  }
}

extension Action {
  fileprivate var canonical: String {
    switch self {
    case .complete(let completion):
      let fields = completion.capturedData.map { "(\($0.name.canonical) \($0.value.canonical))" }
      return "(complete \(completion.result.canonical) \(unordered("data", fields)) \(canonical(completion.comment)))"
    case .reassign(let reassignment):
      let target =
        switch reassignment.target {
        case .user(let id): "(user \(id.canonical))"
        case .group(let id): "(group \(id.canonical))"
        }
      return "(reassign \(target) \(canonical(reassignment.comment)))"
    }
  }

  private func canonical(_ comment: String?) -> String { comment?.canonical ?? "()" }
}

extension FieldValue {
  fileprivate var canonical: String {
    switch self {
    case .literal(.text(let text)): text.canonical
    case .literal(.number(let number)): "(number \(number))"
    case .literal(.boolean(let boolean)): "(boolean \(boolean))"
    }
  }
}

extension String {
  /// In NFC with its length in front, so that no text can look like another's structure.
  fileprivate var canonical: String {
    let text = nfc
    return "\(text.utf8.count):\(text)"
  }
}

private func unordered(_ name: String, _ parts: [String]) -> String {
  "(\(name) \(Array(Set(parts)).sorted().joined(separator: " ")))"
}
