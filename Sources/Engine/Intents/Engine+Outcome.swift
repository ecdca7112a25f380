import GeoTareas
import Pacing
import Records

/// From an answer to a state of the intent.
extension Engine {
  mutating func takeOutcome(
    _ outcome: Outcome, of intent: Intent, _ flight: Flight, _ records: [JournalEntry],
    _ reply: Report.AnswerFacts, at now: ClockReading
  ) {
    switch outcome {
    case .done(let receipt):
      noteWrite(intent, at: now)
      verification.noteEffect(at: now.instant)
      settle(intent, .done(receipt, reply), with: records, at: now)
    case .refused(let why):
      noteWrite(intent, at: now)
      settle(intent, .refused(Intent.refusalNote + why, reply), with: records, at: now)
    case .notApplied(let why):
      replan(intent, why, flight, records, at: now)
    case .contradicted(let why):
      doubt(intent, why, hadNoEffect: intent.doubtfulAttempts == 0, reply, records, at: now)
    case .unknown(let why, let alarm):
      server.gate.fail(intent.task, at: now.instant, using: &random)
      raise(alarm, why, at: now)
      doubt(intent, why, hadNoEffect: false, reply, records, at: now)
    }
  }

  /// Notes that a write was answered as it should be: the server works, and our user may do this.
  private mutating func noteWrite(_ intent: Intent, at now: ClockReading) {
    server.gate.succeed()
    server.troubles.wrote(intent.task)
    guard server.permissions.allow(intent.write.endpoint) else { return }
    reporter.standingChanges()
    server.troubles.resume(.forbidden, at: now.instant)
    report(.tenantOK(.permission(intent.write.endpoint)))
  }

  /// The attempt provably had no effect and may be made again.
  private mutating func replan(
    _ intent: Intent, _ why: Outcome.NotApplied, _ flight: Flight, _ records: [JournalEntry], at now: ClockReading
  ) {
    var intent = intent
    intent.state = .planned
    intent.changedAt = now.wall
    switch why {
    case .notSent(let reason):
      intent.note = "not sent: \(reason)"
      server.gate.failToReach(at: now.instant, using: &random)
    case .impossible(let reason):
      intent.note = "not sent: \(reason)"
      fail(intent.task, of: intent.rule, .refused, "the request cannot be made: \(reason)", isOfWrite: true, at: now)
    case .unauthorized(let said):
      intent.note = "not applied: 401"
      if case .blamesCall = takeUnauthorized(flight, about: intent.task, at: now) {
        fail(
          intent.task, of: intent.rule, .unauthorized, "to \(intent.write.inWords) is answered \(said)",
          isOfWrite: true,
          at: now)
      }
    case .forbidden(let said):
      intent.note = "not applied: \(said)"
      forbid(intent, said, at: now)
    case .rateLimited:
      intent.note = "not applied: 429"
    }
    book.put(intent, at: now.instant)
    commit([.intent(intent)] + records)
    pollSoon(at: now)
  }

  /// Notes a write that was answered 403.
  ///
  /// The task waits. Once several tasks, or all there are, were answered like this, the cause is our user's
  /// permissions.
  private mutating func forbid(_ intent: Intent, _ said: String, at now: ClockReading) {
    let endpoint = intent.write.endpoint
    let isLast = !queue.inOrder.contains {
      $0.write.endpoint == endpoint && $0.task != intent.task && !server.permissions.wasRefused(endpoint, $0.task)
    }
    let isNews = server.permissions.refuse(endpoint, intent.task, said, isLast: isLast, at: now)
    fail(
      intent.task, of: intent.rule, .forbidden, "to \(intent.write.inWords) is answered \(said)", isOfWrite: true,
      tells: server.permissions.bans[endpoint] == nil, at: now)
    guard isNews else { return }
    report(.tenantForbidden(.write(endpoint, said: said, probeEvery: Permissions.probeEvery)))
  }

  private mutating func raise(_ alarm: Outcome.Alarm, _ why: String, at now: ClockReading) {
    switch alarm {
    case .none: break
    case .suspendWrites:
      suspendWrites(at: now)
      report(.tenantPaused(.writesSuspended(why: why)))
    case .stopWrites:
      server.gate.stop(at: now.wall)
      report(.tenantPaused(.writesStopped(why: why)))
    }
  }

  /// Suspends writes until a poll is answered normally, and makes that poll soon.
  mutating func suspendWrites(at now: ClockReading) {
    server.gate.suspend()
    pollSoon(at: now)
  }

  /// The outcome cannot be proved: from now on, reads must find it out.
  private mutating func doubt(
    _ intent: Intent, _ why: String, hadNoEffect: Bool, _ reply: Report.AnswerFacts, _ records: [JournalEntry],
    at now: ClockReading
  ) {
    var intent = intent
    intent.state = .unknown
    if !hadNoEffect { intent.doubtfulAttempts += 1 }
    intent.changedAt = now.wall
    intent.note = why
    book.put(intent, at: now.instant)
    verification.noteEffect(at: now.instant)
    let firstRead = hadNoEffect ? now.instant : now.instant + settings.slack
    verification.begin(
      Doubt(ended: now.instant, hadNoEffect: hadNoEffect, firstRead: firstRead), about: intent.task)
    reporter.count(.intentUnknown)
    commit([.intent(intent)] + records)
    report(.intentUnknown(facts(of: intent), .answer(why: why, reply)))
  }

  /// Ends an intent: first journalled, then reported.
  mutating func settle(
    _ intent: Intent, _ settlement: Settlement, with records: [JournalEntry] = [], at now: ClockReading
  ) {
    let state = settlement.state
    var intent = intent
    intent.state = state
    intent.changedAt = now.wall
    intent.note = settlement.note
    book.put(intent, at: now.instant)
    if state == .done {
      touches.forget(intent.task)
      reporter.countEffect()
    }
    verification.end(intent.task)
    // In one commit: a run that ends after the fifth parked intent must not go on with a sixth.
    let breaker = state == .parked ? [breaker(of: intent.rule, at: now)].compactMap(\.self) : []
    commit([.intent(intent)] + records + breaker)
    let told = settlement.event(facts(of: intent))
    reporter.count(told.name)
    report(told)
    if state != .parked { reporter.forget(intent.task) }
  }
}

extension Intent {
  /// How the note of a refused intent begins; the server's own words follow.
  package static let refusalNote = "the server refuses it: "
}
