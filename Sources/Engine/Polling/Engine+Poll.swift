import GeoTareas
import Pacing
import Records
import Rules

/// Reading the tasks.
extension Engine {
  mutating func poll(at now: ClockReading) {
    if !isPolling {
      guard recalling == nil, let nextPoll, nextPoll <= now.instant else { return }
      isPolling = true
      pollBegan = now.instant
      // Prune here and not when a poll ends: a poll that is given up again and again has read tasks, too.
      taskKeys.prune { [rows = poller.rows] in rows[$0.id]?.seen === $0 }
      poller.begin(at: now.instant)
      pageRetry.succeed()
      pageResume = nil
      self.nextPoll = now.instant + settings.pollEvery
    }
    guard let query = poller.query, !flights.isReadingPage,
      pageResume.map({ $0 <= now.instant }) ?? true,
      budget.mayGo(.list, at: now.instant, pollUrgency)
    else { return }
    send(.list(query, offset: poller.offset), for: .page, with: [], at: now)
  }

  /// Brings the next poll forward for something that must not wait long, however seldom polls are.
  mutating func pollSoon(at now: ClockReading) {
    nextPoll = nextPoll.map { min($0, max(now.instant, pollBegan ?? now.instant) + settings.outageWait) }
  }

  /// The first page is wanted at once; so are all pages where somebody waits for the end of the run.
  var pollUrgency: Urgency { settings.runsOnce || lastPoll == nil && poller.offset == 0 ? .urgent : .background }

  mutating func takePage(_ answer: ReadAnswer, _ flight: Flight, at now: ClockReading) {
    guard isPolling else { return }
    switch answer {
    case .data(let data, let meta):
      guard let page = Reply.page(data: data, meta: meta) else {
        return failPage("the answer's data is no list", at: now)
      }
      pageRetry.succeed()
      poller.take(page, readAt: flight.sent)
      // Work this out now, page by page, rather than for all tasks when the poll ends.
      for task in page.tasks { poller.rows[task.id].map { _ = taskKeys.key(of: $0) } }
      watchButton(isComplete: false)
      if poller.query == nil { finishPoll(at: now) }
    case .unauthorized(let refusal):
      if case .blamesCall = takeUnauthorized(flight, about: nil, at: now) { failPage("\(refusal)", at: now) }
    case .tooMany, .cancelled: break
    case .forbidden(let refusal): retryPage(narrows: false, at: now) { $0.forbidList("\(refusal)", at: now) }
    case .gone(let refusal), .refused(let refusal), .broken(let refusal): failPage("\(refusal)", at: now)
    case .unusable(let status, let why): failPage("answer \(status): \(why)", at: now)
    case .failed(let error):
      // The next page is requested when the limit allows.
      if error.kind == .tooLarge, poller.shrink() { return }
      retryPage(narrows: false, at: now) { engine in engine.trouble(error, at: now) }
    }
  }

  private mutating func failPage(_ why: String, at now: ClockReading) {
    retryPage(narrows: true, at: now) { engine in engine.trouble(why, at: now) }
  }

  /// Requests the page again soon; after several tries the poll is given up, for as long as `wait` says.
  ///
  /// - Parameter narrows: Whether a single row may be to blame. If so, that row is looked for first.
  private mutating func retryPage(narrows: Bool, at now: ClockReading, _ wait: (inout Engine) -> Duration) {
    let pause = pageRetry.fail(using: &random)
    if pageRetry.failures < (poller.narrowedAt != nil ? 1 : settings.mostPageTries) {
      pageResume = now.instant + pause
    } else if narrows, poller.narrow(at: now.instant) {
      pageResume = now.instant + .seconds(1)
      // Many bad rows take long to find. A single run reports at its end what it has left.
      let isLong = poller.narrowedAt.map { now.instant - $0 > .seconds(60) } ?? false
      if isLong, outage.failures == 0, !settings.runsOnce { _ = wait(&self) }
    } else {
      isPolling = false
      nextPoll = now.instant + wait(&self)
      breakOffPoll(at: now)
    }
  }

  /// Acts on what a poll had read before it was given up, where no rule asks for anything that depends on the rest.
  private mutating func breakOffPoll(at now: ClockReading) {
    // Commands that only look wait for all tasks.
    guard settings.patience == .work, !poller.rows.isEmpty else { return }
    poller.breakOff(asksOverdue: rules.reach.asksOverdue)
    isStandingDue = true
    decideOrRecall(at: now)
  }

  private mutating func finishPoll(at now: ClockReading) {
    isPolling = false
    isStandingDue = true
    tally.countPoll()
    let isFirst = lastPoll == nil
    lastPoll = pollBegan ?? now.instant
    pollTook = now.instant - (lastPoll ?? now.instant)
    taskCount = poller.listed.count
    gate.resume()
    cycleUse = [:]
    pools.prune { book.knows($0) }
    watchButton(isComplete: true)
    if let failures = outage.end() {
      report(.pollRecovered, .notice, "tasks can be read again", [.init("failures", String(failures))])
    } else if isFirst {
      report(.tenantOK, .notice, "the tasks were read", [.init("tasks", String(poller.rows.count))])
    }
    tellUnreadableRows()
    goOnPolling()
    decideOrRecall(at: now)
  }

  /// Decides about the tasks of the last poll, after recalling from the journal what is known about them.
  mutating func decideOrRecall(at now: ClockReading) {
    owesDecision = false
    let judged = judge(at: now)
    let unknown = judged.filter { $0.verdict.mayMatter && !book.knows($0.row.id) }.map(\.row.id)
    if unknown.isEmpty {
      decide(judged, at: now)
    } else {
      recall(unknown.sorted())
    }
  }

  /// Asks the journal about tasks.
  ///
  /// When it answers, all tasks of the poll are decided about.
  mutating func recall(_ tasks: [TaskID]) {
    recalling = tasks
    effects.append(.recall(tasks, instances: Set(instances(of: tasks).values).sorted()))
  }

  private func instances(of tasks: [TaskID]) -> [TaskID: String] {
    var instances: [TaskID: String] = [:]
    for task in tasks { instances[task] = poller.rows[task]?.task.instanceID }
    return instances
  }

  /// The record of the last complete poll's tasks: when they changed, and now and then to confirm that they did not.
  ///
  /// Commands look at them, and the next run compares with them.
  mutating func newView(at now: ClockReading) -> JournalEntry? {
    guard let polled = lastPoll, polled != viewedPoll else { return nil }
    viewedPoll = polled
    let fingerprint = poller.fingerprint
    let isFresh =
      keptView.map { $0.fingerprint == fingerprint && now.instant < $0.at + .seconds(300) } ?? false
    guard !isFresh else { return nil }
    keptView = (fingerprint, now.instant)
    let listed = poller.rows.values.sorted { $0.id < $1.id }
    let rows = listed.map { TaskListing.Row(task: $0.task, overdue: $0.overdue) }
    return .view(TaskListing(at: now.wall, rows: rows))
  }

  mutating func learn(_ known: Recollection, at now: ClockReading) {
    // Effects of this run enter the book at once, so what is recalled is older than the start or settled long ago.
    let settled = (startedAt ?? now.instant) + settings.settleTime
    guard let asked = recalling else { return }
    recalling = nil
    for task in asked where !book.knows(task) { book.learn(known.intents[task] ?? [], of: task, settled: settled) }
    touches.learn(known.touches)
    pools.learn(known.keepers, of: instances(of: asked))
    decide(judge(at: now), at: now)
  }

  mutating func mayMatter(_ row: Poller.Row, at now: ClockReading) -> Bool {
    taskKeys.verdict(on: taskKeys.read(row), at: now.wall).mayMatter
  }
}

extension Verdict {
  /// True when some rule takes the task, or may take it once its detail is known.
  fileprivate var mayMatter: Bool { match != nil || needsDetails != nil }
}
