import GeoTareas
import Pacing
import Rules

/// Reading what rules ask about tasks beyond the list.
extension Engine {
  /// Details asked for at the same time; the rest of the tokens are for looks and for tasks in doubt.
  private static let mostFacts = 4

  /// Tasks that are ready to go, in windows of the limits of writes, beyond which no further ones are read.
  private static let readyWindows = 2

  mutating func askFacts(at now: Stamp, _ sheet: inout CapSheet) {
    hasEnoughReady = false
    guard !isWhollyHeld(at: now.instant) else { return }
    guard factsResume.map({ $0 <= now.instant }) ?? true else { return }
    while mayAskFact, budget.mayGo(.detail, at: now.instant, .background) {
      hasEnoughReady = isEnoughReady(before: curious[0], at: now, &sheet)
      if hasEnoughReady { return }
      let task = curious.removeFirst()
      send(.detail(task), for: .fact(task), with: [], at: now)
    }
  }

  /// Whether so many tasks may go before this one that its detail would be old by the time of its turn.
  private mutating func isEnoughReady(before task: TaskID, at now: Stamp, _ sheet: inout CapSheet) -> Bool {
    guard settings.mode == .live, let row = poller.rows[task] else { return false }
    var left = budget.requestsPerWindow(of: [.complete, .reassign]) * Self.readyWindows
    guard queue.count >= left else { return false }
    let urgency = readings.urgency(of: row, at: now.wall)
    for place in queue.places {
      let candidate = queue[place]
      guard candidate.urgency < urgency else { return false }
      if mayGo(candidate, at: now.wall, &sheet) { left -= 1 }
      if left == 0 { return true }
    }
    return false
  }

  /// Pages go before the details that rules ask for; where both draw on one limit, every fifth turn is the details'.
  mutating func isTurnOfFacts(at now: Stamp) -> Bool {
    guard isPolling, mayAskFact, budget.isShared(.list, .detail), budget.mayGo(.list, at: now.instant, pollUrgency),
      budget.mayGo(.detail, at: now.instant, .background), !flights.values.contains(where: { $0.purpose == .page })
    else { return false }
    return readTurns.pick([Turns.Head(rank: 0, deadline: 1), Turns.Head(rank: 1, deadline: 0)]) == 1
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
    looks.keep(detail, readAt: readAt)
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
