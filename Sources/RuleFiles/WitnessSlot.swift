import Foundation
import Patterns
import Rules

/// A part of a task that is filled in at one time, as its tests depend on each other.
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

  /// Tasks like `task` with some value in this part, the likeliest first.
  func candidates(for tests: [Rules.Predicate], from task: TaskView, at now: Date) -> [TaskView] {
    switch self {
    case .text(let name): Self.texts(tests).map { task.with(name, $0) }
    case .assignees:
      Self.parties(tests, .user).flatMap { user in
        Self.parties(tests, .group).map { group in
          var copy = task
          copy.assignedUser = user
          copy.assignedGroup = group
          return copy
        }
      }
    case .escalated: [false, true].map { value in task.changed { $0.escalated = .value(value) } }
    case .created: Self.lengths(tests).map { length in task.changed { $0.created = .value(now - length) } }
    case .due:
      [task]
        + Self.lengths(tests).flatMap { [$0, -$0] }.map { length in task.changed { $0.due = .value(now - length) } }
    case .results:
      [task.changed { $0.details?.results = Self.codes(tests) }, task]
    case .previousResult(let step):
      Self.codes(tests).map { code in task.changed { $0.setRecord(step) { $0.result = code } } } + [
        task.changed { $0.setRecord(step) { $0.result = "another" } }
      ]
    case .captured(let step, let field):
      Self.contents(tests).map { content in task.changed { $0.setRecord(step) { $0.captured[field] = content } } }
    case .form(let field): Self.contents(tests).map { content in task.changed { $0.details?.form?[field] = content } }
    }
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

  /// Lengths of time around the bounds, then ever longer ones, in seconds.
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
  fileprivate func changed(_ change: (inout TaskView) -> Void) -> TaskView {
    var copy = self
    change(&copy)
    return copy
  }

  /// The task with another value in a text field.
  fileprivate func with(_ name: String, _ text: String) -> TaskView {
    changed { task in
      if let field = TextField(rawValue: name) { task.set(field, .value(text)) }
    }
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
  /// About how long one is on the clock.
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
  /// A text that most globs of this form take: runs left out, sets by their first member.
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
      .text(CivilText.text(CivilDate(daysSinceEpoch: Int((seconds + Int64(step) * 86_400) / 86_400))))
    }
  }
}
