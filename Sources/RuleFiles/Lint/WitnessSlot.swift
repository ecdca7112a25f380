import CalendarTime
import Foundation
import Patterns
import Rules

/// A part of a task that is filled in as a whole, because its tests depend on each other.
enum Slot: Hashable, Comparable {
  case text(String)
  case assignees, escalated, due, created, results
  case previousResult(String)
  case captured(step: String, field: String)
  case form(String)

  init(_ test: Rules.Predicate) {
    switch test {
    case .text(let field, _): self = .text(field.rawValue)
    case .assignee, .flag(.hasUser, _), .flag(.hasGroup, _), .flag(.unassigned, _): self = .assignees
    case .flag(.escalated, _): self = .escalated
    case .flag: self = .due
    case .time(let test): self = test.field == .age ? .created : .due
    case .resultAvailable: self = .results
    case .previousResult(let step, _): self = .previousResult(step)
    case .value(let test):
      switch test.place {
      case .captured(let step, let field): self = .captured(step: step, field: field)
      case .form(let field): self = .form(field)
      }
    }
  }

  /// Tasks like `task` with some value in this part, the likeliest first; each is made on demand.
  func candidates(for tests: [Rules.Predicate], from task: TaskView, at now: Date) -> AnySequence<TaskView> {
    switch self {
    case .text(let name):
      return changes(of: task, to: Self.texts(tests)) { $0.set(name, $1) }
    case .assignees:
      let groups = Self.parties(tests, .group)
      let pairs = Self.parties(tests, .user).flatMap { user in groups.map { (user, $0) } }
      return changes(of: task, to: pairs) { ($0.assignedUser, $0.assignedGroup) = $1 }
    case .escalated: return changes(of: task, to: [false, true]) { $0.escalated = .value($1) }
    case .created: return changes(of: task, to: Self.lengths(tests)) { $0.created = .value(now - $1) }
    case .due:
      let lengths = Self.lengths(tests).flatMap { [$0, -$0] }
      return changes(of: task, to: [nil] + lengths) { if let length = $1 { $0.due = .value(now - length) } }
    case .results: return changes(of: task, to: [Self.codes(tests), []]) { $0.details?.results = $1 }
    case .previousResult(let step):
      return changes(of: task, to: Self.codes(tests) + ["another"]) { task, code in
        task.setRecord(step) { $0.result = code }
      }
    case .captured(let step, let field):
      return changes(of: task, to: Self.contents(tests)) { task, content in
        task.setRecord(step) { $0.captured[field] = content }
      }
    case .form(let field): return changes(of: task, to: Self.contents(tests)) { $0.details?.form?[field] = $1 }
    }
  }

  private func changes<Value>(
    of task: TaskView, to values: [Value], _ change: @escaping (inout TaskView, Value) -> Void
  ) -> AnySequence<TaskView> {
    AnySequence(
      values.lazy.map { value in
        var copy = task
        change(&copy, value)
        return copy
      })
  }

  /// Texts for a part that is a text, the likeliest first; nil for any other part.
  func texts(for tests: [Rules.Predicate]) -> (field: TextField, texts: [String])? {
    guard case .text(let name) = self, let field = TextField(rawValue: name) else { return nil }
    return (field, Self.texts(tests))
  }

  private static func texts(_ tests: [Rules.Predicate]) -> [String] {
    tests.flatMap { test in if case .text(_, let test) = test { test.samples } else { [String]() } } + ["Another"]
  }

  private static func parties(_ tests: [Rules.Predicate], _ wanted: AssigneeField) -> [Known<Party>] {
    let samples = tests.flatMap { test -> [Party] in
      if case .assignee(wanted, let test) = test { test.samples } else { [] }
    }
    return [.none] + samples.map { .value($0) } + [.value(Party(id: "1", name: "Another"))]
  }

  /// Lengths of time around the bounds, then longer and longer ones, in seconds.
  private static func lengths(_ tests: [Rules.Predicate]) -> [TimeInterval] {
    var near: [TimeInterval] = []
    for case .time(let test) in tests {
      for bound in [test.lower, test.upper] {
        guard let bound else { continue }
        let length = TimeInterval(bound.span.thousandths) / 1000 * bound.span.unit.clockSeconds
        near += [length, length + 3600, max(0, length - 3600)]
      }
    }
    return near + (0...60).map { TimeInterval($0) * 3600 } + (3...40).map { TimeInterval($0) * 86_400 }
  }

  private static func codes(_ tests: [Rules.Predicate]) -> [String] {
    tests.flatMap { test -> [String] in
      switch test {
      case .previousResult(_, let codes), .resultAvailable(let codes): codes
      default: []
      }
    }
  }

  private static func contents(_ tests: [Rules.Predicate]) -> [FieldContent] {
    var found: [FieldContent] = []
    for case .value(let test) in tests {
      for comparison in test.comparisons { found += comparison.samples }
    }
    return found + [.text("Another"), .number("0"), .number("1000000000"), .boolean(true), .boolean(false), .null]
  }
}

extension TaskView {
  /// Sets a text field by its name.
  fileprivate mutating func set(_ name: String, _ text: String) {
    if let field = TextField(rawValue: name) { set(field, .value(text)) }
  }

  fileprivate mutating func setRecord(_ step: String, _ change: (inout StepRecord) -> Void) {
    var steps = details?.steps ?? []
    var index = steps.firstIndex { $0.step == step }
    if index == nil {
      steps.append(StepRecord(step: step))
      index = steps.count - 1
    }
    if let index { change(&steps[index]) }
    details?.steps = steps
  }
}

extension Span.Unit {
  /// About how long it is on the clock.
  fileprivate var clockSeconds: TimeInterval {
    switch self {
    case .second: 1
    case .minute: 60
    case .hour, .businessHour: 3600
    case .day, .businessDay: 86_400
    }
  }
}

extension TextTest {
  /// Texts that may pass the test, or may not.
  fileprivate var samples: [String] {
    switch self {
    case .equals(let text): [text]
    case .like(let glob): [glob.sample]
    case .matches(let pattern): [pattern.text.filter { !"^$\\".contains($0) }]
    case .not(let test): test.samples
    case .anyOf(let tests): tests.flatMap(\.samples)
    }
  }
}

extension AssigneeTest {
  fileprivate var samples: [Party] {
    switch self {
    case .name(let test): test.samples.map { Party(id: "1", name: $0) }
    case .id(let id): [Party(id: id, name: "with id \(id)")]
    case .not(let test): test.samples
    case .anyOf(let tests): tests.flatMap(\.samples)
    }
  }
}

extension Glob {
  /// A text that most globs of this form accept: runs left out, sets by their first member.
  fileprivate var sample: String {
    var result = ""
    var rest = pattern[...]
    while let character = rest.popFirst() {
      switch character {
      case "*": continue
      case "?": result.append("x")
      case "\\": if let next = rest.popFirst() { result.append(next) }
      case "[":
        let isNegated = rest.first == "!"
        if isNegated { rest = rest.dropFirst() }
        if let first = rest.first { result.append(isNegated ? "~" : first) }
        rest = rest.drop { $0 != "]" }.dropFirst()
      default: result.append(character)
      }
    }
    return result
  }
}

extension ValueTest.Comparison {
  fileprivate var samples: [FieldContent] {
    switch self {
    case .oneOf(let values): values.compactMap { $0.content(changedBy: 0) }
    case .like(let glob): [.text(glob.sample)]
    case .matches(let pattern): [.text(pattern.text.filter { !"^$\\".contains($0) })]
    case .atLeast(let value), .atMost(let value), .moreThan(let value), .lessThan(let value):
      [0, 1, -1].compactMap { value.content(changedBy: $0) }
    case .exists(let isThere): isThere ? [.text("x")] : [.null]
    }
  }
}

extension TypedValue {
  fileprivate func content(changedBy step: Int) -> FieldContent? {
    switch self {
    case .text(let text): .text(text)
    case .decimal(let number): .text("\(number + Decimal(step))")
    case .boolean(let value): .boolean(value)
    case .date(let seconds):
      .text(CivilDate(daysSinceEpoch: Int((seconds + Int64(step) * 86_400) / 86_400)).description)
    }
  }
}
