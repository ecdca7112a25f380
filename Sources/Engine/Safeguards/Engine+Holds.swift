import Foundation
import GeoTareas
import Pacing
import Records
import Rules

/// Holds and the stop button: what is held is not begun, and not even looked at.
extension Engine {
  /// The hold that keeps a candidate's effect back, if there is one.
  func hold(on candidate: Candidate) -> Hold? { hold(on: candidate.rule, candidate.task) }

  /// The hold that keeps a rule's effect on a task back, if there is one.
  func hold(on rule: String, _ task: TaskID) -> Hold? { holds.hold(on: rule, task, of: settings.tenant) }

  /// True while no rule may act.
  ///
  /// Details and looks that only effects need are not requested then.
  func isWhollyHeld(at now: Instant) -> Bool {
    settings.mode == .live && (holds.areOfAll || buttonHold(at: now) != nil)
  }

  /// Why the tenant's stop button holds everything back; nil when it does not.
  func buttonHold(at now: Instant) -> ButtonWatch.Hold? {
    guard settings.stopButton != nil else { return nil }
    if let task = holds.button.presser { return .pressed(task) }
    guard let last = polling.last, polling.round.before != nil, server.outage.failures == 0, polling.pageFailures == 0
    else {
      return .unreadable
    }
    // A poll of many pages may take longer than the time between two polls.
    let period = max(settings.pollEvery, polling.took)
    return now > last + period * 2 + settings.settleTime ? .unreadable : nil
  }

  /// Looks for the stop button among the tasks that were read; `isComplete` when the poll has ended.
  mutating func watchButton(isComplete: Bool) {
    guard let watched = settings.stopButton else { return }
    let pressing = polling.rows.values.map(\.task).filter { watched.isPressed(by: $0) }.map(\.id)
    // Keep naming the task that was reported, as long as it is open.
    let task = pressing.first { $0 == holds.button.presser } ?? pressing.min()
    if isComplete, polling.round.isOver {
      holds.finishPoll(pressedBy: task)
    } else if let task, isComplete || holds.button.presser == nil {
      holds.press(by: task)
    }
  }

  /// Takes over what others changed in the journal.
  mutating func take(_ news: JournalNews, at now: ClockReading) {
    take(holds: news.holds, passed: news.passed, at: now)
    holds.forgetEnded(besides: news.holds)
    for intent in news.resolved where book.knows(intent.task) { takeVerdict(intent, at: now) }
  }

  /// Takes over the holds in force now, and those that have come and gone.
  ///
  /// Each is reported once when it is set and once when it is released.
  mutating func take(holds named: [Hold], passed: [Hold] = [], at now: ClockReading) {
    let old = holds.inForce
    holds.replace(with: named)
    let new = holds.inForce
    let unheard = passed.filter { hold in !old.contains { $0.number == hold.number } }
    for hold in unheard + new where !old.contains(where: { $0.number == hold.number }) {
      report(.holdSet(.order(hold, hold.rule.map { facts(ofRule: $0) })))
    }
    for hold in old + unheard where !new.contains(where: { $0.number == hold.number }) {
      tellEnd(of: hold, at: now)
    }
  }

  /// Ends the holds whose time is over.
  ///
  /// The journal ends them in the same commit as what is begun next, or in an earlier one.
  mutating func endHolds(at now: ClockReading) {
    if outbox.isQuiet(at: now.instant) { return }
    let over = holds.takeEnded(asOf: now)
    // Commands that only look leave the record to the daemon.
    guard !over.isEmpty, settings.patience == .work else { return }
    commit(over.map { .holdEnded(number: $0.number, at: now.wall) })
    for hold in over { tellEnd(of: hold, at: now) }
  }

  private mutating func tellEnd(of hold: Hold, at now: ClockReading) {
    // Of a rule that was held alone only what is parked from now on counts.
    if let rule = hold.rule, hold.task == nil { holds.forgiveParked(of: rule, at: now.wall) }
    // Where several tenants are held, another of their engines may have ended it.
    report(
      .holdReleased(hold.isOver(asOf: now) ? .over(hold) : .order(hold, hold.rule.map { facts(ofRule: $0) })))
  }

  /// Takes over a person's decision about a parked or refused intent; the journal has it already.
  private mutating func takeVerdict(_ intent: Intent, at now: ClockReading) {
    book.put(intent, at: now.instant)
    verification.end(intent.task)
    // After the verdict to try again, the task must not wait.
    server.troubles.wrote(intent.task)
    if intent.state == .planned { pollSoon(at: now) }
    if intent.state == .done { touches.forget(intent.task) }
    reporter.count(.intentResolved)
    report(.intentResolved(facts(of: intent), state: intent.state, why: intent.note))
    reporter.forget(intent.task)
  }

  /// Reports when the stop button begins to hold and when it lets go.
  mutating func tellButton(at now: ClockReading) {
    let hold = buttonHold(at: now.instant)
    // Before the first poll nothing is known, so there is nothing new to report.
    if hold == .unreadable, polling.last == nil || polling.round.before == nil, server.outage.failures == 0 { return }
    // While a page is requested again, writes wait as well, but that is no news before the poll is given up.
    if hold == .unreadable, server.outage.failures == 0, polling.pageFailures > 0 { return }
    let told = holds.button.told
    guard hold != told else { return }
    holds.tell(hold)
    switch (hold, told) {
    case (.pressed(let task), _): report(.holdSet(.button(facts(of: task))))
    case (.unreadable, _): report(.holdSet(.unreadableButton))
    case (nil, .pressed(let task)): report(.holdReleased(.button(facts(of: task))))
    case (nil, _): report(.holdReleased(.unreadableButton))
    }
  }

  /// How many candidates are held.
  func heldCount(at now: Instant) -> Int {
    if isWhollyHeld(at: now) { return queue.count }
    return holds.inForce.isEmpty ? 0 : queue.inOrder.count { hold(on: $0) != nil }
  }
}
