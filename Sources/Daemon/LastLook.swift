import GeoTareas
import Journal
import Pacing

/// The second look at a write, right before its first byte: connecting may have taken long, and so may a process or a
/// machine that stood still meanwhile.
///
/// A write held back here goes back to planned and is looked at anew.
struct LastLook: Sendable {
  let tenant: String
  let inbox: Inbox
  /// Nil where there is no journal to write to, and so nothing is sent.
  let fence: JournalFence?
  let clock: SystemClock
  /// How long after its arming a write may begin, by the clock that counts through sleep.
  let lifetime: Duration

  /// What is asked of a write that `rule` armed at `armed`.
  func permit(armed: Instant, rule: String) -> SendPermit {
    {
      if inbox.isStopping { return "held back: stopping" }
      guard clock.instant() - armed <= lifetime else {
        return "held back: too much time has passed since the task was looked at"
      }
      guard let fence else { return "held back: observing only" }
      return fence.objection(tenant: tenant, rule: rule).map { "held back: \($0)" }
    }
  }
}
