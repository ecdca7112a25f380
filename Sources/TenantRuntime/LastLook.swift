import Engine
import GeoTareas
import Journal
import Pacing
import Platform

/// Checks a write once more, right before its first byte.
///
/// Connecting may have taken long, or the process or the machine may have been suspended. A write that is held back
/// here is planned again, and its task is looked at again.
struct LastLook: Sendable {
  let tenant: String
  let inbox: Inbox
  /// Nil where there is no journal to write to, and so nothing is sent.
  let fence: JournalFence?
  let clock: SystemClock
  /// How long after its arming a write may begin, by the clock that runs on during sleep.
  let lifetime: Duration

  /// What is asked, right before its first byte, of a write that goes by `permit`.
  func permit(_ permit: WritePermit) -> SendPermit {
    {
      if inbox.isStopping { return "held back: stopping" }
      guard clock.instant() - permit.decided <= lifetime else {
        return "held back: too much time has passed since the task was looked at"
      }
      guard let fence else { return "held back: observing only" }
      return fence.objection(tenant: tenant, rule: permit.rule, task: permit.task).map { "held back: \($0)" }
    }
  }
}
