import Foundation
import GeoTareas
import Rules

/// The listed tasks as rules see them, read once for as long as they look the same, with the session they were read in.
///
/// New rules need new readings.
struct Readings: Sendable {
  private struct Reading: Sendable {
    var task: WorkflowTask
    var overdue: Bool
    var read: IndexedTask
  }

  private var session: RuleIndex.Session
  private var known: [TaskID: Reading] = [:]
  private let zone: TimeZone

  init(_ rules: RuleSet, zone: TimeZone) {
    session = RuleIndex.Session(RuleIndex(rules))
    self.zone = zone
  }

  /// Finds the first match among the rules without trying all of them.
  var index: RuleIndex { session.index }

  /// A task as it was listed, without its detail.
  mutating func read(_ row: Poller.Row) -> IndexedTask {
    if let known = known[row.task.id], known.overdue == row.overdue, known.task == row.task { return known.read }
    let read = session.read(TaskView(row.task, listedAsOverdue: row.overdue, zone: zone))
    known[row.task.id] = Reading(task: row.task, overdue: row.overdue, read: read)
    return read
  }

  mutating func verdict(on task: IndexedTask, at now: Date) -> Verdict { session.verdict(on: task, at: now) }

  mutating func verdicts(on tasks: [IndexedTask], at now: Date) -> [Verdict] { session.verdicts(on: tasks, at: now) }

  mutating func prune(keeping kept: (TaskID) -> Bool) { known.prune { task, _ in kept(task) } }
}
