import Foundation
import GeoTareas
import Pacing
import Rules

/// What becomes true with time is acted on then, without a further poll.
extension Engine {
  /// Decides anew about the tasks of the last poll for which time may have changed the decision.
  mutating func followTime(at now: ClockReading) {
    guard let next = nextTurn, next <= now.wall else { return }
    let turned = timer.turn(to: now.wall).compactMap { poller.rows[$0] }
    let unknown = turned.filter { !book.knows($0.id) && mayMatter($0, at: now) }.map(\.id)
    if unknown.isEmpty {
      var records: [JournalEntry] = []
      for row in turned { reconsider(row, &records, at: now) }
      commit(records)
    } else {
      recall(unknown)
    }
  }

  /// When to look next, while nothing else is about to decide: a poll under way decides about all tasks, and a single
  /// run does not wait for the time.
  var nextTurn: Date? { isPolling || recalling != nil || settings.runsOnce ? nil : timer.next }

  /// Puts one task of the last poll where it belongs now.
  mutating func reconsider(_ row: Poller.Row, _ records: inout [JournalEntry], at now: ClockReading) {
    let task = row.id
    let consideration = consider(row, &records, at: now)
    guard !busy.contains(task) else { return }
    if case .waits = consideration { return }
    queue.remove(task)
    switch consideration {
    case .candidate(let candidate): queue.putBack(candidate)
    case .needsDetails:
      if facts.isFresh(task, at: now.instant) {
        unread.insert(task)
      } else if !curious.contains(task), !flights.values.contains(where: { $0.fact == task }) {
        curious.append(task)
      }
    case .nothing, .waits: break
    }
  }
}
