import Foundation
import GeoTareas

/// When somebody else was last seen to have changed each task: the difference between two polls that is not ours.
struct Touches: Sendable, Equatable {
  private struct Sight: Sendable, Equatable {
    var task: SeenTask
    var at: Date
  }

  /// How long a task that is not listed is remembered: absence from a poll is no fact.
  private static let memory: TimeInterval = 86_400
  private static let quiet: TimeInterval = 60 * 86_400

  /// Each task as it was seen last, since our last effect on it.
  private var seen: [TaskID: Sight] = [:]
  private(set) var last: [TaskID: Date]

  /// How many tasks are held.
  var count: Int { max(seen.count, last.count) }

  init(_ last: [TaskID: Date] = [:]) { self.last = last }

  /// Takes in a task as a poll saw it, for certain; true if somebody else changed it.
  ///
  /// - Parameter known: When the task was last known to be otherwise, by what we did about it.
  mutating func see(_ sight: SeenTask, otherwiseAt known: Date?, at now: Date) -> Bool {
    let task = sight.id
    let before = seen.updateValue(Sight(task: sight, at: now), forKey: task)?.task.state
    let isTouched = before.map { $0 != sight.state } ?? known.map { $0 > last[task] ?? .distantPast } ?? false
    if isTouched { last[task] = now }
    return isTouched
  }

  /// We changed the task ourselves: how it looked before says nothing about others any more.
  mutating func forget(_ task: TaskID) { seen[task] = nil }

  /// Forgets tasks that are long gone.
  mutating func prune(keeping kept: (TaskID) -> Bool, at now: Date) {
    let (recent, late) = (now - Self.memory, now - Self.quiet)
    seen.prune { task, sight in sight.at > recent || kept(task) }
    last.prune { task, touched in touched > late || kept(task) }
  }
}
