import CalendarTime
import Patterns

extension Condition {
  /// Nested groups of the same kind are one group, and a fact is replaced by what it stands for.
  var canonical: String {
    switch self {
    case .all: Canonical.group("all", conjuncts.map(\.canonical))
    case .any: Canonical.group("any", disjuncts.map(\.canonical))
    case .none(let conditions): Canonical.unordered("none", conditions.flatMap(\.disjuncts).map(\.canonical))
    case .test(let test): test.canonical
    case .fact(_, let condition): condition.canonical
    }
  }

  private var conjuncts: [Condition] {
    switch self {
    case .all(let parts): parts.flatMap(\.conjuncts)
    case .any(let parts) where parts.count == 1: parts[0].conjuncts
    case .fact(_, let condition): condition.conjuncts
    default: [self]
    }
  }

  private var disjuncts: [Condition] {
    switch self {
    case .any(let parts): parts.flatMap(\.disjuncts)
    case .all(let parts) where parts.count == 1: parts[0].disjuncts
    case .fact(_, let condition): condition.disjuncts
    default: [self]
    }
  }
}

extension Predicate {
  fileprivate var canonical: String {
    switch self {
    case .text(let field, let test): "(\(field.rawValue) \(test.canonical))"
    case .assignee(let field, let test): "(\(field.rawValue) \(test.canonical))"
    case .flag(let field, let wanted): "(\(field.rawValue) \(wanted))"
    case .time(let test): test.canonical
    case .value(let test): test.canonical
    case .previousResult(let step, let results):
      "(previous_result \(step.canonical) \(Canonical.unordered("any", results.map(\.canonical))))"
    case .resultAvailable(let results): Canonical.unordered("result_available", results.map(\.canonical))
    }
  }
}

extension TextTest {
  fileprivate var canonical: String {
    switch self {
    case .equals(let text): "(is \(text.canonical))"
    case .like(let glob): "(like \(glob.pattern.canonical))"
    case .matches(let pattern): "(matches \(pattern.text.canonical))"
    case .not(.not(let test)): test.canonical
    case .not(let test): "(not \(test.canonical))"
    case .anyOf: Canonical.group("any", choices.map(\.canonical))
    }
  }

  private var choices: [TextTest] { if case .anyOf(let tests) = self { tests.flatMap(\.choices) } else { [self] } }
}

extension AssigneeTest {
  fileprivate var canonical: String {
    switch self {
    case .name(let test): "(name \(test.canonical))"
    case .id(let id): "(id \(id.canonical))"
    case .not(.not(let test)): test.canonical
    case .not(let test): "(not \(test.canonical))"
    case .anyOf: Canonical.group("any", choices.map(\.canonical))
    }
  }

  private var choices: [AssigneeTest] { if case .anyOf(let tests) = self { tests.flatMap(\.choices) } else { [self] } }
}

extension TimeTest {
  fileprivate var canonical: String {
    let low = lower.map { "(\($0.isInclusive ? "at_least" : "more_than") \($0.span.canonical))" } ?? "()"
    let high = upper.map { "(\($0.isInclusive ? "at_most" : "less_than") \($0.span.canonical))" } ?? "()"
    let isWorkingTime = [lower, upper].contains { $0?.span.isWorkingTime == true }
    return "(\(field.rawValue) \(low) \(high) \(isWorkingTime ? calendar?.canonical ?? "()" : "()"))"
  }
}

extension ValueTest {
  fileprivate var canonical: String {
    let place =
      switch place {
      case .captured(let step, let field): "(captured \(step.canonical) \(field.canonical))"
      case .form(let field): "(form \(field.canonical))"
      }
    return "(value \(place) \(type.rawValue) \(Canonical.unordered("all", comparisons.map(\.canonical))))"
  }
}

extension ValueTest.Comparison {
  fileprivate var canonical: String {
    switch self {
    case .oneOf(let values): Canonical.unordered("one_of", values.map(\.canonical))
    case .like(let glob): "(like \(glob.pattern.canonical))"
    case .matches(let pattern): "(matches \(pattern.text.canonical))"
    case .atLeast(let value): "(at_least \(value.canonical))"
    case .atMost(let value): "(at_most \(value.canonical))"
    case .moreThan(let value): "(more_than \(value.canonical))"
    case .lessThan(let value): "(less_than \(value.canonical))"
    case .exists(let wanted): "(exists \(wanted))"
    }
  }
}

extension TypedValue {
  fileprivate var canonical: String {
    switch self {
    case .text(let text): text.canonical
    case .decimal(let number): "(decimal \(number.canonical))"
    case .boolean(let flag): "(boolean \(flag))"
    case .date(let seconds): "(date \(seconds))"
    }
  }
}
