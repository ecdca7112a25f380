import GeoTareas
import Pacing
import Records

/// What happens when the journal does not keep a commit.
extension Engine {
  /// Undoes what depended on a failed commit: unsent calls were never made, and facts wait for the next commit.
  mutating func takeBack(_ records: [JournalEntry], _ unsent: [CallID], _ why: CommitFailure, at now: ClockReading) {
    for id in unsent {
      guard let flight = flights.end(id) else { continue }
      budget.giveBack(flight.endpoint, id)
      abandon(flight, at: now)
    }
    let lost = Set(unsent)
    // The question to the journal was behind the failed commit as well, so it is asked again.
    polling.loseQuestion()
    if case .rejected(let record, let why) = why, let place = records.firstIndex(of: record) {
      return leaveOut(record, why, of: records, at: place, lost, at: now)
    }
    outbox.keep(records.filter { $0.isOutcome(apartFrom: lost) })
    counts.takeBack(records)
    if records.contains(where: \.isView) { polling.forgetView() }
    retell(records)
    switch why {
    case .unwritable(let why), .rejected(_, let why):
      reportFull(why)
      rest(at: now)
    case .held(let hold):
      // The journal knew of the hold before the engine did.
      if !holds.contains(hold.number) { take(holds: holds.inForce + [hold], at: now) }
    case .overspent(let endpoint, let wait):
      budget.block(endpoint, until: now.instant + wait + .milliseconds(250))
      report(.rateLimited(.journal(endpoint, wait: wait)))
    }
  }

  /// What was learned and not kept is written down when it is seen again.
  private mutating func retell(_ records: [JournalEntry]) {
    for record in records {
      switch record {
      case .form(let known): forms.retell(known.form.step)
      case .shape(let known): shapes.retell(known.endpoint)
      default: break
      }
    }
  }

  /// Begins nothing for a while.
  private mutating func rest(at now: ClockReading) {
    outbox.rest(until: now.instant + settings.staleness)
    polling.postpone(to: now.instant + settings.staleness)
  }

  /// Leaves out the one record that the journal never takes, and commits the others.
  ///
  /// Each time there is one record less, so that this ends however many are refused.
  private mutating func leaveOut(
    _ record: JournalEntry, _ why: String, of records: [JournalEntry], at place: Int, _ lost: Set<CallID>,
    at now: ClockReading
  ) {
    var others = records
    others.remove(at: place)
    outbox.keep(others.filter { $0.stands(without: lost) })
    if case .intent(let intent) = record, intent.wasNeverSent {
      refuse(intent, why, at: now)
    } else {
      tellRefused(record, why)
      switch record {
      // The next call has another number.
      case .requestSent: rest(at: now)
      // The effect does not depend on it.
      case .grounds(let grounds): if let task = records.task(of: grounds) { outbox.goWithoutGrounds(task) }
      // It is in force, as the journal says at the next attempt.
      case .holdEnded(let number, _): holds.keep(number)
      default: break
      }
    }
    commit([])
  }

  /// Gives up an effect that the journal refuses: its task waits like one that does not fit its rule.
  ///
  /// What is known about the task is recalled from the journal, which may know more.
  private mutating func refuse(_ intent: Intent, _ why: String, at now: ClockReading) {
    book.forget(intent.task)
    let wait = settings.verdictTime * 12
    reporter.block(
      intent.task, by: intent.ruleFingerprint, in: intent.precondition, first: wait, at: now.instant)
    let told = ReportedDecisions.Said(
      kind: .blocked, ruleFingerprint: intent.ruleFingerprint, state: intent.precondition, note: Self.notTaken)
    guard reporter.say(told, about: intent.task) else { return }
    let entry = DecisionEntry(
      at: now.wall, task: intent.task, rule: intent.rule, ruleFingerprint: intent.ruleFingerprint, kind: .blocked,
      write: nil, note: "\(Self.notTaken): \(why)")
    outbox.keep([.decision(entry)])
    reporter.count(.decisionBlocked)
    let wanted = Report.Decided(facts(of: intent.task), facts(ofRule: intent.rule), intent.write)
    reporter.forget(intent.task)
    report(.decisionBlocked(.notTaken(wanted, why: why, retryIn: wait)))
  }

  private static let notTaken = "the journal does not take the request"

  private mutating func tellRefused(_ record: JournalEntry, _ why: String) {
    let refusal: Report.JournalRefusal =
      switch record {
      case .intent(let intent): .intent(facts(of: intent), intent.state, why: why)
      case .requestSent, .requestSettled, .requestWithdrawn: .record(.request, why: why)
      case .decision: .record(.decision, why: why)
      case .touched, .touchesForgotten: .record(.touch, why: why)
      case .hold, .holdEnded: .record(.hold, why: why)
      case .learnt: .record(.lesson, why: why)
      case .view: .record(.view, why: why)
      case .standing: .record(.standing, why: why)
      case .detail: .record(.detail, why: why)
      case .grounds: .record(.grounds, why: why)
      case .rulesLoaded: .record(.rules, why: why)
      case .counted: .record(.counts, why: why)
      case .form: .record(.form, why: why)
      case .shape: .record(.shape, why: why)
      }
    report(.journalRefused(refusal))
  }

  mutating func reportFull(_ why: String) {
    report(.journalFull(.unwritable(why: why)))
  }
}

extension [JournalEntry] {
  /// The task of the attempt that rests on these grounds.
  fileprivate func task(of grounds: Grounds) -> TaskID? {
    for case .intent(let intent) in self where intent.id == grounds.intent { return intent.task }
    return nil
  }
}

extension Intent {
  /// True where no attempt was made before the one that is being committed.
  fileprivate var wasNeverSent: Bool {
    switch state {
    case .armed: true
    case .planned, .parked: attempts == 0
    case .unknown, .done, .refused, .superseded: false
    }
  }
}

extension JournalEntry {
  /// True for facts that must not be lost with a failed commit: outcomes and settled requests.
  func isOutcome(apartFrom unsent: Set<CallID>) -> Bool {
    switch self {
    case .intent(let intent): intent.state != .armed && intent.state != .planned
    case .requestSettled(let id, _), .requestWithdrawn(let id): !unsent.contains(id)
    case .touched, .hold, .holdEnded: true
    case .requestSent, .decision, .view, .detail, .learnt, .standing, .touchesForgotten, .grounds, .rulesLoaded,
      .counted, .form, .shape:
      false
    }
  }

  fileprivate var isView: Bool {
    if case .view = self { true } else { false }
  }

  /// True for facts that hold although these calls were not made.
  fileprivate func stands(without unsent: Set<CallID>) -> Bool {
    switch self {
    case .intent(let intent): intent.state != .armed
    case .requestSent(let entry): !unsent.contains(entry.id)
    case .requestSettled(let id, _), .requestWithdrawn(let id): !unsent.contains(id)
    // Grounds belong to an attempt that is armed in the same commit.
    case .grounds: false
    case .touched, .hold, .holdEnded, .decision, .view, .detail, .learnt, .standing, .touchesForgotten, .rulesLoaded,
      .counted, .form, .shape:
      true
    }
  }
}
