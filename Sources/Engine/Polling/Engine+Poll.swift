import GeoTareas
import Pacing
import Records
import Rules

/// Reading the tasks.
extension Engine {
  mutating func poll(at now: ClockReading) {
    if !polling.isPolling {
      guard polling.isDue(at: now.instant) else { return }
      // Prune here and not when a poll ends: a poll that is given up again and again has read tasks, too.
      active.prune { [rows = polling.rows] in rows[$0.id]?.seen === $0 }
      polling.begin(every: settings.pollEvery, at: now.instant)
    }
    guard let page = polling.page, !flights.isReadingPage, polling.mayAsk(at: now.instant),
      budget.mayGo(.list, at: now.instant, pollUrgency)
    else { return }
    send(.list(page.query, offset: page.offset), for: .page, with: [], at: now)
  }

  /// Brings the next poll forward for something that must not wait long, however seldom polls are.
  mutating func pollSoon(at now: ClockReading) { polling.hasten(by: settings.outageWait, at: now.instant) }

  /// The first page is wanted at once; so are all pages where somebody waits for the end of the run.
  var pollUrgency: Urgency { settings.runsOnce || polling.last == nil && polling.isAtStart ? .urgent : .background }

  mutating func takePage(_ answer: ReadAnswer, _ flight: Flight, at now: ClockReading) {
    guard polling.isPolling else { return }
    switch answer {
    case .data(let data, let meta):
      guard let page = Reply.page(data: data, meta: meta) else {
        return failPage("the answer's data is no list", at: now)
      }
      polling.take(page, readAt: flight.sent)
      // Work this out now, page by page, rather than for all tasks when the poll ends.
      for task in page.tasks { polling.rows[task.id].map { active.prepare($0) } }
      watchButton(isComplete: false)
      if polling.page == nil { finishPoll(at: now) }
    case .unauthorized(let refusal):
      if case .blamesCall = takeUnauthorized(flight, about: nil, at: now) { failPage("\(refusal)", at: now) }
    case .tooMany, .cancelled: break
    case .forbidden(let refusal): retryPage(narrows: false, at: now) { $0.forbidList("\(refusal)", at: now) }
    case .gone(let refusal), .refused(let refusal), .broken(let refusal): failPage("\(refusal)", at: now)
    case .unusable(let status, let why): failPage("answer \(status): \(why)", at: now)
    case .failed(let error):
      // The next page is requested when the limit allows.
      if error.kind == .tooLarge, polling.shrink() { return }
      retryPage(narrows: false, at: now) { engine in engine.trouble(error, at: now) }
    }
  }

  private mutating func failPage(_ why: String, at now: ClockReading) {
    retryPage(narrows: true, at: now) { engine in engine.trouble(why, at: now) }
  }

  /// The page could not be had; where the poll is given up, the next one begins after as long as `wait` says.
  ///
  /// - Parameter narrows: Whether a single row may be to blame. If so, that row is looked for first.
  private mutating func retryPage(narrows: Bool, at now: ClockReading, _ wait: (inout Engine) -> Duration) {
    switch polling.fail(narrows: narrows, mostTries: settings.mostPageTries, at: now.instant, using: &random) {
    case .again: break
    case .searches(let isLong):
      // Many bad rows take long to find. A single run reports at its end what it has left.
      if isLong, server.outage.failures == 0, !settings.runsOnce { _ = wait(&self) }
    case .givenUp:
      counts.add(.poll(isComplete: false))
      let pause = wait(&self)
      polling.plan(at: now.instant + pause)
      breakOffPoll(at: now)
    }
  }

  /// Acts on what a poll had read before it was given up, where no rule asks for anything that depends on the rest.
  private mutating func breakOffPoll(at now: ClockReading) {
    // Commands that only look wait for all tasks.
    guard settings.patience == .work, !polling.rows.isEmpty else { return }
    polling.breakOff(asksOverdue: rules.reach.asksOverdue)
    reporter.standingChanges()
    decideOrRecall(at: now)
  }

  private mutating func finishPoll(at now: ClockReading) {
    let isFirst = polling.finish(at: now.instant)
    reporter.standingChanges()
    reporter.countPoll()
    counts.add(.poll(isComplete: true))
    server.gate.resume()
    limits.beginCycle()
    pools.prune { book.knows($0) }
    watchButton(isComplete: true)
    if let failures = server.outage.end() {
      report(.pollRecovered(.list(failures: failures)))
    } else if isFirst {
      report(.tenantOK(.tasksRead(polling.rows.count)))
    }
    tellUnreadableRows()
    goOnPolling()
    decideOrRecall(at: now)
  }

  /// Decides about the tasks of the last poll, after recalling from the journal what is known about them.
  mutating func decideOrRecall(at now: ClockReading) {
    polling.settle()
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
    polling.recall(tasks)
    outbox.add(.recall(tasks, instances: Set(polling.instances(of: tasks).values).sorted()))
  }

  mutating func learn(_ known: Recollection, at now: ClockReading) {
    // Effects of this run enter the book at once, so what is recalled is older than the start or settled long ago.
    let settled = (lifecycle.startedAt ?? now.instant) + settings.settleTime
    guard let asked = polling.recalled() else { return }
    for task in asked where !book.knows(task) { book.learn(known.intents[task] ?? [], of: task, settled: settled) }
    touches.learn(known.touches)
    pools.learn(known.keepers, of: polling.instances(of: asked))
    decide(judge(at: now), at: now)
  }

  mutating func mayMatter(_ row: Poller.Row, at now: ClockReading) -> Bool {
    active.verdict(on: row, at: now.wall).mayMatter
  }
}

extension Verdict {
  /// True when some rule takes the task, or may take it once its detail is known.
  fileprivate var mayMatter: Bool { taker != nil || !askers.isEmpty }
}
