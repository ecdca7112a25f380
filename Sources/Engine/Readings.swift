import Foundation
import GeoTareas
import Rules

/// The listed tasks as rules see them, read once for as long as they look the same, with the session they were read in.
///
/// New rules need new readings.
struct Readings: Sendable {
  /// Shared, for it is large and a table of them has room to spare.
  private final class Reading: Sendable {
    let seen: SeenTask
    let read: IndexedTask

    init(_ seen: SeenTask, _ read: IndexedTask) {
      self.seen = seen
      self.read = read
    }
  }

  private var session: RuleIndex.Session
  private var known: [ObjectIdentifier: Reading] = [:]
  private let zone: TimeZone

  init(_ rules: RuleSet, zone: TimeZone) {
    session = RuleIndex.Session(rules.index)
    self.zone = zone
  }

  /// Finds the first match among the rules without trying all of them.
  var index: RuleIndex { session.index }

  /// A task as it was listed, without its detail.
  mutating func read(_ row: Poller.Row) -> IndexedTask {
    let seen = row.seen
    let key = ObjectIdentifier(seen)
    if let known = known[key], known.read.view.listedAsOverdue == row.overdue { return known.read }
    let read = session.read(TaskView(seen.task, listedAsOverdue: row.overdue, zone: zone))
    known[key] = Reading(seen, read)
    return read
  }

  mutating func verdict(on task: IndexedTask, at now: Date) -> Verdict { session.verdict(on: task, at: now) }

  mutating func verdicts(on tasks: [IndexedTask], at now: Date) -> [Verdict] { session.verdicts(on: tasks, at: now) }

  /// Forgets tasks that are not listed as they were read.
  mutating func prune(keeping isListed: (SeenTask) -> Bool) { known.prune { _, reading in isListed(reading.seen) } }
}
