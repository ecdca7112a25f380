import GeoTareas
import Pacing
import Records

/// Lists that are longer than one poll holds.
extension Engine {
  /// Lets the next poll begin where this one ended, and reports when one poll does not hold all tasks.
  ///
  /// A single run finishes each part first.
  mutating func goOnPolling() {
    tellPartialPoll()
    if !settings.runsOnce { polling.goOn() }
  }

  /// Whether a single run that has nothing left to do must first read further parts of the list.
  mutating func readsOn(at now: ClockReading) -> Bool {
    // Commands that only look wait for one poll.
    guard settings.patience == .work, !polling.round.isOver else { return false }
    polling.goOn()
    // A poll that failed has its own time for the next try.
    if server.outage.failures == 0 { polling.plan(at: now.instant) }
    return true
  }

  /// Candidates that an earlier poll of the round has found.
  func stillWaiting(besides listed: ListedTasks) -> [Candidate] {
    guard polling.round.isPartial else { return [] }
    return queue.inOrder.filter { listed[$0.task] == .before }
  }

  private mutating func tellPartialPoll() {
    guard let stop = polling.newStop() else { return }
    let lists = polling.round.stops.map { Report.PartialPoll.List($0.list, rows: $0.rows, of: $0.total) }
    let polls = stop.polls.isFinite ? Int(stop.polls.rounded(.up)) : nil
    report(.pollPartial(Report.PartialPoll(lists, polls: polls, tasks: polling.rows.count)))
  }

  /// In a few words, that one poll does not hold all tasks; nil where it does.
  var partTrouble: String? {
    polling.isPartialTold ? "there are more tasks than one poll holds: each is seen once in several polls" : nil
  }
}

extension PollRound.Stop {
  /// How many polls a list takes, by the total that the server states.
  var polls: Double { total.map { Double($0) / Double(max(rows, 1)) } ?? .infinity }
}
