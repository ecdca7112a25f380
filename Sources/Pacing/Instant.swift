/// A moment of a clock that never jumps and runs on during sleep: nanoseconds since the machine booted.
///
/// An instant means nothing on another boot: see ``ClockReading``. Source: `CLOCK_BOOTTIME`, clock_gettime(2).
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
  /// The duration in nanoseconds, limited to a hundred years either way.
  ///
  /// 10⁹ is 2⁹ · 5⁹. So after a shift by nine the rest is divided by 5⁹, in two steps of 64 bits each. `components`
  /// would divide 128 bits twice.
  package var wholeNanoseconds: Int64 {
    let attoseconds = attoseconds
    let shifted = attoseconds.magnitude >> 9
    let divisor: UInt64 = 1_953_125
    let magnitude: Int64
    if let small = UInt64(exactly: shifted) {
      magnitude = Int64(small / divisor)
    } else if shifted < Self.century {
      let (high, rest) = UInt64(truncatingIfNeeded: shifted >> 32).quotientAndRemainder(dividingBy: divisor)
      let low = (rest << 32 | UInt64(truncatingIfNeeded: shifted) & 0xffff_ffff) / divisor
      magnitude = Int64(high << 32 + low)
    } else {
      magnitude = 3_153_600_000_000_000_000
    }
    return attoseconds < 0 ? -magnitude : magnitude
  }

  /// A hundred years of 365 days in attoseconds, shifted right by nine.
  private static var century: UInt128 { 3_153_600_000_000_000_000 * 1_953_125 }

  /// The duration in seconds.
  package var inSeconds: Double { Double(wholeNanoseconds) / 1e9 }
}
