import CalendarTime
import Foundation
import GeoTareas
import Pacing
import Records
import Rules

/// From tasks to decisions.
extension Engine {
  /// Decides about every task of the last poll; only news is reported and journalled.
  mutating func decide(_ judged: [Judged], at now: ClockReading) {
    let listed = polling.listed
    let rows = judged.map(\.row)
    var records: [JournalEntry] = []
    survey(rows, &records, at: now)
    var candidates: [Candidate] = []
    var waiting: Set<TaskID> = []
    reader.forgetWishes()
    var watched: [TaskID] = []
    var troubled: [TaskID] = []
    // What is decided about these stands; they are read for rules that only watch.
    var curious: [TaskID] = []
    let queued =
      polling.round.isBroken ? Dictionary(queue.inOrder.map { ($0.task, $0) }) { first, _ in first } : [:]
    let asked = Set(flights.facts)
    // Pools choose as if every candidate went in its turn. What counts is the choice after the look.
    let desk = pools
    for (row, verdict) in judged {
      let task = row.id
      let decision = consider(row, verdict, &records, at: now)
      switch decision {
      case .waitsForPoll:
        waiting.insert(task)
        if let candidate = queued[task] { candidates.append(candidate) }
      case .candidate(_, let candidate, _):
        candidates.append(candidate)
        pools.foresee(candidate, of: row.task.instanceID, at: now.wall)
      case .needsDetail(let rule), .lacksDetail(let rule):
        if reader.isFresh(task, at: now.instant) {
          reader.leaveUnread(task)
        } else if server.troubles[task] != nil {
          troubled.append(task)
        } else if !rules.rules[rule].acts(on: row.task.instanceID) {
          watched.append(task)
        } else {
          reader.want(task)
        }
      case .unreadable, .notOpen, .busy, .noRule, .undecided, .shadow, .outsideCanary, .restrained, .leftAlone,
        .blocked, .misfit, .unrecalled, .past, .blockedBefore:
        break
      }
      if isWatchedInPart(decision, row, verdict, at: now), server.troubles[task] == nil,
        !reader.isFresh(task, at: now.instant)
      {
        curious.append(task)
      }
    }
    pools = desk
    // Tasks that calls fail for come later, and last those that are read only to report what would be done.
    for task in troubled + watched { reader.want(task) }
    waiting.formUnion(reader.unread)
    waiting.formUnion(reader.wanted)
    for task in curious { reader.want(task) }
    reader.drop { asked.contains($0) }
    queue.replace(with: candidates + stillWaiting(besides: listed))
    active.wind(rows, at: now.wall)
    let wanted = Set(candidates.map(\.task)).union(waiting)
    drop(
      book.unresolved {
        $0.state == .planned && !wanted.contains($0.task) && !flights.busy.contains($0.task)
          && listed.tell(about: $0.task)
      }, at: now)
    reporter.prune { listed[$0] != nil }
    reader.prune(keeping: { listed[$0] != nil }, at: now.instant)
    server.troubles.prune(keeping: { listed[$0] != nil }, at: now.instant)
    server.permissions.prune { listed[$0] != nil }
    server.gate.prune { listed[$0] != nil }
    book.prune(keeping: { listed[$0] != nil }, at: now.instant)
    touches.prune(keeping: { listed[$0] != nil || book.knows($0) }, since: lifecycle.beganOn, at: now.wall)
    limits.prune(at: now.wall)
    // In one commit with what was seen to differ from the listing before: a run that ends here has both or neither.
    records += [polling.newView(at: now), forgetTouches(at: now)].compactMap(\.self)
    commit(records)
    beginFormTurn(rows, at: now)
  }

  /// Decides about one task as it was listed, and tells and journals what is news.
  mutating func consider(_ row: Poller.Row, _ records: inout [JournalEntry], at now: ClockReading) -> Decision {
    consider(row, active.verdict(on: see(row, at: now), at: now.wall), &records, at: now)
  }

  private mutating func consider(
    _ row: Poller.Row, _ verdict: Verdict, _ records: inout [JournalEntry], at now: ClockReading
  ) -> Decision {
    let decision = decide(about: row, verdict, at: now)
    if let state = row.state {
      announce(decision, about: row.id, state, &records, at: now)
      announceWatchers(beside: decision, of: row, verdict, in: state, &records, at: now)
    }
    return decision
  }

  /// Drops planned effects that no rule asks for any more: they were never applied.
  private mutating func drop(_ intents: [Intent], at now: ClockReading) {
    for intent in intents {
      settle(intent, .superseded("no rule asks for it any more; it was never applied"), at: now)
    }
  }
}
