import Foundation
import Pacing

/// A time in which the tenant cannot be polled; reported at its beginning, when its reason changes, and at its end.
struct Outage: Sendable, Equatable {
  private(set) var reason: String?
  private(set) var failures = 0
  /// When the first failure was seen; nil without one.
  private(set) var since: Date?
  /// True where the last failure was one that a person has to mend.
  private(set) var needsPerson = false
  private var told: Instant?
  private var backoff: Backoff

  /// The time between reminders that it still goes on.
  private static let reminder: Duration = .seconds(600)

  /// - Parameter first: The first wait. Later ones are longer, but short enough that the first effect follows within a
  ///   minute of the end of the outage.
  init(first: Duration) { backoff = Backoff(first: first, most: max(first, .seconds(45))) }

  /// Notes one more failure; returns how long to wait, and whether to report it.
  mutating func fail(
    _ why: String, needsPerson: Bool = false, at now: ClockReading, using random: inout SplitMix64
  ) -> (wait: Duration, tells: Bool) {
    failures += 1
    self.needsPerson = needsPerson
    if since == nil { since = now.wall }
    let tells = why != reason || told.map { now.instant >= $0 + Self.reminder } ?? true
    if tells { told = now.instant }
    reason = why
    return (backoff.fail(using: &random), tells)
  }

  /// Ends the outage: it works again.
  ///
  /// Returns the number of failures there were; nil if there were none.
  mutating func end() -> Int? {
    defer {
      failures = 0
      reason = nil
      since = nil
      needsPerson = false
      told = nil
      backoff.succeed()
    }
    return reason == nil ? nil : failures
  }
}
