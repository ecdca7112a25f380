import Foundation
import GeoTareas
import Pacing
import Records
import Rules

/// Acts on what becomes true with time at that time, without waiting for a poll.
extension Engine {
  /// Decides again about the tasks of the last poll whose decision time may have changed.
  mutating func followTime(at now: ClockReading) {
    guard let next = nextTurn, next <= now.wall else { return }
    let turned = active.turn(to: now.wall).compactMap { polling.rows[$0] }
    let unknown = turned.filter { !book.knows($0.id) && mayMatter($0, at: now) }.map(\.id)
    if unknown.isEmpty {
      var records: [JournalEntry] = []
      for row in turned { reconsider(row, &records, at: now) }
      commit(records)
    } else {
      recall(unknown)
    }
  }

  /// When to look at decisions next; nil while something else is about to decide.
  ///
  /// A poll under way decides about all tasks, and a single run does not wait for time to pass.
  var nextTurn: Date? { !polling.isAtRest || settings.runsOnce ? nil : active.nextTurn }

  /// Decides again about one task of the last poll.
  mutating func reconsider(_ row: Poller.Row, _ records: inout [JournalEntry], at now: ClockReading) {
    let task = row.id
    let decision = consider(row, &records, at: now)
    guard !flights.busy.contains(task) else { return }
    if case .waitsForPoll = decision { return }
    queue.remove(task)
    if case .candidate(_, let candidate, _) = decision { queue.putBack(candidate) }
    if decision.asksForDetail {
      if reader.isFresh(task, at: now.instant) {
        reader.leaveUnread(task)
      } else if !reader.wanted.contains(task), !flights.facts.contains(task) {
        reader.want(task)
      }
    }
  }
}
