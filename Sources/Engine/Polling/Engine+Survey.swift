import CalendarTime
import Foundation
import GeoTareas
import Pacing
import Records
import Rules

/// Takes stock after a poll.
extension Engine {
  /// Counts what a poll saw: how many tasks there are in each step, who has them, and what somebody else changed.
  mutating func survey(_ rows: [Poller.Row], _ records: inout [JournalEntry], at now: ClockReading) {
    limits.count(active.needs.shares ? rows : [])
    if active.needs.pools {
      pools.count(
        rows.compactMap { row in row.state.map { book.expected($0, of: row.id, readAt: row.readAt) } },
        in: polling.round)
    }
    for row in rows {
      let task = row.id
      guard let state = row.state,
        !book.isUnclear(task, readAt: row.readAt) || book.isForeign(state, to: task, readAt: row.readAt)
      else { continue }
      if touches.see(row.seen, otherwiseAt: book.changed(to: state, of: task), at: now.wall) {
        records.append(.touched(task, at: now.wall))
      }
    }
  }
}

extension Engine {
  /// Tells the journal once a day which touches no rule asks for any more.
  ///
  /// Those of the last thirty days are always kept, because a rule that asks for them may still be added.
  mutating func forgetTouches(at now: ClockReading) -> JournalEntry? {
    guard settings.patience == .work, touches.isForgettingDue(at: now.wall) else { return nil }
    return active.needs.touchHorizon(at: now.wall).map { .touchesForgotten(before: $0) }
  }
}

/// What to count of tasks and effects, because some rule asks for it.
struct RuleNeeds: Sendable {
  /// True when some pool asks how many open tasks each member has.
  let pools: Bool
  /// True when some rule asks how many tasks there are in each workflow and step.
  let shares: Bool
  /// The rules that have a limit.
  let limited: Set<String>
  /// How long rules leave tasks alone that somebody changed.
  private let quiets: [Quiet]

  private struct Quiet: Sendable {
    var span: Span
    var calendar: WorkCalendar?
  }

  init(_ rules: RuleSet) {
    pools = rules.rules.contains { $0.pool != nil }
    shares = rules.rules.contains { $0.safeguards.limit?.share != nil }
    limited = Set(rules.rules.lazy.filter { $0.safeguards.limit != nil }.map(\.id))
    quiets = rules.rules.compactMap { rule in
      rule.safeguards.afterHumanTouch.map { Quiet(span: $0, calendar: rule.safeguards.calendar) }
    }
  }

  /// Touches before this time keep no rule back and are older than thirty days; nil where some rule never forgets.
  func touchHorizon(at now: Date) -> Date? {
    for doubling in 0...10 {
      let horizon = now - Double(30 << doubling) * 86_400
      let isOver = quiets.allSatisfy { $0.span.hasPassed(from: horizon, to: now, by: $0.calendar) ?? false }
      if isOver { return horizon }
    }
    return nil
  }
}

/// A workflow's step: a rule's share is a share of its tasks.
struct Scope: Hashable, Sendable {
  private var workflow: String?
  private var step: String?

  init(_ task: WorkflowTask) {
    workflow = task.workflowName.value
    step = task.stepName.value
  }
}
