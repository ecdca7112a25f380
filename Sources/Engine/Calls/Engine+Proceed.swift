import Foundation
import GeoTareas
import Pacing
import Records

/// Decides what goes out next.
extension Engine {
  /// Begins everything that can begin now.
  ///
  /// The order is the order of importance.
  mutating func proceed(at now: ClockReading) {
    if lifecycle.isStopping {
      if !flights.isWriting { finish(.stopped, at: now) }
      return
    }
    endHolds(at: now)
    limits.beginMoment()
    if !outbox.isQuiet(at: now.instant) {
      openSession(at: now)
      if server.session.state == .open { proceedOpen(at: now) }
    }
    tellButton(at: now)
    remindOfParked(at: now)
    summarize(at: now)
    finishIfNothingIsLeft(at: now)
    if lifecycle.ending == nil {
      keepStanding(at: now)
      tellWaiting(at: now)
      outbox.add(.wake(at: nextWake(at: now)))
    }
  }

  private mutating func proceedOpen(at now: ClockReading) {
    // While the server refuses us, a single call finds out whether it still does.
    if !server.session.isRefused { verify(at: now) }
    if !server.session.isRefused, isTurnOfDetails(at: now) {
      dispatch(at: now)
      askFacts(at: now)
    }
    if polling.phase == .owing { decideOrRecall(at: now) }
    poll(at: now)
    guard !server.session.isRefused else { return }
    followTime(at: now)
    dispatch(at: now)
    askFacts(at: now)
    askForm(at: now)
    tellCaps(at: now)
  }

  /// Takes a token, journals that, and sends the call.
  ///
  /// The records go into the same commit; a report comes behind it.
  @discardableResult
  mutating func send(
    _ call: GeoTareas.Call, for purpose: Flight.Purpose, with records: [JournalEntry],
    telling event: Report.Event? = nil,
    at now: ClockReading
  ) -> CallID {
    let id = flights.begin(purpose, on: call.endpoint, generation: server.session.generation, at: now.instant)
    budget.take(call.endpoint, id, at: now.instant)
    commit(records + [.requestSent(RequestEntry(id: id, endpoint: call.endpoint, sent: now))])
    if let event { report(event) }
    outbox.add(.send(id, call, permit: purpose.permit(at: now.instant)))
    return id
  }

  /// Adds a commit, together with records and reports that earlier commits could not keep.
  mutating func commit(_ records: [JournalEntry]) { outbox.commit(records) }

  mutating func finish(_ ending: Ending, at now: ClockReading) {
    lifecycle.end(ending)
    commit(lastStanding(at: now) + countsToKeep())
    outbox.add(.finished(ending))
  }

  private mutating func finishIfNothingIsLeft(at now: ClockReading) {
    guard settings.runsOnce, !flights.isWriting else { return }
    if server.session.isRefused { return finish(.credentialsRefused, at: now) }
    let isPollGivenUp = server.outage.failures > 0 && polling.pageFailures >= settings.mostPageTries
    if isPollGivenUp || server.outage.failures >= settings.mostFailures
      || (server.gate.isStopped && flights.busy.isEmpty && verification.isEmpty)
    {
      return giveUp(at: now)
    }
    guard polling.last != nil, polling.phase == .idle,
      settings.mode == .dry || !hasWork(at: now),
      reader.wanted.allSatisfy({ isGivenUp($0) }) || isWhollyHeld(at: now.instant),
      !flights.isReadingFact, flights.busy.isEmpty, verification.isEmpty, !leavesWork(at: now.instant)
    else { return }
    if readsOn(at: now) { return }
    guard let effect = verification.lastEffect, let began = polling.round.began, began < effect + settings.settleTime
    else {
      return finishRun(at: now)
    }
    polling.goOn()
    // A poll that failed has its own time for the next try.
    if server.outage.failures == 0 { polling.plan(at: effect + settings.settleTime) }
  }

  /// Ends a single run; it does not claim success where something was left.
  private mutating func finishRun(at now: ClockReading) {
    if settings.patience == .work, let ban = server.permissions.bans.first {
      report(.tenantForbidden(.givenUp(ban.key, said: ban.value.reason)))
      return finish(.credentialsRefused, at: now)
    }
    // Commands that only look show what could be read.
    guard givesUpTasks, settings.patience == .work else { return finish(.nothingLeft, at: now) }
    let left = server.troubles.all.filter { isGivenUp($0.task) }
    if let first = left.first {
      report(.pollFailed(.leftUndone(left.count, first: first.task, why: first.trouble.reason)))
    }
    finish(.leftUndone, at: now)
  }

  private mutating func giveUp(at now: ClockReading) {
    if settings.patience == .work, let why = trouble {
      report(.pollFailed(.givenUp(why: why)))
    }
    finish(.unreachable, at: now)
  }

  /// True when something was left to a later poll.
  private func leavesWork(at now: Instant) -> Bool {
    if isWhollyHeld(at: now) { return false }
    if reader.unread.contains(where: { !isGivenUp($0) }) { return true }
    guard settings.mode == .live else { return false }
    if server.troubles.all.contains(where: { !isGivenUp($0.task) && polling.rows[$0.task] != nil }) { return true }
    return book.allUnresolved.contains { $0.state == .planned && !queue.contains($0.task) && !isGivenUp($0.task) }
  }
}
