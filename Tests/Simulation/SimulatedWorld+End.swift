import Engine
import Foundation
import GeoTareas
import Pacing
import Records

/// What must be true in the end.
extension SimulatedWorld {
  mutating func checkEnd() {
    for intent in journal.all { checkEnd(intent) }
    for id in server.tenant.open {
      guard let task = server.tenant.tasks[id], !scenario.isDry, RuleCatalog.sure.contains(task.step) else { continue }
      let last = journal.known(of: id).last
      let isGivenUp = last?.state == .parked || last?.state == .refused || last?.verdict == .drop
      if task.isWanted, task.refusal == nil, !isHopeless(task), !isGivenUp {
        watch.note(.settles, "\(id), step \(task.step), with \(task.user ?? task.group ?? "nobody"), was not done")
      }
    }
    if !scenario.isDry, counts.effects == 0 { watch.note(.settles, "nothing was done at all") }
    let neighbour = server.neighbour
    if neighbour.requests > 300, neighbour.refused * 10 > neighbour.requests {
      watch.note(.neighbourly, "\(neighbour.refused) of a neighbour's \(neighbour.requests) calls were refused")
    }
    for what in audit(journal) { watch.note(.auditChain, what) }
    let (few, many) = (watch.given["weigh fay"] ?? 0, watch.given["weigh gil"] ?? 0)
    if few + many >= 80, abs(Double(many) / Double(few + many) - 0.75) > 0.12 {
      watch.note(.shares, "of \(few + many) tasks, one with three shares of four got \(many)")
    }
  }

  /// Whether the server answers calls about a task badly for ever, its row cannot be read, or its effect cannot be kept.
  private func isHopeless(_ task: ModelTask) -> Bool {
    task.isBroken || task.refusal == 403 || task.oddity?.isLegible == false || isUnstorable(task.id)
  }

  private mutating func checkEnd(_ intent: Intent) {
    let effects = watch.effects[intent.id] ?? 0
    let isLost = server.tenant.tasks[intent.task].map { isHopeless($0) } ?? false
    let what = "\(intent.id), task \(intent.task), \(intent.state) (\(intent.note)), \(effects) effects"
    switch intent.state {
    case .armed, .unknown: if !isLost { watch.note(.settles, what) }
    case .planned:
      if effects > 0 { watch.note(.explained, what) }
      let step = server.tenant.tasks[intent.task]?.step ?? ""
      if RuleCatalog.sure.contains(step), !isLost { watch.note(.settles, what) }
    case .done:
      // What shows as done after a doubt may be the work of others.
      if effects == 0, intent.doubtfulAttempts == 0 || watch.touches[intent.task] == nil {
        watch.note(.explained, what)
      }
    case .refused: if effects > 0 { watch.note(.explained, what) }
    case .superseded: if effects > 0, intent.doubtfulAttempts == 0 { watch.note(.explained, what) }
    case .parked: break
    }
  }
}

extension ModelTask {
  /// True where a rule without safeguards has something to do.
  fileprivate var isWanted: Bool {
    switch step {
    case "Route": user != "maria"
    case "Group": group != "audit"
    case "Turns": !["ana", "bea", "cai"].contains(user) && group != "desk"
    case "Weigh": !["fay", "gil"].contains(user) && group != "desk"
    default: true
    }
  }
}
