import Pacing

/// Holds writes back after outcomes that say something about the server, not only about one task.
struct WriteGate: Sendable, Equatable {
  /// Writes wait until a poll is answered normally.
  private(set) var isSuspended = false
  /// Writes wait for a person.
  private(set) var isStopped = false
  private(set) var pausedUntil: Instant?
  private var backoff = Backoff(first: .seconds(2), most: .seconds(300))

  func isOpen(at now: Instant) -> Bool {
    !isSuspended && !isStopped && (pausedUntil.map { $0 <= now } ?? true)
  }

  mutating func suspend() { isSuspended = true }

  mutating func stop() { isStopped = true }

  /// One more failure in a row: the next write waits longer.
  mutating func fail(at now: Instant, using random: inout SplitMix64) {
    let until = now + backoff.fail(using: &random)
    pausedUntil = max(until, pausedUntil ?? until)
  }

  /// A write was answered as it should be.
  mutating func succeed() {
    backoff.succeed()
    pausedUntil = nil
  }

  /// A poll was answered normally.
  mutating func resume() { isSuspended = false }
}
