package import Foundation

/// When something happened, in a form that outlives the process and the boot.
package struct ClockReading: Sendable, Hashable {
  /// The kernel's id of the boot, from `/proc/sys/kernel/random/boot_id`.
  package var boot: String
  package var instant: Instant
  package var wall: Date

  package init(boot: String, instant: Instant, wall: Date) {
    self.boot = boot
    self.instant = instant
    self.wall = wall
  }

  /// The instant of this stamp on the clock of `now`.
  ///
  /// On the same boot it is exact. Across boots only the wall clock connects the two, and it may have been set. A stamp
  /// that seems to be in the future counts as now. So it is never thought older than it is by more than the clock was
  /// moved.
  package func instant(asOf now: ClockReading) -> Instant {
    if boot == now.boot { return min(instant, now.instant) }
    let age = max(0, now.wall.timeIntervalSince(wall))
    return now.instant - .seconds(min(age, 365 * 86_400))
  }
}
