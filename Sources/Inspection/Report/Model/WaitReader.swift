import Foundation
import GeoTareas
import Journal
import Records

/// Finds out what waits and goes on by itself.
struct WaitReader {
  private let status: TenantStatus
  private let open: [OpenTasks]
  private let names: RuleNames
  private let source: ReportSource

  init(_ status: TenantStatus, _ open: [OpenTasks], _ names: RuleNames, _ source: ReportSource) {
    self.status = status
    self.open = open
    self.names = names
    self.source = source
  }

  func waits() throws(JournalError) -> [Waiting] { try ofServer + ofPeople + doubts() + turns + capped }

  private func waiting(_ kind: Waiting.Kind, since: Date? = nil) -> Waiting {
    Waiting(kind, tenant: status.tenant, since: since)
  }

  private var ofServer: [Waiting] {
    (status.standing?.waits ?? []).filter { !$0.needsPerson }.map { wait in
      var waiting = waiting(.server, since: wait.since)
      waiting.until = wait.until
      waiting.obstacle = Standstill(wait)
      waiting.task = wait.task.map { TaskName(id: $0) }
      waiting.why = source.words(of: wait)
      return waiting
    }
  }

  private var ofPeople: [Waiting] {
    status.holds.filter { !$0.isAutomatic }.map { hold in
      var waiting = waiting(.hold, since: hold.since)
      waiting.hold = hold.number
      waiting.rule = hold.rule.map { names[$0] }
      if source.showsNames { (waiting.by, waiting.why) = (hold.by, hold.why) }
      return waiting
    }
  }

  private func doubts() throws(JournalError) -> [Waiting] {
    var waits: [Waiting] = []
    for intent in status.inDoubt.prefix(DemandReader.most) {
      var waiting = waiting(.doubt, since: intent.changedAt)
      waiting.rule = names[intent.rule]
      waiting.task = try source.name(of: intent)
      waiting.intent = intent.id
      waits.append(waiting)
    }
    if status.inDoubt.count > DemandReader.most {
      var rest = waiting(.doubt, since: status.inDoubt[DemandReader.most].changedAt)
      rest.count = status.inDoubt.count - DemandReader.most
      waits.append(rest)
    }
    return waits
  }

  private var turns: [Waiting] {
    open.filter { $0.kind == .act }.map { tasks in
      var waiting = waiting(.turn, since: tasks.since)
      waiting.count = tasks.count
      waiting.rule = names[tasks.rule]
      waiting.task = TaskName(id: tasks.task.rawValue)
      return waiting
    }
  }

  private var capped: [Waiting] {
    guard let capped = status.standing?.capped, capped > 0 else { return [] }
    var waiting = waiting(.capped)
    waiting.count = capped
    return [waiting]
  }
}
