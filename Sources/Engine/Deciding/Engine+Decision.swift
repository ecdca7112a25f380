import CalendarTime
import Foundation
import GeoTareas
import Pacing
import Rules
import Records

/// What is decided about one task. Nothing is changed or told here: see ``Engine/consider(_:_:at:)`` for that.
extension Engine {
  /// A task as more than a row of the list shows it.
  struct Shown {
    /// As rules see it.
    var view: TaskView
    /// Its detail, with the form that a completion must fit.
    var detail: TaskDetail
  }

  /// What is done about a task that was listed, or why nothing is.
  ///
  /// - Parameters:
  ///   - row: The task with its state, and when it was read.
  ///   - verdict: What the rules say of it as it is shown.
  ///   - shown: What its detail shows, where that is at hand; what is kept of an earlier one counts else.
  func decide(
    about row: Poller.Row, _ verdict: Verdict, showing shown: Shown? = nil, at now: ClockReading
  ) -> Decision {
    guard let state = row.state else { return .unreadable }
    guard state.isOpen else { return .notOpen(status: state.status) }
    if flights.busy.contains(row.id) { return .busy(rule: verdict.taker, writing: book.armed(row.id)) }
    if let rule = verdict.needsDetails { return .needsDetail(rule: rule) }
    guard let place = verdict.match else {
      if let watcher = verdict.watching.first { return watch(place: watcher, row, showing: shown, at: now) }
      if let watcher = verdict.watcherNeedsDetails { return .needsDetail(rule: watcher) }
      return verdict.undecided.first.map { .undecided(rule: $0) } ?? .noRule
    }
    let rule = rules.rules[place]
    let view = shown?.view ?? view(of: row, at: now)
    if let wait = wait(of: place, on: view, isShown: shown != nil) { return wait }
    let proposal = propose(rule, view, row.id, for: shown?.detail, at: now)
    let reason = safeguard(of: rule, on: row.id, at: now)
    switch proposal {
    case .write(let write, let effect, let pool):
      return decide(
        about: row, state, Wanted(rule: place, write: write, effect: effect, pool: pool), reason, view, at: now)
    case .skip(let why):
      if let reason { return .restrained(rule: place, reason, proposal) }
      if let pool = rule.pool, let past = book.given(row.id, by: pool.name, in: state, readAt: row.readAt) {
        return .past(rule: place, nil, past)
      }
      return .leftAlone(rule: place, why: why)
    case .block(let why):
      return reason.map { .restrained(rule: place, $0, proposal) } ?? .blocked(rule: place, why: why)
    case .misfit(let write, let problems):
      return reason.map { .restrained(rule: place, $0, proposal) } ?? .misfit(rule: place, write, problems: problems)
    }
  }

  /// Why nothing can be said yet of a rule that takes a task; nil where it can.
  func wait(of place: Int, on view: TaskView, isShown: Bool) -> Decision? {
    let rule = rules.rules[place]
    // A look before a write was decided on by a whole poll.
    if !isShown, polling.round.isBroken, rule.countsOthers { return .waitsForPoll(rule: place) }
    return rule.needsDetails && view.details == nil ? .lacksDetail(rule: place) : nil
  }

  /// An effect that a rule wants, by the rule's place.
  private struct Wanted {
    var rule: Int
    var write: Write
    var effect: EffectKey
    var pool: String?
  }

  /// Whether an effect that a rule wants may be made, as far as the past of its task goes.
  private func decide(
    about row: Poller.Row, _ state: TaskState, _ wanted: Wanted, _ reason: SafeguardReason?, _ view: TaskView,
    at now: ClockReading
  ) -> Decision {
    let (task, place, write) = (row.id, wanted.rule, wanted.write)
    let rule = rules.rules[place]
    // Rules changed while the journal was asked: what is not known yet waits for the next poll.
    let judgement = book.knows(task) ? book.judge(write, wanted.effect, pool: wanted.pool, to: row, in: state) : nil
    // What is under way comes first: it may change what the safeguard counts.
    if case .no(let past) = judgement, past.isOpen { return .past(rule: place, write, past) }
    if let reason {
      return .restrained(rule: place, reason, .write(write, wanted.effect, pool: wanted.pool))
    }
    guard let judgement else { return .unrecalled(rule: place, write) }
    if case .no(let past) = judgement { return .past(rule: place, write, past) }
    if let until = reporter.blockedUntil(task, by: rule.fingerprint, in: state, at: now.instant) {
      return .blockedBefore(rule: place, write, until: until)
    }
    let calendar = rule.safeguards.runWithin
    var urgency = Candidate.Urgency(view, at: now.wall)
    urgency.isTroubled = server.troubles[task] != nil
    let candidate = Candidate(
      task: task, state: state, overdue: row.overdue, readAt: row.readAt, rule: rule.id,
      ruleFingerprint: rule.fingerprint, write: write, effect: wanted.effect, pool: wanted.pool,
      notBefore: calendar.flatMap { $0.isOpen(at: now.wall) ? nil : $0.nextOpen(from: now.wall) ?? .distantFuture },
      urgency: urgency)
    return .candidate(rule: place, candidate, judgement)
  }

  /// A task as it was listed, with what is known of its detail, for who changes nothing.
  func view(of row: Poller.Row, at now: ClockReading) -> TaskView {
    var view = active.view(of: row)
    if let state = row.state { view.details = reader.known(of: row.id, in: state, at: now.instant) }
    return view
  }
}
