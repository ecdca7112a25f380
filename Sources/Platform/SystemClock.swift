import Foundation
import Glibc
package import Pacing

/// The machine's clocks: the one that never jumps, the wall clock, and the id of the boot, which connects the two.
package struct SystemClock: Sendable {
  private let boot: String

  /// Reads the boot's id from the kernel.
  ///
  /// Without one, every process counts as a boot of its own, which only makes waits longer.
  package init() {
    let text = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
    boot = text.map { $0.filter { !$0.isWhitespace } } ?? UUID().uuidString
  }

  /// Now, by both clocks.
  package func now() -> ClockReading { ClockReading(boot: boot, instant: instant(), wall: Date()) }

  /// Now, by the clock that never jumps and runs on during sleep (`CLOCK_BOOTTIME`).
  package func instant() -> Instant { Instant(nanoseconds: Self.nanoseconds(CLOCK_BOOTTIME)) }

  /// Microseconds of `CLOCK_MONOTONIC`, which systemd requires in a reload notification.
  package static func monotonicMicroseconds() -> Int64 { nanoseconds(CLOCK_MONOTONIC) / 1_000 }

  private static func nanoseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
