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
    let queued =
      polling.round.isBroken ? Dictionary(queue.inOrder.map { ($0.task, $0) }) { first, _ in first } : [:]
    let asked = Set(flights.facts)
    // Pools choose as if every candidate went in its turn. What counts is the choice after the look.
    let desk = pools
    for (row, verdict) in judged {
      let task = row.id
      switch consider(row, verdict, &records, at: now) {
      case .nothing: continue
      case .waits:
        waiting.insert(task)
        if let candidate = queued[task] { candidates.append(candidate) }
      case .candidate(let candidate):
        candidates.append(candidate)
        pools.foresee(candidate, of: row.task.instanceID, at: now.wall)
      case .needsDetails:
        if reader.isFresh(task, at: now.instant) {
          reader.leaveUnread(task)
        } else if server.troubles[task] != nil {
          troubled.append(task)
        } else if verdict.isOnlyWatched(by: rules) {
          watched.append(task)
        } else {
          reader.want(task)
        }
      }
    }
    pools = desk
    // Tasks that calls fail for come later, and last those that are read only to report what would be done.
    for task in troubled + watched { reader.want(task) }
    waiting.formUnion(reader.unread)
    waiting.formUnion(reader.wanted)
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
  }

  /// The result of considering a task.
  enum Consideration {
    case nothing
    /// The decision of the last whole poll stands, because its rule asks for more than this partial poll has shown.
    case waits
    case candidate(Candidate)
    /// Some rule asks for something that only the detail shows.
    case needsDetails
  }

  /// Decides about one task as it was listed.
  mutating func consider(_ row: Poller.Row, _ records: inout [JournalEntry], at now: ClockReading) -> Consideration {
    consider(row, active.verdict(on: see(row, at: now), at: now.wall), &records, at: now)
  }

  private mutating func consider(
    _ row: Poller.Row, _ verdict: Verdict, _ records: inout [JournalEntry], at now: ClockReading
  ) -> Consideration {
    let task = row.id
    guard let state = row.state, state.isOpen, !flights.busy.contains(task) else { return .nothing }
    if verdict.needsDetails != nil { return .needsDetails }
    guard let match = verdict.match else {
      tellUndecided(verdict, task, state)
      return .nothing
    }
    let rule = rules.rules[match]
    if polling.round.isBroken, rule.countsOthers { return .waits }
    let seen = see(row, at: now)
    let view = seen.view
    if rule.needsDetails, view.details == nil { return .needsDetails }
    let proposal = propose(rule, view, task, fields: nil, at: now)
    guard acts(rule, on: view) else {
      if case .write(let write, _, _) = proposal { announce(.shadow, task, state, rule, write, "", &records, at: now) }
      return .nothing
    }
    if isHeld(rule, task, at: now) { return .nothing }
    switch proposal {
    case .skip(let why):
      if let pool = rule.pool, book.hasGiven(task, by: pool.name, in: state, readAt: row.readAt) { return .nothing }
      announce(.skipped, task, state, rule, nil, why, &records, at: now)
      return .nothing
    case .block(let why):
      announce(.blocked, task, state, rule, nil, why, &records, at: now)
      return .nothing
    case .write(let write, let effect, let pool):
      // The rules changed while the journal was asked: tasks that are not known yet wait for the next poll.
      guard book.knows(task) else { return .nothing }
      if case .no = book.judge(write, effect, pool: pool, to: task, in: state, readAt: row.readAt) { return .nothing }
      if reporter.isBlocked(task, by: rule.fingerprint, in: state, at: now.instant) { return .nothing }
      // A task that was blocked is looked at again without a report.
      if !reporter.wasBlocked(task, by: rule.fingerprint, in: state) {
        announce(settings.mode == .dry ? .dry : .act, task, state, rule, write, "", &records, at: now)
      }
      let calendar = rule.safeguards.runWithin
      var urgency = Candidate.Urgency(seen.key, at: now.wall)
      urgency.isTroubled = server.troubles[task] != nil
      return .candidate(
        Candidate(
          task: task, state: state, overdue: row.overdue, readAt: row.readAt, rule: rule.id,
          ruleFingerprint: rule.fingerprint, write: write, effect: effect, pool: pool,
          notBefore: calendar.flatMap { $0.isOpen(at: now.wall) ? nil : $0.nextOpen(from: now.wall) ?? .distantFuture },
          urgency: urgency))
    }
  }

  /// Drops planned effects that no rule asks for any more: they were never applied.
  private mutating func drop(_ intents: [Intent], at now: ClockReading) {
    for intent in intents {
      settle(intent, .superseded, "no rule asks for it any more; it was never applied", at: now)
    }
  }
}

extension Verdict {
  /// True when the rule that asks for the detail never acts.
  fileprivate func isOnlyWatched(by rules: RuleSet) -> Bool {
    (needsDetails ?? match).map { rules.rules[$0].stage == .shadow } ?? false
  }
}
