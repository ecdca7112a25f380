import Foundation
import GeoTareas
import Journal
import Records
import TenantRuntime

/// Finds out what waits for a person.
struct DemandReader {
  /// The most effects of one kind that are told one by one.
  static let most = 20

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

  /// The most urgent first: what keeps everything back, then single effects, then what no longer fits.
  func demands() throws(JournalError) -> [Demand] {
    try ofDaemon + ofServer + effects(.parked, status.parked) + effects(.refused, status.refused) + ofRules + ofTasks
  }

  private func demand(_ kind: Demand.Kind, since: Date? = nil) -> Demand {
    Demand(kind, tenant: status.tenant, since: since)
  }

  private var ofDaemon: [Demand] {
    var demands: [Demand] = []
    if !status.isRunning { demands.append(demand(.notRunning, since: status.standing?.at)) }
    if let refusal = status.refusal {
      demands.append(demand(refusal.isLeftOut ? .leftOut : .filesRefused, since: refusal.since))
    }
    return demands
  }

  private var ofServer: [Demand] {
    (status.standing?.waits ?? []).filter(\.needsPerson).map { wait in
      var demand = demand(.server, since: wait.since)
      demand.until = wait.until
      demand.obstacle = Standstill(wait)
      demand.why = source.words(of: wait)
      return demand
    }
  }

  private func effects(_ kind: Demand.Kind, _ intents: [Intent]) throws(JournalError) -> [Demand] {
    var demands: [Demand] = []
    for intent in intents.prefix(Self.most) {
      var demand = demand(kind, since: intent.changedAt)
      demand.rule = names[intent.rule]
      demand.task = try source.name(of: intent)
      demand.intent = intent.id
      demand.why = source.showsNames && !intent.note.isEmpty ? intent.note : nil
      demands.append(demand)
    }
    if intents.count > Self.most {
      var rest = demand(kind, since: intents[Self.most].changedAt)
      rest.count = intents.count - Self.most
      demands.append(rest)
    }
    return demands
  }

  private var ofRules: [Demand] {
    status.holds.filter(\.isAutomatic).map { hold in
      var demand = demand(.ruleHeld, since: hold.since)
      demand.rule = hold.rule.map { names[$0] }
      demand.hold = hold.number
      demand.why = hold.why
      return demand
    }
  }

  /// By rule, as far as the journal has the decisions; what the daemon counts beyond them, at the end.
  private var ofTasks: [Demand] {
    var demands = open.filter { $0.kind == .blocked }.map { tasks in
      var demand = demand(.blocked, since: tasks.since)
      demand.count = tasks.count
      demand.rule = names[tasks.rule]
      demand.task = TaskName(id: tasks.task.rawValue)
      demand.why = source.showsNames && !tasks.note.isEmpty ? tasks.note : nil
      return demand
    }
    let told = demands.reduce(0) { $0 + $1.count }
    if let blocked = status.standing?.blocked, blocked > told {
      var rest = demand(.blocked)
      rest.count = blocked - told
      demands.append(rest)
    }
    return demands
  }
}

extension ReportSource {
  /// What people know the task of an intent by.
  func name(of intent: Intent) throws(JournalError) -> TaskName {
    let task = try reader.grounds(of: intent.id).last?.task
    return TaskName(
      id: intent.task.rawValue, label: showsNames ? task?.entityLabel : nil, workflow: task?.workflow, step: task?.step)
  }

  /// Why something waits; about a task, a server may name people in its own words.
  func words(of wait: Wait) -> String? { showsNames || wait.task == nil ? wait.why : nil }
}
