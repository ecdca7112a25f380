import GeoTareas
import Pacing

/// When the journal does not keep a commit.
extension Engine {
  /// The journal could not keep something: what was not sent never was; what is to be kept is kept for the next commit.
  mutating func takeBack(_ records: [Record], _ unsent: [CallID], _ why: CommitFailure, at now: Stamp) {
    for id in unsent {
      guard let flight = flights.removeValue(forKey: id) else { continue }
      budget.giveBack(flight.endpoint, id)
      abandon(flight, at: now)
    }
    let lost = Set(unsent)
    unsaved += records.filter { $0.isOutcome(apartFrom: lost) }
    // The question to the journal was behind the failed commit as well: it is asked again.
    owesDecision = owesDecision || recalling != nil
    recalling = nil
    switch why {
    case .unwritable(let why):
      reportFull(why)
      quietUntil = now.instant + settings.staleness
      nextPoll = max(nextPoll ?? now.instant, now.instant + settings.staleness)
    case .held(let hold):
      // The journal knew of it before we did.
      if !holds.contains(where: { $0.number == hold.number }) { take(holds: holds + [hold], at: now) }
    case .overspent(let endpoint, let wait):
      budget.block(endpoint, until: now.instant + wait + .milliseconds(250))
      report(
        .rateLimited, .warning,
        "the journal counts more \(endpoint.rawValue) requests than were remembered; waiting \(wait.inWords)",
        [.init("endpoint", endpoint.rawValue), .init("retry_after_ms", String(Int(wait.inSeconds * 1_000)))])
    }
  }

  mutating func reportFull(_ why: String) {
    report(.journalFull, .err, "the journal could not be written: \(why); nothing is sent until it can be")
  }
}

extension Record {
  /// True for what happened in the world and must not be lost with a failed commit: outcomes and settled requests.
  func isOutcome(apartFrom unsent: Set<CallID>) -> Bool {
    switch self {
    case .intent(let intent): intent.state != .armed && intent.state != .planned
    case .requestSettled(let id, _), .requestWithdrawn(let id): !unsent.contains(id)
    case .touched, .hold: true
    case .requestSent, .decision, .view, .detail, .learnt, .standing: false
    }
  }
}
