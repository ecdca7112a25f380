import Pacing

/// A time in which the tenant cannot be polled: told once at its beginning, when its reason changes, and at its end.
struct Outage: Sendable, Equatable {
  private(set) var reason: String?
  private(set) var failures = 0
  private var told: Instant?
  private var backoff: Backoff

  /// Between reminders that it still goes on.
  private static let reminder: Duration = .seconds(600)

  init(pollEvery: Duration) {
    backoff = Backoff(first: pollEvery, most: max(pollEvery, min(pollEvery * 10, .seconds(300))))
  }

  /// One more failure: how long to wait, and whether to tell.
  mutating func fail(_ why: String, at now: Instant, using random: inout SplitMix64) -> (wait: Duration, tells: Bool) {
    failures += 1
    let tells = why != reason || told.map { now >= $0 + Self.reminder } ?? true
    if tells { told = now }
    reason = why
    return (backoff.fail(using: &random), tells)
  }

  /// It works again.
  ///
  /// The number of failures there were; nil if there were none.
  mutating func end() -> Int? {
    defer {
      failures = 0
      reason = nil
      told = nil
      backoff.succeed()
    }
    return reason == nil ? nil : failures
  }
}
