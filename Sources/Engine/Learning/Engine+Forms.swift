import GeoTareas
import Pacing
import Records

/// Learns the forms of steps, for commands that look: from details that are read anyway, and from spare reads.
extension Engine {
  /// Takes in what a detail shows of its step's form.
  mutating func learnForm(of detail: TaskDetail, at now: ClockReading) {
    // A task that is done may have no results any more. Commands that look leave the journal as it is.
    guard settings.patience == .work, let status = detail.task.status.value, status != TaskStatus.completed,
      let form = StepForm(detail), let news = forms.learn(form, at: now.wall)
    else { return }
    // Nothing waits for it.
    outbox.keep([.form(news)])
  }

  /// After a poll: it is a spare read's turn, if any is worth it.
  mutating func beginFormTurn(_ rows: [Poller.Row], at now: ClockReading) {
    guard readsSpare else { return }
    forms.beginTurn(
      rows.lazy.filter { [server = self.server] row in row.state != nil && server.troubles[row.id] == nil }.map(\.task),
      at: now)
  }

  /// Reads one task of a step whose form is not known, where nothing else waits and much of the limit is unused.
  mutating func askForm(at now: ClockReading) {
    guard readsSpare, forms.isWanted, isWithoutWork(at: now),
      let task = forms.takeTurn(
        atMost: settings.spareReads, at: now,
        isListed: { [polling = self.polling, server = self.server] in
          polling.rows[$0] != nil && server.troubles[$0] == nil
        })
    else { return }
    send(.detail(task), for: .form(task), with: [], at: now)
  }

  /// Single runs and commands that look read nothing that nobody waits for.
  private var readsSpare: Bool { settings.spareReads > 0 && !settings.runsOnce && settings.patience == .work }

  /// Whether no call is under way or waits, the server gives what is asked for, and much of the limit is unused.
  private mutating func isWithoutWork(at now: ClockReading) -> Bool {
    guard polling.phase == .idle, flights.count == 0, nextFact(at: now.instant) == nil, verification.isEmpty,
      server.outage.failures == 0, server.lookOutage.reason == nil, budget.isSpare(.detail, at: now.instant)
    else { return false }
    for place in queue.places where mayGo(queue[place], at: now) { return false }
    return true
  }

  /// Takes the answer to a spare read.
  ///
  /// Nothing follows from one that is not as it should be: whatever is wrong, calls that matter will meet it as well.
  mutating func takeForm(_ answer: ReadAnswer, about task: TaskID, at now: ClockReading) {
    guard case .data(let data, _) = answer, let detail = TaskDetail(data), detail.task.id == task else { return }
    learnForm(of: detail, at: now)
  }
}

extension Budget {
  /// Whether a call may go that nobody waits for: no more than half of the endpoint's limit is then in use.
  func isSpare(_ endpoint: Endpoint, at now: Instant) -> Bool {
    let usage = limiter(endpoint).usage(at: now)
    return rest(endpoint) == nil && (usage.used + usage.foreign + 1) * 2 <= usage.limit
      && mayGo(endpoint, at: now, .background)
  }
}
