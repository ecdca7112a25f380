import Foundation
import GeoTareas
import Pacing

/// Holds writes back after outcomes that concern the server, not only one task.
struct WriteGate: Sendable, Equatable {
  /// Writes wait until a poll is answered normally.
  private(set) var isSuspended = false
  /// Writes wait for a person.
  var isStopped: Bool { stoppedAt != nil }
  /// Since when writes wait for a person; nil while they do not.
  private(set) var stoppedAt: Date?
  private var pausedUntil: Instant?
  /// Until when writes of an unknown earlier run may still take effect; nil when there was none.
  private let settlesAt: Instant?
  private var backoff = Backoff(first: .seconds(2), most: .seconds(45))
  /// The tasks whose writes had no provable outcome since a write last had one.
  private var failed: Set<TaskID> = []

  init(settlesAt: Instant? = nil) { self.settlesAt = settlesAt }

  /// How many tasks are held.
  var count: Int { failed.count }

  /// The gate after new rules: it forgets what the server did, but not what an earlier run may have done.
  func renewed() -> WriteGate { WriteGate(settlesAt: settlesAt) }

  func isOpen(at now: Instant) -> Bool {
    !isSuspended && !isStopped && (opensAt.map { $0 <= now } ?? true)
  }

  /// The time up to which writes wait; nil when there is none.
  var opensAt: Instant? { [pausedUntil, settlesAt].compactMap(\.self).max() }

  mutating func suspend() { isSuspended = true }

  mutating func stop(at now: Date) { stoppedAt = stoppedAt ?? now }

  /// Notes that the outcome of a write to `task` cannot be proved.
  ///
  /// One task affects only itself. After several different tasks in a row the next write waits, longer each time.
  mutating func fail(_ task: TaskID, at now: Instant, using random: inout SplitMix64) {
    failed.insert(task)
    if failed.count >= TaskTroubles.several { pause(at: now, using: &random) }
  }

  /// Notes that a write did not reach the server, which says nothing about its task.
  mutating func failToReach(at now: Instant, using random: inout SplitMix64) { pause(at: now, using: &random) }

  private mutating func pause(at now: Instant, using random: inout SplitMix64) {
    let until = now + backoff.fail(using: &random)
    pausedUntil = max(until, pausedUntil ?? until)
  }

  /// Notes that a write was answered as it should be.
  mutating func succeed() {
    backoff.succeed()
    failed = []
    pausedUntil = nil
  }

  /// Notes that a poll was answered normally.
  mutating func resume() { isSuspended = false }

  /// Forgets tasks that are not `kept`.
  mutating func prune(keeping kept: (TaskID) -> Bool) { failed = failed.filter(kept) }
}
