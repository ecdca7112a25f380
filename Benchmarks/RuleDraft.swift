import CalendarTime
import Patterns
import Rules

/// A rule of the workload, which can be written as YAML and built directly: both are the same rule.
struct RuleDraft {
  enum Part {
    case text(TextField, [String])
    case like(TextField, String)
    case matches(TextField, String)
    case assignee(AssigneeField, String)
    case escalated(Bool)
    case hours(TimeTest.Field, atLeast: Int)
  }

  var id: String
  var parts: [Part]

  func rule() throws -> Rule {
    let when = Condition.all(try parts.map { .test(try $0.predicate()) })
    let action = Action.complete(Completion(result: "done"))
    let meaning = Rule.meaning(stage: .live, when: when, unless: nil, action: action)
    return Rule(
      id: id, stage: .live, when: when, action: action, fingerprint: Fingerprint.of(meaning),
      source: .init(file: "draft", line: 1))
  }

  var yaml: String {
    """
      - id: \(id)
        stage: live
        when: { \(parts.map(\.yaml).joined(separator: ", ")) }
        then: { complete: { result: done } }

    """
  }
}

extension RuleDraft.Part {
  func predicate() throws -> Predicate {
    switch self {
    case .text(let field, let texts):
      .text(field, texts.count == 1 ? .equals(texts[0]) : .anyOf(texts.map { .equals($0) }))
    case .like(let field, let glob): .text(field, .like(try Glob(glob)))
    case .matches(let field, let pattern): .text(field, .matches(try Pattern(pattern)))
    case .assignee(let field, let name): .assignee(field, .name(.equals(name)))
    case .escalated(let wanted): .flag(.escalated, wanted)
    case .hours(let field, let hours):
      .time(
        TimeTest(
          field, lower: .init(Span(thousandths: Int64(hours) * 1_000, unit: .hour), isInclusive: true), upper: nil,
          calendar: nil))
    }
  }

  var yaml: String {
    switch self {
    case .text(let field, let texts):
      "\(field.rawValue): \(texts.count == 1 ? "\"\(texts[0])\"" : "[\(texts.map { "\"\($0)\"" }.joined(separator: ", "))]")"
    case .like(let field, let glob): "\(field.rawValue): { like: \"\(glob)\" }"
    case .matches(let field, let pattern): "\(field.rawValue): { matches: '\(pattern)' }"
    case .assignee(let field, let name): "\(field.rawValue): \"\(name)\""
    case .escalated(let wanted): "escalated: \(wanted)"
    case .hours(let field, let hours): "\(field.rawValue): { at_least: \(hours)h }"
    }
  }
}
