import Foundation
import Pacing
import Testing

@Suite("Clock readings")
struct ClockReadingTests {
  let now = ClockReading(boot: "b", instant: at(100_000), wall: Date(timeIntervalSince1970: 1_000_000))

  func stamp(boot: String, _ milliseconds: Int64, wall: Double) -> ClockReading {
    ClockReading(boot: boot, instant: at(milliseconds), wall: Date(timeIntervalSince1970: 1_000_000 + wall))
  }

  @Test("on the same boot the boot clock counts, whatever the wall clock was set to")
  func sameBoot() {
    #expect(stamp(boot: "b", 40_000, wall: 5_000).instant(asOf: now) == at(40_000))
  }

  @Test("a stamp of the future counts as now")
  func future() {
    #expect(stamp(boot: "b", 200_000, wall: 0).instant(asOf: now) == now.instant)
    #expect(stamp(boot: "a", 5, wall: 3_600).instant(asOf: now) == now.instant)
  }

  @Test("on another boot the wall clock gives the age, also from before this boot")
  func otherBoot() {
    #expect(stamp(boot: "a", 7_000_000, wall: -30).instant(asOf: now) == at(70_000))
    #expect(stamp(boot: "a", 7_000_000, wall: -300).instant(asOf: now) == at(-200_000))
  }

  @Test("an absurd age does not overflow")
  func ancient() {
    let ancient = ClockReading(boot: "a", instant: at(0), wall: Date(timeIntervalSince1970: -1e15))
    #expect(ancient.instant(asOf: now) < at(0))
  }

  @Test(
    "durations become whole nanoseconds, clamped to a century",
    arguments: [
      (Duration.milliseconds(1_500), Int64(1_500_000_000)), (.milliseconds(-1_500), -1_500_000_000),
      (.seconds(Int64.max), 3_153_600_000_000_000_000), (.nanoseconds(7), 7),
    ])
  func nanoseconds(duration: Duration, expected: Int64) {
    // The clamp is to the century's seconds; what is below a second stays.
    #expect(
      abs(duration.wholeNanoseconds - expected) < 1_000_000_000 && (duration.wholeNanoseconds < 0) == (expected < 0))
    if abs(expected) < 1_000_000_000_000 { #expect(duration.wholeNanoseconds == expected) }
  }

  @Test("whole nanoseconds are those of the duration's components, whatever its size", arguments: Int64(0)..<32)
  func sameAsComponents(bits: Int64) {
    for part in [Int64(0), 1, 999_999_999, 123_456_789_123_456_789] {
      let duration = Duration(secondsComponent: min(1 << bits, 3_153_599_999), attosecondsComponent: part)
      let expected = duration.components.seconds * 1_000_000_000 + duration.components.attoseconds / 1_000_000_000
      #expect(duration.wholeNanoseconds == expected)
      #expect((.zero - duration).wholeNanoseconds == -expected)
    }
  }
}
