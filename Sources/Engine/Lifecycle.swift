import Foundation
import Pacing

/// One run of an engine, from its start to its end.
struct Lifecycle: Sendable {
  private(set) var startedAt: Instant?
  /// When the engine started, by the wall clock.
  private(set) var beganOn = Date.distantPast
  /// Nothing is sent before this.
  private(set) var firstMove = Instant(nanoseconds: 0)
  private(set) var isStopping = false
  private(set) var ending: Ending?

  var hasStarted: Bool { startedAt != nil }

  /// - Parameter wait: How long nothing is sent.
  mutating func start(at now: ClockReading, movingAfter wait: Duration) {
    startedAt = now.instant
    beganOn = now.wall
    firstMove = now.instant + wait
  }

  /// No new work from now on.
  mutating func stop() { isStopping = true }

  mutating func end(_ ending: Ending) { self.ending = ending }
}
