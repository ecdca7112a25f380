package import Pacing

/// A way of keeping to a limit.
package protocol Client {
  init(limit: RateLimit, at now: Instant)
  /// When a request may go, at the earliest; nil while that depends on an answer.
  func earliest(at now: Instant, _ urgency: Urgency) -> Instant?
  mutating func send(_ id: Int64, at now: Instant, _ urgency: Urgency)
  mutating func receive(_ answer: Answer, to id: Int64, at now: Instant)
  /// No answer to `id` will come any more, and it will no longer arrive.
  mutating func lose(_ id: Int64, at now: Instant)
  /// The process ends: the client as a new process has it at `start`.
  func reborn(at end: Instant, start: Instant) -> Self
}

/// How long a request without an answer can still arrive.
package let lifetime: Duration = .seconds(10)
