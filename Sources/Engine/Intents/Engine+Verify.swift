import GeoTareas
import Pacing
import Records

/// Reads tasks in doubt until it is proved what became of the attempt.
extension Engine {
  /// Takes over what an earlier run left: armed attempts may have taken effect, and doubts are verified again.
  ///
  /// The time in which a lost request may still apply counts from now, because its last byte left before now.
  mutating func recover(_ open: [Intent], at now: ClockReading) {
    for (task, intents) in Dictionary(grouping: open, by: \.task) {
      book.learn(intents, of: task, settled: now.instant + settings.settleTime)
    }
    var records: [JournalEntry] = []
    var interrupted: [Intent] = []
    for var intent in book.allUnresolved {
      if intent.state == .armed {
        intent.state = .unknown
        intent.doubtfulAttempts += 1
        intent.changedAt = now.wall
        intent.note = "the process ended before the answer was seen"
        records.append(.intent(intent))
        interrupted.append(intent)
      }
      if intent.state == .unknown {
        book.put(intent, at: now.instant)
        // As before the restart: if the server itself denied every attempt, a completion is not ours.
        verification.begin(
          Doubt(ended: now.instant, hadNoEffect: intent.doubtfulAttempts == 0, firstRead: now.instant),
          about: intent.task)
      }
    }
    commit(records)
    for intent in interrupted {
      reporter.count(.intentUnknown)
      report(.intentUnknown(facts(of: intent), .earlierRun(why: intent.note)))
    }
  }

  mutating func verify(at now: ClockReading) {
    for task in verification.due(at: now.instant) {
      guard budget.mayGo(.detail, at: now.instant, .urgent) else { return }
      verification.ask(task, by: send(.detail(task), for: .verify(task), with: [], at: now))
    }
  }

  mutating func takeEvidence(_ answer: ReadAnswer, about task: TaskID, _ flight: Flight, at now: ClockReading) {
    verification.finishRead(of: task)
    guard let intent = book.unresolved(task), let doubt = verification[task] else { return }
    switch answer {
    case .data(let data, _):
      guard let read = WorkflowTask(data), read.id == task, let state = TaskState(read) else {
        return failToSee(intent, flight, "the answer does not show the task", at: now)
      }
      noteDetail(at: now)
      conclude(intent, doubt, intent.observation(of: state), flight, at: now)
    case .gone: conclude(intent, doubt, .gone, flight, at: now)
    case .unauthorized(let refusal):
      if case .blamesCall = takeUnauthorized(flight, about: task, at: now) {
        failToSee(intent, flight, "\(refusal)", at: now)
      }
    case .tooMany, .cancelled: break
    case .forbidden(let refusal), .refused(let refusal), .broken(let refusal):
      failToSee(intent, flight, "\(refusal)", at: now)
    case .unusable(let status, let why): failToSee(intent, flight, "answer \(status): \(why)", at: now)
    case .failed(let error): failToSee(intent, flight, error.description, at: now)
    }
  }

  private mutating func conclude(
    _ intent: Intent, _ doubt: Doubt, _ observation: Doubt.Observation, _ flight: Flight, at now: ClockReading
  ) {
    switch verification.see(observation, of: intent.task, readAt: flight.sent, settings) {
    case .goOn: break
    case .reached where doubt.hadNoEffect:
      settle(intent, .superseded("somebody else did it before us"), at: now)
    case .reached:
      settle(intent, .verified("verified by reading the task"), at: now)
    case .superseded:
      let how = observation == .gone ? "the task is gone" : "somebody else changed the task"
      settle(intent, .superseded(how), at: now)
    case .notApplied where intent.doubtfulAttempts >= intent.attemptLimit:
      settle(
        intent,
        .parked(
          "\(intent.doubtfulAttempts) attempts had no effect that could be seen; a person must look at the task"),
        at: now)
    case .notApplied where doubt.hadNoEffect:
      settle(
        intent, .refused("the server refuses it although the task looks unchanged: \(intent.note)"), at: now)
    case .notApplied:
      var planned = intent
      planned.state = .planned
      planned.changedAt = now.wall
      planned.note = "two reads show that the attempt had no effect"
      book.put(planned, at: now.instant)
      verification.end(intent.task)
      commit([.intent(planned)])
      reporter.count(.intentVerified)
      report(.intentVerified(facts(of: planned), .notApplied))
      pollSoon(at: now)
    }
  }

  private mutating func failToSee(_ intent: Intent, _ flight: Flight, _ why: String, at now: ClockReading) {
    guard verification.failToSee(intent.task, readAt: flight.sent, at: now.instant, settings) else { return }
    settle(intent, .parked("the task could not be read for too long: \(why); a person must look at it"), at: now)
  }
}
