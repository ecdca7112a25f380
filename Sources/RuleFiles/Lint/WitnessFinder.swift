import Foundation
import Rules

/// Looks for a task that two rules take, as an example for a warning.
///
/// It tries values that the conditions name, one field after the other, and asks the evaluator whether they fit. A task
/// that it returns is proven; nil proves nothing.
struct WitnessFinder {
  let effort: LintEffort

  /// A test that must hold, or must not.
  struct Wish {
    var test: Rules.Predicate
    var wanted: Bool
  }

  /// One way in which rules can take a task: wishes that must hold together.
  struct Way {
    /// In the order of the conditions.
    private(set) var wishes: [Wish] = []
    /// The wishes, by the part of the task that they are about.
    private(set) var slots: [Slot: [Wish]] = [:]

    init(_ wishes: [Wish]) {
      self.wishes = wishes
      slots = Dictionary(grouping: wishes) { Slot($0.test) }
    }

    func joined(with other: Way) -> Way {
      var both = self
      both.wishes += other.wishes
      both.slots.merge(other.slots, uniquingKeysWith: +)
      return both
    }
  }

  /// The most ways that are tried for a rule, or for a pair.
  private static let mostWays = 32

  /// The moment of the example: a Wednesday, 15:00 UTC.
  let now = Date(timeIntervalSince1970: 1_767_798_000)

  /// A task that both rules take; nil when none was found, or the effort is spent.
  func task(takenBy one: Lint.Placed, _ other: Lint.Placed) -> Witness? {
    var tried = 0
    for mine in one.ways.all {
      for theirs in other.ways.all {
        guard tried < Self.mostWays else { return nil }
        tried += 1
        guard effort.spend(mine.slots.count + theirs.slots.count) else {
          effort.miss(1)
          return nil
        }
        let way = mine.joined(with: theirs)
        guard let task = task(fulfilling: way) else { continue }
        if one.rule.matches(task, at: now) == .yes, other.rule.matches(task, at: now) == .yes {
          return Witness(task: task, tests: way.wishes.map(\.test), now: now)
        }
      }
    }
    return nil
  }

  private func task(fulfilling way: Way) -> TaskView? {
    var task = TaskView(
      id: "1", instanceID: "1", status: .value("PENDING"), assignedUser: .none, assignedGroup: .none, due: .none,
      created: .value(now), escalated: .value(false), details: TaskDetails(form: [:], results: []))
    for (slot, wishes) in way.slots.sorted(by: { $0.key < $1.key }) {
      func areGranted(_ truth: (Rules.Predicate) -> Truth) -> Bool {
        wishes.allSatisfy { effort.spend($0.test.size) && truth($0.test) == ($0.wanted ? .yes : .no) }
      }
      // A text can be tried without a whole task.
      if let (field, texts) = slot.texts(for: wishes.map(\.test)) {
        guard let text = texts.first(where: { text in areGranted { $0.truth(of: .value(text)) } }) else { return nil }
        task.set(field, .value(text))
        continue
      }
      let candidate = slot.candidates(for: wishes.map(\.test), from: task, at: now).first { candidate in
        areGranted { $0.evaluate(candidate, at: now) }
      }
      guard let candidate else { return nil }
      task = candidate
    }
    return task
  }

  /// The ways in which a rule can take a task; at most 32.
  static func ways(of rule: Rule) -> [Way] {
    let wanted = branches(rule.when, true)
    return (rule.unless.map { combine(wanted, branches($0, false)) } ?? wanted).map { Way($0) }
  }

  /// The ways in which a condition can hold, or not hold; at most 32.
  private static func branches(_ condition: Condition, _ wanted: Bool) -> [[Wish]] {
    switch (condition, wanted) {
    case (.test(let test), _): [[Wish(test: test, wanted: wanted)]]
    case (.fact(_, let inner), _): branches(inner, wanted)
    case (.all(let parts), true), (.any(let parts), false):
      parts.reduce([[]]) { combine($0, branches($1, wanted)) }
    case (.none(let parts), true): parts.reduce([[]]) { combine($0, branches($1, false)) }
    case (.all(let parts), false), (.any(let parts), true):
      Array(parts.flatMap { branches($0, wanted) }.prefix(mostWays))
    case (.none(let parts), false): Array(parts.flatMap { branches($0, true) }.prefix(mostWays))
    }
  }

  private static func combine(_ left: [[Wish]], _ right: [[Wish]]) -> [[Wish]] {
    Array(left.lazy.flatMap { one in right.lazy.map { one + $0 } }.prefix(mostWays))
  }
}

extension Rules.Predicate {
  /// The truth of a text test for a text; unknown for any other test.
  fileprivate func truth(of text: Known<String>) -> Truth {
    if case .text(_, let test) = self { test.evaluate(text) } else { .unknown }
  }
}

/// A task that serves as an example, with the tests that it was made for.
struct Witness {
  var task: TaskView
  var tests: [Rules.Predicate]
  var now: Date

  /// The task in words: only what the conditions ask for.
  var words: String {
    var parts: [String] = []
    func add(_ part: String?) {
      if let part, !parts.contains(part) { parts.append(part) }
    }
    for test in tests {
      switch test {
      case .text(.status, _): continue
      case .text(let field, _): add("\(field.rawValue) \(Self.shown(task[field]))")
      case .assignee(let field, _): add("\(field.rawValue) \(Self.shown(task[field].name))")
      case .flag(.hasUser, _): add("assigned_user \(Self.shown(task.assignedUser.name))")
      case .flag(.hasGroup, _): add("assigned_group \(Self.shown(task.assignedGroup.name))")
      case .flag(.unassigned, _):
        add("assigned_user \(Self.shown(task.assignedUser.name))")
        add("assigned_group \(Self.shown(task.assignedGroup.name))")
      case .flag(let field, _): add("\(field.rawValue) \(task.truth(of: field, at: now) == .yes)")
      case .time(let time): add(length(time))
      case .value(let value): add(content(value.place))
      case .previousResult(let step, _):
        add("result of \(step) '\(task.details?.lastRecord(of: step)?.result ?? "none")'")
      case .resultAvailable: add("results \((task.details?.results ?? []).joined(separator: ", "))")
      }
    }
    return "a task with \(parts.isEmpty ? "status 'PENDING'" : parts.joined(separator: ", "))"
  }

  private func length(_ test: TimeTest) -> String? {
    let date = test.field == .age ? task.created : task.due
    guard case .value(let date) = date else { return nil }
    let seconds = Int(test.field == .dueIn ? date.timeIntervalSince(now) : now.timeIntervalSince(date))
    let text =
      seconds % 86_400 == 0 ? "\(seconds / 86_400)d" : seconds % 3600 == 0 ? "\(seconds / 3600)h" : "\(seconds)s"
    return "\(test.field.rawValue) \(text)"
  }

  private func content(_ place: ValueTest.Place) -> String? {
    switch place {
    case .captured(let step, let field):
      Self.shown(task.details?.lastRecord(of: step)?.captured[field]).map { "\(step).\(field) \($0)" }
    case .form(let field): Self.shown(task.details?.form?[field]).map { "form field \(field) \($0)" }
    }
  }

  private static func shown(_ content: FieldContent?) -> String? {
    switch content {
    case .text(let text): "'\(text)'"
    case .number(let digits): digits
    case .boolean(let value): "\(value)"
    case .null: "null"
    case .other, .unreadable, nil: nil
    }
  }

  private static func shown(_ text: Known<String>) -> String {
    switch text {
    case .value(let text): "'\(text)'"
    case .none: "none"
    case .unknown: "unknown"
    }
  }
}
