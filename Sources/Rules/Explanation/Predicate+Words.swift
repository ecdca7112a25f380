import CalendarTime
import Foundation
import Patterns

extension Predicate {
  /// The key as written in a rule, with the field for keys that have one.
  var key: String {
    switch self {
    case .text(let field, _): field.rawValue
    case .assignee(let field, _): field.rawValue
    case .flag(let field, _): field.rawValue
    case .time(let test): test.field.rawValue
    case .value(let test): test.place.key
    case .previousResult(let step, _): "previous_result \(step)"
    case .resultAvailable: "result_available"
    }
  }

  /// What the test asks for, in words.
  var inWords: String {
    switch self {
    case .text(_, let test): test.inWords
    case .assignee(_, let test): test.inWords
    case .flag(_, let wanted): "\(wanted)"
    case .time(let test): test.inWords
    case .value(let test): test.comparisons.map(\.inWords).joined(separator: " and ")
    case .previousResult(_, let results), .resultAvailable(let results): results.map(\.quoted).asChoices
    }
  }

  /// What the task holds; nil where it is not known.
  func seen(in task: TaskView, at now: Date) -> String? {
    switch self {
    case .text(let field, _): task[field].inWords(\.quoted)
    case .assignee(let field, _): task[field].inWords { "\($0.name?.quoted ?? "?") (id \($0.id))" }
    case .flag(let field, _):
      switch task.truth(of: field, at: now) {
      case .yes: "true"
      case .no: "false"
      case .unknown: nil
      }
    case .time(let test): test.seen(in: task, at: now)
    case .value(let test): task.details?.content(at: test.place).inWords
    case .previousResult(let step, _): task.details?.lastRecord(of: step)?.result?.quoted
    case .resultAvailable: task.details?.results.map { $0.map(\.quoted).asChoices }
    }
  }
}

extension ValueTest.Place {
  fileprivate var key: String {
    switch self {
    case .captured(let step, let field): "captured \(step).\(field)"
    case .form(let field): "form \(field)"
    }
  }
}

extension TextTest {
  fileprivate var inWords: String {
    switch self {
    case .equals(let text): text.quoted
    case .like(let glob): "like \(glob.pattern.quoted)"
    case .matches(let pattern): "matches \(pattern.text.quoted)"
    case .not(let test): "not \(test.inWords)"
    case .anyOf(let tests): tests.map(\.inWords).asChoices
    }
  }
}

extension AssigneeTest {
  fileprivate var inWords: String {
    switch self {
    case .name(let test): test.inWords
    case .id(let id): "id \(id)"
    case .not(let test): "not \(test.inWords)"
    case .anyOf(let tests): tests.map(\.inWords).asChoices
    }
  }
}

extension TimeTest {
  fileprivate var inWords: String {
    let low = lower.map { "\($0.isInclusive ? "at least" : "more than") \($0.span)" }
    let high = upper.map { "\($0.isInclusive ? "at most" : "less than") \($0.span)" }
    return [low, high].compactMap { $0 }.joined(separator: " and ")
  }

  fileprivate func seen(in task: TaskView, at now: Date) -> String? {
    let unit = (lower ?? upper)?.span.unit ?? .hour
    switch stretch(task, at: now) {
    case .unknown: return nil
    case .none:
      guard let due = task.due.value else { return "none" }
      return "due \(CivilTime(due, in: task.zone))"
    case .value(let stretch):
      return Span.between(stretch.start, stretch.end, in: unit, by: calendar)?.description
    }
  }
}

extension ValueTest.Comparison {
  fileprivate var inWords: String {
    switch self {
    case .oneOf(let values): values.map(\.inWords).asChoices
    case .like(let glob): "like \(glob.pattern.quoted)"
    case .matches(let pattern): "matches \(pattern.text.quoted)"
    case .atLeast(let value): "at least \(value.inWords)"
    case .atMost(let value): "at most \(value.inWords)"
    case .moreThan(let value): "more than \(value.inWords)"
    case .lessThan(let value): "less than \(value.inWords)"
    case .exists(let wanted): wanted ? "is there" : "is not there"
    }
  }
}

extension TypedValue {
  fileprivate var inWords: String {
    switch self {
    case .text(let text): text.quoted
    case .decimal(let number): number.description
    case .boolean(let flag): "\(flag)"
    case .date(let seconds):
      seconds % 86_400 == 0 ? CivilTime(seconds: seconds).day.description : CivilTime(seconds: seconds).description
    }
  }
}

extension TaskDetails.Found {
  fileprivate var inWords: String? {
    switch self {
    case .unreadable, .absent, .content(.unreadable): nil
    case .content(.text(let text)): text.quoted
    case .content(.number(let digits)): digits
    case .content(.boolean(let flag)): "\(flag)"
    case .content(.null): "none"
    case .content(.other): "a list or a map"
    }
  }
}

extension Known {
  fileprivate func inWords(_ words: (Value) -> String) -> String? {
    switch self {
    case .unknown: nil
    case .none: "none"
    case .value(let value): words(value)
    }
  }
}

extension [String] {
  fileprivate var asChoices: String {
    count == 1 ? self[0] : isEmpty ? "none" : "one of \(joined(separator: ", "))"
  }
}

extension String {
  /// In single quotes, cut short after 120 characters.
  fileprivate var quoted: String { count > 120 ? "'\(prefix(120))…'" : "'\(self)'" }
}
