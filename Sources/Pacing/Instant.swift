/// A moment of a clock that never jumps and counts through sleep: nanoseconds since the machine booted.
///
/// Source: `CLOCK_BOOTTIME`, clock_gettime(2). An instant means nothing on another boot: see ``Stamp``.
package struct Instant: Sendable, Hashable, Comparable {
  package var nanoseconds: Int64

  package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  package static func < (left: Instant, right: Instant) -> Bool { left.nanoseconds < right.nanoseconds }

  package static func + (instant: Instant, duration: Duration) -> Instant {
    Instant(nanoseconds: instant.nanoseconds + duration.wholeNanoseconds)
  }

  package static func - (instant: Instant, duration: Duration) -> Instant {
    Instant(nanoseconds: instant.nanoseconds - duration.wholeNanoseconds)
  }

  /// The time from `other` to this; negative if this is the earlier.
  package static func - (instant: Instant, other: Instant) -> Duration {
    .nanoseconds(instant.nanoseconds - other.nanoseconds)
  }
}

extension Duration {
  /// The duration in nanoseconds, clamped to a hundred years either way.
  package var wholeNanoseconds: Int64 {
    let century: Int64 = 100 * 365 * 86_400
    let seconds = min(max(components.seconds, -century), century)
    return seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
  }

  /// The duration in seconds.
  package var inSeconds: Double { Double(wholeNanoseconds) / 1e9 }
}
