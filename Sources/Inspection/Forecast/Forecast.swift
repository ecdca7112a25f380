import CalendarTime
package import Engine
package import Foundation
package import GeoTareas
import Records
import Rules

/// The coming matches of the tasks seen now, if only time passes.
package struct Forecast: Sendable {
  /// A rule that begins to decide about a task.
  package struct Match: Sendable, Equatable {
    package var at: Date
    /// True when it decides already.
    package var isNow: Bool
    /// The place of the rule in the rule set.
    package var rule: Int
    package var task: TaskID
  }

  package let snapshot: TenantSnapshot
  package let from: Date
  package let until: Date
  /// By time, then by the order of rules, then by task.
  package private(set) var matches: [Match] = []
  /// How many tasks each rule could not decide because the list does not show enough; by place of the rule.
  package private(set) var undecided: [Int: Int] = [:]

  /// A task is not followed through more changes than this.
  private static let mostChanges = 16

  /// Looks ahead.
  ///
  /// A task is followed to the first rule that would change it. A rule in stage shadow changes nothing, so what comes
  /// after it is shown as well; nor does one in stage canary outside its share, which is not shown.
  ///
  /// - Parameter decisions: What the engine decides about the tasks now; those whose effect was made, is being made or
  ///   does not fit are left out.
  package init(_ snapshot: TenantSnapshot, decisions: [TaskID: Decision] = [:], from now: Date, days: Int) {
    self.snapshot = snapshot
    from = now
    until = now.addingTimeInterval(Double(days) * 86_400)
    for row in snapshot.listing.rows
    where row.task.status.value != TaskStatus.completed && decisions[row.task.id]?.isSettled != true {
      follow(row.task.id, snapshot.view(of: row))
    }
    matches.sort { ($0.at, $0.rule, $0.task) < ($1.at, $1.rule, $1.task) }
  }

  private mutating func follow(_ task: TaskID, _ view: TaskView) {
    let rules = snapshot.rules.rules
    var present = snapshot.rules.verdict(on: view, at: from)
    for index in present.undecided + present.askers { undecided[index, default: 0] += 1 }
    var time = from
    for index in present.watching + [present.match].compactMap(\.self) {
      guard let start = Self.opening(of: rules[index], at: from) else { continue }
      if start <= until { add(Match(at: start, isNow: start == from, rule: index, task: task), view) }
      if index == present.match { return }
    }
    for _ in 0..<Self.mostChanges {
      let rest = until.timeIntervalSince(time)
      let times = rules.compactMap { rule -> Date? in
        guard rule.matches(view, at: time) != .yes else { return nil }
        return rule.nextMatch(view, after: time, within: rest)
      }
      guard let next = times.min(), next > time, next <= until else { return }
      time = next
      let verdict = snapshot.rules.verdict(on: view, at: time)
      defer { present = verdict }
      for index in verdict.watching where !present.watching.contains(index) {
        add(Match(at: time, isNow: false, rule: index, task: task), view)
      }
      guard let index = verdict.match, index != present.match else { continue }
      return add(Match(at: time, isNow: false, rule: index, task: task), view)
    }
  }

  /// A rule outside its canary share is not shown.
  private mutating func add(_ match: Match, _ view: TaskView) {
    let rule = snapshot.rules.rules[match.rule]
    if rule.stage != .canary || rule.acts(on: view.instanceID) { matches.append(match) }
  }

  /// When a rule that matches may act; nil if its calendar does not open any more.
  private static func opening(of rule: Rule, at now: Date) -> Date? {
    guard let calendar = rule.safeguards.runWithin, !calendar.isOpen(at: now) else { return now }
    return calendar.nextOpen(from: now)
  }
}

extension Decision {
  /// True where nothing more is done to the task as it is: the effect was made, is being made, or does not fit.
  fileprivate var isSettled: Bool {
    switch self {
    case .busy, .past, .blockedBefore, .leftAlone, .blocked, .misfit: true
    default: false
    }
  }
}
