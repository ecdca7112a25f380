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
      waiting.rule = hold.rule.map { names[$0] }
      if source.showsNames { (waiting.by, waiting.why) = (hold.by, hold.why) }
      return waiting
    }
  }

  private var turns: [Waiting] {
    open.filter { $0.kind == .act }.map { tasks in
      var waiting: Waiting = matter(.turn, since: tasks.since)
      waiting.count = tasks.count
      waiting.rule = names[tasks.rule]
      waiting.task = TaskName(id: tasks.task.rawValue)
      return waiting
    }
  }

  private var capped: [Waiting] {
    guard let capped = status.standing?.capped, capped > 0 else { return [] }
    var waiting: Waiting = matter(.capped)
    waiting.count = capped
    return [waiting]
  }
}
