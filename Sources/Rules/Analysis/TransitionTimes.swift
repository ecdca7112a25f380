import CalendarTime
package import Foundation

/// The moments at which time alone may change what rules say about tasks.
///
/// They are: when a task reaches and passes each bound of each time condition, and each due date, if some rule asks
/// whether a task is overdue. A moment is found by searching the tasks in the order of their dates, so many tasks cost
/// little more than few.
package struct TransitionTimes: Sendable {
  fileprivate typealias Dated = (date: Date, place: Int)

  /// The dates of some tasks, each with the task's place in the list.
  package struct Dates: Sendable {
    fileprivate var created: [Dated] = []
    fileprivate var due: [Dated] = []

    package init(_ tasks: some Sequence<(created: Date?, due: Date?)>) {
      for (place, task) in tasks.enumerated() {
        if let date = task.created { created.append((date, place)) }
        if let date = task.due { due.append((date, place)) }
      }
      created.sort { $0.date < $1.date }
      due.sort { $0.date < $1.date }
    }
  }

  private var sinceCreated = TimeBounds()
  private var aroundDue = TimeBounds()

  /// The transitions of all rules in the set, whatever their stage.
  package init(_ rules: RuleSet) {
    for test in rules.rules.flatMap({ $0.when.tests + ($0.unless?.tests ?? []) }) {
      switch test {
      case .flag(.overdue, _): addDue()
      case .time(let test): add(test)
      default: break
      }
    }
  }

  /// True where time changes nothing.
  package var isEmpty: Bool { sinceCreated.list.isEmpty && aroundDue.list.isEmpty }

  /// The first transition after `now`; nil if there is none.
  package func next(after now: Date, of dates: Dates) -> Date? {
    bounds(of: dates).compactMap { bound, tasks -> Date? in
      // A task may have reached the bound and not passed it yet. Meanwhile, one with a later date may reach it.
      let passing = tasks.firstPlace { bound.moments(of: $0.date).map { $0.passed <= now } ?? false }
      guard passing < tasks.endIndex, let first = bound.moments(of: tasks[passing].date) else { return nil }
      if first.reached > now { return first.reached }
      let reaching = tasks.firstPlace { bound.moments(of: $0.date).map { $0.reached <= now } ?? false }
      guard reaching < tasks.endIndex, let second = bound.moments(of: tasks[reaching].date) else { return first.passed }
      return min(first.passed, second.reached)
    }.min()
  }

  /// The places of the tasks that had a transition after `start` and not after `end`, in order.
  ///
  /// The list may contain a false positive; it never misses a task.
  package func turned(after start: Date, upTo end: Date, of dates: Dates) -> [Int] {
    guard start < end else { return [] }
    var places: Set<Int> = []
    for (bound, tasks) in bounds(of: dates) {
      let first = tasks.firstPlace { bound.moments(of: $0.date).map { $0.passed <= start } ?? false }
      let last = tasks.firstPlace { bound.moments(of: $0.date).map { $0.reached <= end } ?? false }
      if first < last { places.formUnion(tasks[first..<last].map(\.place)) }
    }
    return places.sorted()
  }

  private mutating func add(_ test: TimeTest) {
    if test.field != .age { addDue() }
    for bound in [test.lower, test.upper].compactMap({ $0 }) {
      if test.field == .age {
        _ = sinceCreated.place(of: bound.span, test.calendar, isAhead: false)
      } else {
        _ = aroundDue.place(of: bound.span, test.calendar, isAhead: test.field == .dueIn)
      }
    }
  }

  /// The due date itself.
  private mutating func addDue() {
    _ = aroundDue.place(of: Span(thousandths: 0, unit: .second), nil, isAhead: false)
  }

  private func bounds(of dates: Dates) -> [(TimeBound, [Dated])] {
    sinceCreated.list.map { ($0, dates.created) } + aroundDue.list.map { ($0, dates.due) }
  }
}

extension Array {
  /// The first place at which `isBefore` does not hold, where it holds up to some place and nowhere after it.
  fileprivate func firstPlace(behind isBefore: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = (low + high) / 2
      if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
