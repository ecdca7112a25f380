import Foundation
import GeoTareas
import Records

/// When somebody else was last seen to have changed each task: a difference between two polls that is not ours.
///
/// It holds listed tasks, and others for a day. Older touches are in the journal, which is asked when a task comes
/// back.
struct HumanTouches: Sendable, Equatable {
  private struct Observation: Sendable, Equatable {
    var state: SeenState?
    var at: Date
  }

  /// How long a task that is not listed is remembered, because absence from a poll proves nothing.
  private static let memory: TimeInterval = 86_400
  /// The most unlisted tasks that are remembered.
  ///
  /// For others, the next poll that shows them counts as the first.
  static let mostUnlisted = 10_000

  /// How each task was seen last, since our last effect on it.
  private var seen: [TaskID: Observation] = [:]
  /// How an earlier run saw the tasks that this run has not seen yet.
  private var earlier: [TaskID: TaskState]
  private(set) var last: [TaskID: Date] = [:]
  /// When the journal is next told which touches no rule asks for any more.
  private var nextForgetting = Date.distantPast

  /// How many tasks are held.
  var count: Int { max(seen.count, earlier.count, last.count) }

  /// - Parameter earlier: The tasks of an earlier run's last poll.
  init(_ earlier: [TaskID: TaskState] = [:]) { self.earlier = earlier }

  /// Takes over what the journal knows about tasks.
  mutating func learn(_ touches: [TaskID: Date]) { last.merge(touches, uniquingKeysWith: max) }

  /// Takes in a task that a poll surely showed; true if somebody else changed it.
  ///
  /// - Parameter known: When the task was last known to be in another state, from what we did to it.
  mutating func see(_ sight: SeenTask, otherwiseAt known: Date?, at now: Date) -> Bool {
    let task = sight.id
    let ago = earlier.removeValue(forKey: task)
    let before = seen.updateValue(Observation(state: sight.sight, at: now), forKey: task).map(\.state?.state) ?? ago
    let isTouched = before.map { $0 != sight.state } ?? known.map { $0 > last[task] ?? .distantPast } ?? false
    if isTouched { last[task] = now }
    return isTouched
  }

  /// Forgets how the task looked, because we changed it ourselves.
  mutating func forget(_ task: TaskID) {
    seen[task] = nil
    earlier[task] = nil
  }

  /// True once a day, when to tell the journal which touches no rule asks for any more.
  mutating func isForgettingDue(at now: Date) -> Bool {
    guard nextForgetting <= now else { return false }
    nextForgetting = now + 86_400
    return true
  }

  /// Forgets tasks that are not `kept` and were not seen for long, and the oldest beyond a fixed number.
  ///
  /// Touches of tasks that are not kept are in the journal.
  ///
  /// - Parameter began: When this run began.
  mutating func prune(keeping kept: (TaskID) -> Bool, since began: Date, at now: Date) {
    let recent = now - Self.memory
    seen.prune { task, sight in sight.at > recent || kept(task) }
    if began <= recent { earlier.prune { task, _ in kept(task) } }
    last.prune { task, _ in kept(task) }
    guard seen.count > Self.mostUnlisted else { return }
    let unlisted = seen.filter { !kept($0.key) }
    guard unlisted.count > Self.mostUnlisted else { return }
    let oldest = unlisted.sorted { ($0.value.at, $0.key) < ($1.value.at, $1.key) }.dropLast(Self.mostUnlisted)
    for (task, _) in oldest { seen[task] = nil }
  }
}
