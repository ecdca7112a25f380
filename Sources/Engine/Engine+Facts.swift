import GeoTareas
import Pacing
import Rules

/// Reading what rules ask about tasks beyond the list.
extension Engine {
  /// Details asked for at the same time; the rest of the tokens are for looks and for tasks in doubt.
  private static let mostFacts = 4

  mutating func askFacts(at now: Stamp) {
    guard !isWhollyHeld(at: now.instant) else { return }
    guard factsResume.map({ $0 <= now.instant }) ?? true else { return }
    while mayAskFact, budget.mayGo(.detail, at: now.instant, .background) {
      let task = curious.removeFirst()
      send(.detail(task), for: .fact(task), with: [], at: now)
    }
  }

  /// True when a detail is wanted and no answer has to come first.
  var mayAskFact: Bool { !curious.isEmpty && flights.values.count(where: \.isFact) < Self.mostFacts }

  mutating func takeFact(
    _ answer: Result<HTTPResponse, TransportError>, about task: TaskID, _ flight: Flight, at now: Stamp
  ) {
    switch answer.map({ Reply($0) }) {
    case .success(.success(_, let data, _)):
      takeAuthorized(flight)
      guard let detail = TaskDetail(data), detail.task.id == task else {
        return miss(task, "the answer does not show the task", at: now)
      }
      if lookOutage.end() != nil { report(.pollRecovered, .notice, "single tasks can be read again") }
      failedLooks = 0
      learnFact(detail, readAt: flight.sent, at: now)
    case .success(.refusal(401, _)):
      takeUnauthorized(flight, at: now)
      curious.insert(task, at: 0)
    case .success(.refusal(429, _)): curious.insert(task, at: 0)
    case .success(.refusal(404, _)), .success(.refusal(410, _)): break
    case .success(.refusal(let status, let error)) where status < 500:
      // The API itself speaks, of this task: the others need not wait for it.
      takeAuthorized(flight)
      refuse(task, "\(status) \(error.code): \(error.message)", at: now)
    case .success(.refusal(let status, let error)): miss(task, "\(status) \(error.code): \(error.message)", at: now)
    case .success(.foreign(let status, let why)): miss(task, "answer \(status): \(why)", at: now)
    case .failure(let error):
      if error.kind == .cancelled, isStopping { return }
      miss(task, error.description, at: now)
    }
  }

  private mutating func learnFact(_ detail: TaskDetail, readAt: Instant, at now: Stamp) {
    let task = detail.task.id
    guard let state = TaskState(detail.task) else { return }
    facts.keep(TaskDetails(detail), of: task, in: state, readAt: readAt)
    commit([.detail(detail, at: now.wall)])
    // The poll under way decides when it is done.
    guard !isPolling, recalling == nil, let row = poller.rows[task] else { return }
    var records: [Record] = []
    switch consider(row, &records, at: now) {
    case .candidate(let candidate):
      queue.remove(task)
      queue.putBack(candidate)
    // List and detail disagree: one of them is old. A later poll decides.
    case .needsDetails: unread.insert(task)
    case .nothing, .waits: break
    }
    commit(records)
  }

  /// The task may not be read: told once, and not asked about again for a while.
  private mutating func refuse(_ task: TaskID, _ why: String, at now: Stamp) {
    facts.refuse(task, until: now.instant + settings.verdictTime * 12)
    guard let row = poller.rows[task], let state = row.state else { return }
    let read = readings.read(row)
    let verdict = readings.verdict(on: read, at: now.wall)
    guard let index = verdict.needsDetails ?? verdict.match else { return }
    var records: [Record] = []
    announce(
      .blocked, task, state, rules.rules[index], nil, "the task cannot be read: \(why)", &records, at: now)
    commit(records)
  }

  private mutating func miss(_ task: TaskID, _ why: String, at now: Stamp) {
    failedLooks += 1
    unread.insert(task)
    facts.postpone(task, until: now.instant + settings.settleTime)
    factsResume = now.instant + tellLook(why, at: now)
  }
}
