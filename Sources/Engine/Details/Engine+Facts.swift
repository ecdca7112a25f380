import GeoTareas
import Pacing
import Records
import Rules

/// Reads what rules ask about tasks beyond the list.
extension Engine {
  /// Details that are requested at the same time.
  ///
  /// The remaining tokens are for looks and for tasks in doubt.
  private static let mostFacts = 4

  /// No further details are read once this many windows of the write limits are filled with tasks that are ready.
  private static let readyWindows = 2

  mutating func askFacts(at now: ClockReading) {
    reader.wait(false)
    guard !isWhollyHeld(at: now.instant) else { return }
    while budget.mayGo(.detail, at: now.instant, .background), let place = takeFactTurn(at: now.instant) {
      reader.wait(isEnoughReady(before: reader.wanted[place], at: now))
      if reader.hasEnoughReady { return }
      let task = reader.take(at: place)
      send(.detail(task), for: .fact(task), with: [], at: now)
    }
  }

  /// Whether so many tasks may go before this one that its detail would be old when its turn comes.
  private mutating func isEnoughReady(before task: TaskID, at now: ClockReading) -> Bool {
    guard settings.mode == .live, let row = polling.rows[task] else { return false }
    var left = budget.requestsPerWindow(of: [.complete, .reassign]) * Self.readyWindows
    guard queue.count >= left else { return false }
    let urgency = active.urgency(of: row, at: now.wall)
    for place in queue.places {
      let candidate = queue[place]
      guard candidate.urgency < urgency else { return false }
      if mayGo(candidate, at: now) { left -= 1 }
      if left == 0 { return true }
    }
    return false
  }

  /// Whether a detail, for a rule or as a look, goes before the next page.
  ///
  /// Pages go before details and looks. Where they draw on one limit, every fifth turn belongs to the details.
  mutating func isTurnOfDetails(at now: ClockReading) -> Bool {
    guard polling.isPolling, !queue.awaited.isEmpty || nextFact(at: now.instant) != nil,
      budget.isShared(.list, .detail),
      budget.mayGo(.list, at: now.instant, pollUrgency),
      budget.mayGo(.detail, at: now.instant, .background), !flights.isReadingPage
    else { return false }
    return reader.goesBeforePage()
  }

  /// The place of the task whose detail to request next; nil where none may be requested now, or an answer has to come
  /// first.
  ///
  /// A task that no call has failed for goes first.
  func nextFact(at now: Instant) -> Int? { nextSoundFact(at: now) ?? nextTroubledFact(at: now) }

  /// The same, with every fifth turn for a task that calls fail for: while others wait, it must have its turn, too.
  private mutating func takeFactTurn(at now: Instant) -> Int? {
    guard let sound = nextSoundFact(at: now), let troubled = nextTroubledFact(at: now) else { return nextFact(at: now) }
    let triedAt = server.troubles[reader.wanted[troubled]]?.triedAt ?? now
    let heads = [
      FairScheduler.Head(rank: 0, deadline: 0), FairScheduler.Head(rank: 1, deadline: triedAt.nanoseconds),
    ]
    return reader.pick(heads) == 1 ? troubled : sound
  }

  private func nextSoundFact(at now: Instant) -> Int? {
    guard flights.facts.count < Self.mostFacts else { return nil }
    return reader.wanted.firstIndex { server.troubles[$0] == nil && mayTry($0, at: now) }
  }

  /// Among tasks that calls fail for, it is the one tried longest ago.
  ///
  /// Otherwise a few that always fail would take all turns. Half of the places are kept for the others.
  private func nextTroubledFact(at now: Instant) -> Int? {
    let asked = flights.facts
    guard !reader.wanted.isEmpty, asked.count < Self.mostFacts,
      asked.count(where: { server.troubles[$0] != nil }) * 2 < Self.mostFacts
    else { return nil }
    var best: (place: Int, triedAt: Instant)?
    for place in reader.wanted.indices {
      guard let trouble = server.troubles[reader.wanted[place]], mayTry(reader.wanted[place], at: now) else { continue }
      if let best, best.triedAt <= trouble.triedAt { continue }
      best = (place, trouble.triedAt)
    }
    return best?.place
  }

  /// Whether a detail that a rule asks for goes before the look at a task that calls fail for.
  ///
  /// If no call has failed for the detail's task, it goes first, except for every fifth turn. If calls have failed for
  /// it too, the one that was tried longer ago goes first.
  mutating func isFactFirst(before look: TaskID, at now: Instant) -> Bool {
    guard !reader.hasEnoughReady, !isWhollyHeld(at: now), let place = nextFact(at: now) else { return false }
    let trouble = server.troubles[reader.wanted[place]]
    let heads = [
      FairScheduler.Head(rank: trouble == nil ? 0 : 1, deadline: trouble?.triedAt.nanoseconds ?? 0),
      FairScheduler.Head(rank: 1, deadline: server.troubles[look]?.triedAt.nanoseconds ?? now.nanoseconds),
    ]
    return reader.pick(heads) == 0
  }

  /// When the next wanted detail may be requested; nil where none is wanted, or an answer has to come first.
  func nextFactTurn(at now: Instant) -> Instant? {
    guard flights.facts.count < Self.mostFacts else { return nil }
    return reader.wanted.compactMap { isGivenUp($0) ? nil : server.troubles.turn(of: $0) ?? now }.min()
  }

  mutating func takeFact(_ answer: ReadAnswer, about task: TaskID, _ flight: Flight, at now: ClockReading) {
    switch answer {
    case .data(let data, _):
      guard let detail = TaskDetail(data), detail.task.id == task else {
        return miss(task, .failed, "the answer does not show the task", at: now)
      }
      noteDetail(at: now)
      learnFact(detail, readAt: flight.sent, at: now)
      learnForm(of: detail, at: now)
    case .unauthorized(let refusal):
      if case .blamesCall = takeUnauthorized(flight, about: task, at: now) {
        miss(task, .unauthorized, "its detail is answered \(refusal)", at: now)
      } else {
        reader.want(task, first: true)
      }
    case .tooMany: reader.want(task, first: true)
    case .gone: miss(task, .gone, "the list shows it, but its detail is not there", at: now)
    // The API itself answers, and only about this task: the others need not wait for it.
    case .forbidden(let refusal), .refused(let refusal): refuse(task, "\(refusal)", at: now)
    case .broken(let refusal): miss(task, .failed, "its detail is answered \(refusal)", at: now)
    case .unusable(let status, let why): miss(task, .failed, "its detail is answered \(status): \(why)", at: now)
    case .cancelled: break
    case .failed(let error): miss(task, .failed, "its detail cannot be read: \(error.description)", at: now)
    }
  }

  private mutating func learnFact(_ detail: TaskDetail, readAt: Instant, at now: ClockReading) {
    let task = detail.task.id
    guard let state = TaskState(detail.task) else {
      return miss(task, .disagrees, "its detail does not say in which state it is", at: now)
    }
    reader.keep(TaskDetails(detail), of: task, in: state, readAt: readAt)
    reader.keep(detail, readAt: readAt)
    commit([.detail(detail, at: now.wall)])
    guard let listed = polling.listed(task) else { return }
    if listed.state == state {
      server.troubles.read(task)
    } else {
      // One of the two is old. A later poll decides.
      miss(task, .disagrees, "list and detail disagree about its status or assignee", at: now)
    }
    // The poll under way decides when it ends.
    guard polling.isAtRest, let row = polling.rows[task] else { return }
    var records: [JournalEntry] = []
    let decision = consider(row, &records, at: now)
    if case .candidate(_, let candidate, _) = decision {
      queue.remove(task)
      queue.putBack(candidate)
    }
    if decision.asksForDetail { reader.leaveUnread(task) }
    commit(records)
  }

  /// Notes that the task may not be read: reported once, and not requested again for a while.
  private mutating func refuse(_ task: TaskID, _ why: String, at now: ClockReading) {
    // A poll under way may not have come to the task yet. The task waits all the same.
    guard let row = polling.rows[task], let state = row.state, let rule = wanting(row, at: now) else {
      return miss(task, .refused, "its detail is answered \(why)", at: now)
    }
    var records: [JournalEntry] = []
    announce(.blocked, task, state, rule, nil, "the task cannot be read: \(why)", &records, at: now)
    fail(task, of: rule.id, .refused, "its detail is answered \(why)", tells: false, at: now)
    reader.want(task)
    commit(records)
  }

  /// Notes that the detail could not be read: it is requested again later, after the others.
  private mutating func miss(_ task: TaskID, _ kind: TaskTroubles.Kind, _ why: String, at now: ClockReading) {
    fail(task, of: polling.rows[task].flatMap { wanting($0, at: now) }?.id ?? "", kind, why, at: now)
    // Where list and detail disagree, the list has to be read first.
    if kind == .disagrees || kind == .gone { reader.leaveUnread(task) } else { reader.want(task) }
  }

  /// The rule that takes the task as listed, or that asks for its detail.
  private mutating func wanting(_ row: Poller.Row, at now: ClockReading) -> Rule? {
    let verdict = active.verdict(on: row, at: now.wall)
    return (verdict.match ?? verdict.askers.first ?? verdict.taker).map { rules.rules[$0] }
  }
}
