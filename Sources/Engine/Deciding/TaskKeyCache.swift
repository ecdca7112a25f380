import Foundation
import GeoTareas
import Rules

/// Keeps what rules ask about the listed tasks, worked out once for as long as a task looks the same.
///
/// New rules need new readings.
struct TaskKeyCache: Sendable {
  /// Shared, because it is large and tables have room to spare.
  private final class Reading: Sendable {
    let seen: SeenTask
    let key: TaskIndexKey

    init(_ seen: SeenTask, _ key: TaskIndexKey) {
      self.seen = seen
      self.key = key
    }
  }

  private var session: RuleIndex.Search
  private var known: [ObjectIdentifier: Reading] = [:]
  private let zone: TimeZone

  init(_ rules: RuleSet, zone: TimeZone) {
    session = RuleIndex.Search(rules.index)
    self.zone = zone
  }

  /// Finds the first match among the rules without trying all of them.
  var index: RuleIndex { session.index }

  /// The task as listed, without its detail.
  mutating func read(_ row: Poller.Row) -> IndexedTask {
    guard let key = knownKey(of: row) else { return readAnew(row) }
    return IndexedTask(view: view(of: row, key), key: key)
  }

  /// The same for who only needs what rules are shown.
  func view(of row: Poller.Row) -> TaskView {
    guard let key = knownKey(of: row) else { return TaskView(row.task, listedAsOverdue: row.overdue, zone: zone) }
    return view(of: row, key)
  }

  private func view(of row: Poller.Row, _ key: TaskIndexKey) -> TaskView {
    TaskView(row.task, listedAsOverdue: row.overdue, due: key.dueDate, created: key.creationDate, zone: zone)
  }

  /// The part of a task that is kept; its dates are in it.
  mutating func key(of row: Poller.Row) -> TaskIndexKey { knownKey(of: row) ?? readAnew(row).key }

  /// How urgent a task is, as listed.
  mutating func urgency(of row: Poller.Row, at now: Date) -> Candidate.Urgency {
    Candidate.Urgency(key(of: row), at: now)
  }

  private func knownKey(of row: Poller.Row) -> TaskIndexKey? {
    guard let key = known[ObjectIdentifier(row.seen)]?.key, key.listedAsOverdue == row.overdue else { return nil }
    return key
  }

  private mutating func readAnew(_ row: Poller.Row) -> IndexedTask {
    let read = session.read(TaskView(row.task, listedAsOverdue: row.overdue, zone: zone))
    known[ObjectIdentifier(row.seen)] = Reading(row.seen, read.key)
    return read
  }

  mutating func verdict(on task: IndexedTask, at now: Date) -> Verdict { session.verdict(on: task, at: now) }

  mutating func verdicts(on tasks: [IndexedTask], at now: Date) -> [Verdict] { session.verdicts(on: tasks, at: now) }

  /// Forgets tasks that are no longer listed as they were read.
  mutating func prune(keeping isListed: (SeenTask) -> Bool) { known.prune { _, reading in isListed(reading.seen) } }
}
