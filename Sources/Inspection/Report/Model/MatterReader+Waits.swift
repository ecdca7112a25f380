import Foundation
import GeoTareas
import Journal
import Records

/// What waits and goes on by itself.
extension MatterReader {
  func waits() throws(JournalError) -> [Waiting] {
    let doubts: [Waiting] = try effects(.doubt, status.inDoubt)
    return serverWaits + ofPeople + doubts + turns + capped
  }

  private var serverWaits: [Waiting] {
    (status.standing?.waits ?? []).filter { !$0.needsPerson }.map { wait in
      var waiting: Waiting = matter(.server, since: wait.since)
      waiting.until = wait.until
      waiting.obstacle = Standstill(wait)
      waiting.task = wait.task.map { TaskName(id: $0) }
      waiting.why = source.words(of: wait)
      return waiting
    }
  }

  private var ofPeople: [Waiting] {
    status.holds.filter { !$0.isAutomatic }.map { hold in
      var waiting: Waiting = matter(.hold, since: hold.since)
      waiting.hold = hold.number
      waiting.until = hold.term?.end(asOf: status.clock)
      waiting.task = hold.task.map { TaskName(id: $0.rawValue) }
      waiting.rule = hold.rule.map { names[$0] }
      if source.showsNames { (waiting.by, waiting.why) = (hold.by, hold.why) }
      return waiting
    }
  }

  private var turns: [Waiting] {
    open.filter { $0.kind == .act || $0.kind == .capped && isUncapped }.map { matter(.turn, on: $0) }
  }

  /// True where no limit keeps anything back now: what one kept back before waits for its turn.
  private var isUncapped: Bool { (status.standing?.capped ?? 0) == 0 }

  /// By rule, and those whose decision is not kept any more together.
  private var capped: [Waiting] {
    guard !isUncapped else { return [] }
    let known = open.filter { $0.kind == .capped }
    let waits = known.map { tasks in
      var waiting: Waiting = matter(.capped, on: tasks)
      waiting.why = tasks.note
      return waiting
    }
    return waits + rest(.capped, (status.standing?.capped ?? 0) - known.reduce(0) { $0 + $1.count })
  }
}
