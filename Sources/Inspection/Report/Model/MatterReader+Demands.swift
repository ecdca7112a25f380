import Foundation
import GeoTareas
import Journal
import Records
import TenantRuntime

/// What waits for a person.
extension MatterReader {
  /// The most urgent first: what keeps everything back, then single effects, then what no longer fits.
  func demands() throws(JournalError) -> [Demand] {
    let parked: [Demand] = try effects(.parked, status.parked) { $0.why = shown($1.note) }
    let refused: [Demand] = try effects(.refused, status.refused) { $0.why = shown($1.note) }
    return ofDaemon + serverDemands + parked + refused + ofRules + ofTasks
  }

  /// A reason that may quote the task; nil where the report shows no names, or there is none.
  private func shown(_ reason: String) -> String? { source.showsNames && !reason.isEmpty ? reason : nil }

  private var ofDaemon: [Demand] {
    var demands: [Demand] = []
    if !status.isRunning { demands.append(matter(.notRunning, since: status.standing?.at)) }
    if let refusal = status.refusal {
      demands.append(matter(refusal.isLeftOut ? .leftOut : .filesRefused, since: refusal.since))
    }
    return demands
  }

  private var serverDemands: [Demand] {
    (status.standing?.waits ?? []).filter(\.needsPerson).map { wait in
      var demand: Demand = matter(.server, since: wait.since)
      demand.until = wait.until
      demand.obstacle = Standstill(wait)
      demand.why = source.words(of: wait)
      return demand
    }
  }

  private var ofRules: [Demand] {
    status.holds.filter(\.isAutomatic).map { hold in
      var demand: Demand = matter(.ruleHeld, since: hold.since)
      demand.rule = hold.rule.map { names[$0] }
      demand.hold = hold.number
      demand.why = hold.why
      return demand
    }
  }

  /// By rule, as far as the journal has the decisions; what the daemon counts beyond them, at the end.
  private var ofTasks: [Demand] {
    let known = open.filter { $0.kind == .blocked }
    let demands = known.map { tasks in
      var demand: Demand = matter(.blocked, on: tasks)
      demand.why = shown(tasks.note)
      return demand
    }
    return demands + rest(.blocked, (status.standing?.blocked ?? 0) - known.reduce(0) { $0 + $1.count })
  }
}
