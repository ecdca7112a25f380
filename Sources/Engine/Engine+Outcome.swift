import GeoTareas
import Pacing

/// From an answer to a state of the intent.
extension Engine {
  mutating func takeOutcome(
    _ answer: Result<HTTPResponse, TransportError>, of intent: Intent, _ flight: Flight, _ records: [Record],
    _ requestID: String?, at now: Stamp
  ) {
    busy.remove(intent.task)
    let outcome = Outcome(answer, to: intent.write, of: intent.task)
    var fields = [Report.Field("duration_ms", String(Int((now.instant - flight.sent).inSeconds * 1_000)))]
    if case .success(let response) = answer { fields.append(.init("status", String(response.status))) }
    if let requestID { fields.append(.init("request_id", requestID)) }
    switch outcome {
    case .done(let receipt):
      takeAuthorized(flight)
      gate.succeed()
      lastEffect = now.instant
      settle(intent, .done, receipt.inWords, fields, with: records, at: now)
    case .refused(let why):
      takeAuthorized(flight)
      gate.succeed()
      settle(intent, .refused, "the server refuses it: \(why)", fields, with: records, at: now)
    case .notApplied(let why):
      replan(intent, why, flight, records, at: now)
    case .contradicted(let why):
      doubt(intent, why, hadNoEffect: intent.doubtfulAttempts == 0, fields, records, at: now)
    case .unknown(let why, let alarm):
      gate.fail(at: now.instant, using: &random)
      raise(alarm, why)
      doubt(intent, why, hadNoEffect: false, fields, records, at: now)
    }
  }

  /// The attempt provably had no effect and may be made again.
  private mutating func replan(
    _ intent: Intent, _ why: Outcome.NotApplied, _ flight: Flight, _ records: [Record], at now: Stamp
  ) {
    var intent = intent
    intent.state = .planned
    intent.changedAt = now.wall
    switch why {
    case .notSent(let reason):
      intent.note = "not sent: \(reason)"
      gate.fail(at: now.instant, using: &random)
    case .unauthorized:
      intent.note = "not applied: 401"
      takeUnauthorized(flight, at: now)
    case .rateLimited:
      intent.note = "not applied: 429"
    }
    book.put(intent, at: now.instant)
    commit([.intent(intent)] + records)
  }

  private mutating func raise(_ alarm: Outcome.Alarm, _ why: String) {
    switch alarm {
    case .none: break
    case .suspendWrites:
      gate.suspend()
      report(.tenantPaused, .warning, "writes wait until tasks can be read normally: a write was answered \(why)")
    case .stopWrites:
      gate.stop()
      report(
        .tenantPaused, .err,
        "writes are stopped: \(why). Find out what stands between us and the server, then reload to go on")
    }
  }

  /// The outcome cannot be proved: from now on reads must tell.
  private mutating func doubt(
    _ intent: Intent, _ why: String, hadNoEffect: Bool, _ fields: [Report.Field], _ records: [Record], at now: Stamp
  ) {
    var intent = intent
    intent.state = .unknown
    if !hadNoEffect { intent.doubtfulAttempts += 1 }
    intent.changedAt = now.wall
    intent.note = why
    lastEffect = now.instant
    book.put(intent, at: now.instant)
    doubts[intent.task] = Doubt(
      ended: now.instant, hadNoEffect: hadNoEffect,
      firstRead: hadNoEffect ? now.instant : now.instant + settings.slack)
    tally.count(.intentUnknown)
    commit([.intent(intent)] + records)
    report(
      .intentUnknown, .warning,
      "whether it took effect cannot be proved yet: \(why); reading the task until it can be", intent.fields + fields)
  }

  /// Ends an intent: journalled first, then told.
  mutating func settle(
    _ intent: Intent, _ state: Intent.State, _ note: String, _ fields: [Report.Field] = [], with records: [Record] = [],
    as name: Report.Name? = nil, at now: Stamp
  ) {
    var intent = intent
    intent.state = state
    intent.changedAt = now.wall
    intent.note = note
    book.put(intent, at: now.instant)
    if state == .done { touches.forget(intent.task) }
    doubts[intent.task] = nil
    // One commit: a life that ends behind the fifth is not to go on with a sixth.
    let breaker = state == .parked ? [breaker(of: intent.rule, at: now)].compactMap(\.self) : []
    commit([.intent(intent)] + records + breaker)
    let told = name ?? state.reportName
    tally.count(told)
    let next = state == .parked ? "; \(intent.verbs)" : ""
    report(told, told.level, "\(intent.write.inWordsDone(state)): \(note)\(next)", intent.fields + fields)
  }
}

extension Intent.State {
  var reportName: Report.Name {
    switch self {
    case .planned, .armed: .intentArmed
    case .unknown: .intentUnknown
    case .done: .intentDone
    case .refused: .intentRefused
    case .superseded: .intentSuperseded
    case .parked: .intentParked
    }
  }
}

extension Report.Name {
  var level: Report.Level {
    switch self {
    case .intentDone, .intentVerified: .notice
    case .intentRefused, .intentParked: .err
    case .intentUnknown: .warning
    default: .info
    }
  }
}
