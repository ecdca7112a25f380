import Foundation
import GeoTareas

/// When somebody else was last seen to have changed each task: the difference between two polls that is not ours.
///
/// It holds what concerns tasks that are listed, and what was seen of others for a day. Older touches are in the journal,
/// which is asked when a task comes back.
struct HumanTouches: Sendable, Equatable {
  private struct Observation: Sendable, Equatable {
    var state: SeenState?
    var at: Date
  }

  /// How long a task that is not listed is remembered: absence from a poll is no fact.
  private static let memory: TimeInterval = 86_400
  /// Of so many at most; of others the next poll that shows them is a first one.
  static let mostUnlisted = 10_000

  /// Each task as it was seen last, since our last effect on it.
  private var seen: [TaskID: Observation] = [:]
  /// The same of an earlier life, for tasks that this one has not seen yet.
  private var earlier: [TaskID: TaskState]
  private(set) var last: [TaskID: Date] = [:]

  /// How many tasks are held.
  var count: Int { max(seen.count, earlier.count, last.count) }

  /// - Parameter earlier: How the tasks of the last poll of an earlier life were.
  init(_ earlier: [TaskID: TaskState] = [:]) { self.earlier = earlier }

  /// Takes over what the journal knows of tasks.
  mutating func learn(_ touches: [TaskID: Date]) { last.merge(touches, uniquingKeysWith: max) }

  /// Takes in a task as a poll saw it, for certain; true if somebody else changed it.
  ///
  /// - Parameter known: When the task was last known to be otherwise, by what we did about it.
  mutating func see(_ sight: SeenTask, otherwiseAt known: Date?, at now: Date) -> Bool {
    let task = sight.id
    let ago = earlier.removeValue(forKey: task)
    let before = seen.updateValue(Observation(state: sight.sight, at: now), forKey: task).map(\.state?.state) ?? ago
    let isTouched = before.map { $0 != sight.state } ?? known.map { $0 > last[task] ?? .distantPast } ?? false
    if isTouched { last[task] = now }
    return isTouched
  }

  /// We changed the task ourselves: how it looked before says nothing about others any more.
  mutating func forget(_ task: TaskID) {
    seen[task] = nil
    earlier[task] = nil
  }

  /// Forgets tasks that are not `kept` and were not seen for long, and of the others that are not the oldest beyond a
  /// number; touches of tasks that are not kept are the journal's.
  ///
  /// - Parameter began: When this life began.
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
