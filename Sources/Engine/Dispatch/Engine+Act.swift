import CalendarTime
import GeoTareas
import Pacing
import Records
import Rules

/// From a look to a request: check, arm, send.
extension Engine {
  /// Takes the answer to a look: acts on it, or tries the task again later.
  mutating func takeLook(_ answer: ReadAnswer, at candidate: Candidate, _ flight: Flight, at now: ClockReading) {
    switch answer {
    case .data(let data, _):
      guard let detail = TaskDetail(data), detail.task.id == candidate.task else {
        return putOff(candidate, .failed, "the answer does not show the task", at: now)
      }
      noteDetail(at: now)
      reader.learn(now.instant - flight.sent)
      reader.keep(detail, readAt: flight.sent)
      act(on: candidate, detail, readAt: flight.sent, at: now)
      learnForm(of: detail, at: now)
    case .unauthorized(let refusal):
      if case .blamesCall = takeUnauthorized(flight, about: candidate.task, at: now) {
        putOff(candidate, .unauthorized, "its detail is answered \(refusal)", at: now)
      } else {
        queue.putBack(candidate)
      }
    case .tooMany: queue.putBack(candidate)
    case .gone:
      // The task may have gone a moment ago. Then the next poll will not show it.
      fail(candidate.task, of: candidate.rule, .gone, "the list shows it, but its detail is not there", at: now)
    case .forbidden(let why), .refused(let why):
      // The API itself speaks, of this task.
      guard let rule = rules.rules.first(where: { $0.fingerprint == candidate.ruleFingerprint }) else {
        return putOff(candidate, .failed, "its detail is answered \(why)", at: now)
      }
      var records: [JournalEntry] = []
      announce(
        .blocked, candidate.task, candidate.state, rule, candidate.write, "the task cannot be read: \(why)", &records,
        at: now)
      putOff(candidate, .refused, "its detail is answered \(why)", tells: false, at: now)
      commit(records)
    case .broken(let refusal): putOff(candidate, .failed, "its detail is answered \(refusal)", at: now)
    case .unusable(let status, let why):
      putOff(candidate, .failed, "its detail is answered \(status): \(why)", at: now)
    case .cancelled: break
    case .failed(let error):
      putOff(candidate, .failed, "its detail cannot be read: \(error.description)", at: now)
    }
  }

  /// Postpones a task that could not be looked at.
  ///
  /// When its time has come, it goes last in its class.
  private mutating func putOff(
    _ candidate: Candidate, _ kind: TaskTroubles.Kind, _ why: String, tells: Bool = true, at now: ClockReading
  ) {
    fail(candidate.task, of: candidate.rule, kind, why, tells: tells, at: now)
    var candidate = candidate
    candidate.urgency.isTroubled = true
    queue.putBack(candidate)
  }

  /// Decides anew by what the look at a task showed, and begins the effect where that is still the same.
  mutating func act(on candidate: Candidate, _ detail: TaskDetail, readAt: Instant, at now: ClockReading) {
    guard !lifecycle.isStopping, settings.mode == .live, book.knows(candidate.task) else { return }
    // List and detail are cached apart: where they disagree, one of them is old, and nothing is done before a later poll.
    guard TaskState(detail.task) == candidate.state else {
      return fail(
        candidate.task, of: candidate.rule, .disagrees, "list and detail disagree about its status or assignee", at: now
      )
    }
    let details = TaskDetails(detail)
    reader.keep(details, of: candidate.task, in: candidate.state, readAt: readAt)
    // The rules are new since it was decided.
    guard let rule = active.rule(candidate.rule), rule.fingerprint == candidate.ruleFingerprint else { return }
    let view = TaskView(detail.task, listedAsOverdue: candidate.overdue, zone: settings.zone, details: details)
    let row = Poller.Row(SeenTask(detail.task, number: 0), overdue: candidate.overdue, readAt: readAt)
    let (verdict, shown) = (active.verdict(on: view, at: now.wall), Shown(view: view, detail: detail))
    let decision = decide(about: row, verdict, showing: shown, at: now)
    guard let actor = decision.actor, rules.rules[actor].fingerprint == candidate.ruleFingerprint else {
      return fail(
        candidate.task, of: candidate.rule, .disagrees, "its detail does not show what the list showed to the rule",
        at: now)
    }
    server.troubles.read(candidate.task)
    // Rules that ask for the detail and only watch have not been heard yet.
    var records: [JournalEntry] = []
    announceWatchers(beside: decision, of: row, verdict, showing: shown, in: candidate.state, &records, at: now)
    outbox.keep(records)
    // A clock that was set back since the decision may bring back a time in which the task is to be left alone.
    if case .restrained = decision { return }
    guard now.instant - readAt <= settings.lookLifetime, server.gate.isOpen(at: now.instant),
      server.permissions.admits(candidate.write.endpoint, candidate.task, at: now.instant),
      budget.mayGo(candidate.write.endpoint, at: now.instant, candidate.pace),
      holdback(of: rule.id, candidate.task, at: now) == nil
    else { return queue.putBack(candidate) }
    switch decision {
    case .candidate(_, let decided, let judgement):
      var candidate = candidate
      (candidate.write, candidate.effect, candidate.pool) = (decided.write, decided.effect, decided.pool)
      begin(candidate, detail, view, rule, judgement, at: now)
    case .misfit(_, let write, let problems):
      var candidate = candidate
      candidate.write = write
      // Who asks why is to see the form.
      block(candidate, rule, problems, with: [.detail(detail, at: now.wall)], at: now)
    case .blocked(_, let why): block(candidate, rule, why, at: now)
    case .leftAlone:
      var records: [JournalEntry] = []
      announce(decision, about: candidate.task, candidate.state, &records, at: now)
      commit(records)
    // It waits for the next poll.
    default: return
    }
  }

  /// Begins an effect as its look has shown that it may be made.
  private mutating func begin(
    _ candidate: Candidate, _ detail: TaskDetail, _ view: TaskView, _ rule: Rule, _ judgement: Judgement,
    at now: ClockReading
  ) {
    // By a clock that was set since the look, its rule may have reached a limit.
    if rule.safeguards.runWithin?.isOpen(at: now.wall) == false
      || limits.cap(on: use(candidate, of: rule, looking: 0), at: now.wall) != nil
    {
      return queue.putBack(candidate)
    }
    var judgement = judgement
    if case .replace(let old, let next) = judgement {
      settle(old, .superseded("another effect is wanted now; it was never applied"), at: now)
      judgement = next
    }
    switch judgement {
    case .no, .replace: return
    case .fresh(let episode) where isTossed(candidate.task, rule, at: now):
      settle(
        newIntent(candidate, detail, rule, episode, at: now),
        .parked(
          "nothing was sent: the task has had \(Self.dailyHops) effects within a day and is open again; "
            + "a person must look at it"), at: now)
    case .fresh(let episode): arm(newIntent(candidate, detail, rule, episode, at: now), by: rule, detail, view, at: now)
    case .resume(let intent):
      arm(intent.renewed(by: rule, candidate.write, candidate.state), by: rule, detail, view, at: now)
    }
  }

  /// Reports that the effect does not fit the task as it is; the task is not looked at again for a while.
  private mutating func block(
    _ candidate: Candidate, _ rule: Rule, _ why: String, with records: [JournalEntry] = [], at now: ClockReading
  ) {
    var records = records
    announce(.blocked, candidate.task, candidate.state, rule, candidate.write, why, &records, at: now)
    reporter.block(
      candidate.task, by: rule.fingerprint, in: candidate.state, first: settings.verdictTime * 12, at: now.instant)
    commit(records)
  }

  private mutating func newIntent(
    _ candidate: Candidate, _ detail: TaskDetail, _ rule: Rule, _ episode: Int, at now: ClockReading
  ) -> Intent {
    Intent(
      id: "\(settings.tenant)-\(outbox.numberIntent())", task: candidate.task, instance: detail.task.instanceID,
      episode: episode,
      write: candidate.write, effect: candidate.effect, rule: rule.id, ruleFingerprint: rule.fingerprint,
      precondition: candidate.state, state: .planned, createdAt: now.wall, changedAt: now.wall, pool: candidate.pool)
  }

  /// Commits the attempt durably, and then sends it: from here on the effect may exist.
  private mutating func arm(
    _ intent: Intent, by rule: Rule, _ detail: TaskDetail, _ view: TaskView, at now: ClockReading
  ) {
    var intent = intent
    intent.state = .armed
    intent.attempts += 1
    intent.changedAt = now.wall
    intent.note = ""
    limits.begin(intent)
    pools.note(intent)
    book.put(intent, at: now.instant)
    reader.forgetLook(at: intent.task)
    server.permissions.send(intent.write.endpoint, at: now.instant)
    reporter.count(.intentArmed)
    reporter.remember(facts(of: intent.task))
    var records: [JournalEntry] = [.intent(intent)]
    if !outbox.isGroundless(intent.task) {
      records.append(.grounds(Grounds(of: intent, by: rule, detail.task, view, at: now.wall)))
    }
    send(
      .write(intent.task, intent.write), for: .write(intent), with: records, telling: .intentArmed(facts(of: intent)),
      at: now)
  }
}

extension Intent {
  /// The same effect for another attempt, with the task and the clock as they are now.
  func renewed(by rule: Rule, _ write: Write, _ state: TaskState) -> Intent {
    var intent = self
    intent.write = write
    intent.rule = rule.id
    intent.ruleFingerprint = rule.fingerprint
    intent.precondition = state
    return intent
  }
}
