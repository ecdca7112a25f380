import CalendarTime
package import Foundation

extension Rule {
  /// How far ahead to search for the moment at which a rule takes a task.
  package static let horizon: TimeInterval = 400 * 86_400

  /// The first moment after `now` at which the rule takes `task` if only time passes.
  ///
  /// Nil if the rule takes it at `now` already, or not within `horizon` seconds. Of the safeguards only `run_within`
  /// counts. Where a bound must be passed, not only reached, the moment is a second later.
  package func nextMatch(_ task: TaskView, after now: Date, within horizon: TimeInterval = Rule.horizon) -> Date? {
    [(0, self)].nextMatch(task, after: now, within: horizon)?.date
  }

  fileprivate func turningPoints(_ task: TaskView) -> [Date] {
    (when.tests + (unless?.tests ?? [])).flatMap { test -> [Date] in
      switch test {
      case .time(let test): test.turningPoints(task)
      case .flag(.overdue, _): task.due.value.map { [$0 + 1] } ?? []
      default: []
      }
    }
  }
}

extension RuleSet {
  /// The first moment after `now` at which a rule takes `task` if only time passes, and the rule's place.
  ///
  /// The first match decides at every moment, even if its `run_within` holds it back: no later rule steps in. Nil if a
  /// rule takes the task at `now` already, or none does within `horizon` seconds. Nothing is predicted behind a rule
  /// that waits for the task's detail.
  package func nextMatch(
    _ task: TaskView, after now: Date, within horizon: TimeInterval = Rule.horizon
  ) -> (rule: Int, date: Date)? {
    rules.enumerated().map { ($0.offset, $0.element) }.nextMatch(task, after: now, within: horizon)
  }
}

extension [(Int, Rule)] {
  fileprivate func nextMatch(_ task: TaskView, after now: Date, within horizon: TimeInterval) -> (
    rule: Int, date: Date
  )? {
    let rules = thatMayMatch(task, at: now)
    guard !rules.isEmpty else { return nil }
    let limit = now + horizon
    let turns = Set(rules.flatMap { $1.turningPoints(task) }).filter { $0 > now && $0 <= limit }.sorted()
    for (place, start) in ([now] + turns).enumerated() {
      guard let (index, rule) = rules.taker(of: task, at: start) else { continue }
      let opening = rule.safeguards.runWithin.map { $0.nextOpen(from: start) } ?? start
      guard let opening else { continue }
      if opening == now { return nil }
      // Until the next transition the answer stays the same.
      if opening <= limit, place == turns.count || opening < turns[place] { return (index, opening) }
    }
    return nil
  }

  /// The rules without those that never match, and without those behind a rule that always does.
  private func thatMayMatch(_ task: TaskView, at now: Date) -> [(Int, Rule)] {
    var rules: [(Int, Rule)] = []
    for (index, rule) in self {
      let possible = rule.possible(task, at: now) { $0.dependsOnTime || (task.details == nil && $0.needsDetails) }
      guard possible.contains(.yes) else { continue }
      rules.append((index, rule))
      if possible == .yes { break }
    }
    return rules
  }

  private func taker(of task: TaskView, at date: Date) -> (Int, Rule)? {
    for (index, rule) in self {
      switch rule.matches(task, at: date) {
      case .yes: return (index, rule)
      case .unknown: if rule.awaitsDetails(of: task, at: date) { return nil }
      case .no: continue
      }
    }
    return nil
  }
}
