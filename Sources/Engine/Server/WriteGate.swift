import Foundation
import GeoTareas
import Pacing

/// Holds writes back after outcomes that say something about the server, not only about one task.
struct WriteGate: Sendable, Equatable {
  /// Writes wait until a poll is answered normally.
  private(set) var isSuspended = false
  /// Writes wait for a person.
  var isStopped: Bool { stoppedAt != nil }
  /// Since when writes wait for a person.
  private(set) var stoppedAt: Date?
  private var pausedUntil: Instant?
  /// Writes of a life that nothing is known of may still take effect until then.
  private let settlesAt: Instant?
  private var backoff = Backoff(first: .seconds(2), most: .seconds(45))
  /// The tasks whose writes had no provable outcome since one last had.
  private var failed: Set<TaskID> = []

  init(settlesAt: Instant? = nil) { self.settlesAt = settlesAt }

  /// How many tasks are held.
  var count: Int { failed.count }

  /// The gate of new rules: it forgets what the server did, not what an earlier life may have done.
  func renewed() -> WriteGate { WriteGate(settlesAt: settlesAt) }

  func isOpen(at now: Instant) -> Bool {
    !isSuspended && !isStopped && (opensAt.map { $0 <= now } ?? true)
  }

  /// The time up to which writes wait; nil when none was set.
  var opensAt: Instant? { [pausedUntil, settlesAt].compactMap(\.self).max() }

  mutating func suspend() { isSuspended = true }

  mutating func stop(at now: Date) { stoppedAt = stoppedAt ?? now }

  /// What became of a write to `task` cannot be proved.
  ///
  /// That is the task's own affair; from several different tasks on, in a row, the next write waits, ever longer.
  mutating func fail(_ task: TaskID, at now: Instant, using random: inout SplitMix64) {
    failed.insert(task)
    if failed.count >= TaskTroubles.several { pause(at: now, using: &random) }
  }

  /// A write did not reach the server: that says nothing about its task.
  mutating func failToReach(at now: Instant, using random: inout SplitMix64) { pause(at: now, using: &random) }

  private mutating func pause(at now: Instant, using random: inout SplitMix64) {
    let until = now + backoff.fail(using: &random)
    pausedUntil = max(until, pausedUntil ?? until)
  }

  /// A write was answered as it should be.
  mutating func succeed() {
    backoff.succeed()
    failed = []
    pausedUntil = nil
  }

  /// A poll was answered normally.
  mutating func resume() { isSuspended = false }

  /// Forgets tasks that are not `kept`.
  mutating func prune(keeping kept: (TaskID) -> Bool) { failed = failed.filter(kept) }
}
