import Pacing

/// Holds writes back after outcomes that say something about the server, not only about one task.
struct WriteGate: Sendable, Equatable {
  /// Writes wait until a poll is answered normally.
  private(set) var isSuspended = false
  /// Writes wait for a person.
  private(set) var isStopped = false
  private var pausedUntil: Instant?
  /// Writes of a life that nothing is known of may still take effect until then.
  private let settlesAt: Instant?
  private var backoff = Backoff(first: .seconds(2), most: .seconds(300))

  init(settlesAt: Instant? = nil) { self.settlesAt = settlesAt }

  /// The gate of new rules: it forgets what the server did, not what an earlier life may have done.
  func renewed() -> WriteGate { WriteGate(settlesAt: settlesAt) }

  func isOpen(at now: Instant) -> Bool {
    !isSuspended && !isStopped && (opensAt.map { $0 <= now } ?? true)
  }

  /// The time up to which writes wait; nil when none was set.
  var opensAt: Instant? { [pausedUntil, settlesAt].compactMap(\.self).max() }

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
