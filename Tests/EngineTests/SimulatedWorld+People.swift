import Engine
import GeoTareas
import Pacing
import Rules

/// What happens of itself, and what must be true in the end.
extension SimulatedWorld {
  private mutating func chance(_ share: Double) -> Bool { Double.random(in: 0..<1, using: &random) < share }

  /// New tasks come, while not too many are open.
  mutating func birth() {
    if now < faultsUntil + .seconds(600) {
      queue.push(.birth, at: now + .seconds(Int.random(in: 20...200, using: &random)))
    }
    guard server.tenant.tasks.values.count(where: \.isOpen) < 8 else { return }
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      born += 1
      let step = ["Send", "Send", "Route", "Group", "Shadow", "Other"].randomElement(using: &random) ?? "Send"
      var task = ModelTask("t\(born)", step: step)
      task.isOverdue = chance(0.2)
      server.tenant[task.id.rawValue] = task
    }
  }

  /// People complete and reassign; always to somebody new, because a change there and back cannot be seen.
  mutating func people() {
    guard isFaulty else { return }
    queue.push(.people, at: now + .seconds(Int.random(in: 10...240, using: &random)))
    let open = server.tenant.tasks.values.filter(\.isOpen).map(\.id).sorted()
    guard let id = open.randomElement(using: &random) else { return }
    if chance(0.4) {
      seen.insert(.personCompletes)
      log("person completes \(id)")
      server.tenant.change(id) { $0.status = TaskStatus.completed }
    } else {
      seen.insert(.personReassigns)
      born += 1
      let somebody = "p\(born)"
      log("person hands \(id) to \(somebody)")
      server.tenant.change(id) { ($0.user, $0.group) = (somebody, nil) }
    }
  }

  /// Tokens expire, people stop and reload the daemon.
  mutating func trouble() {
    guard isFaulty else {
      // The faults are over: a person reloads, in case writes were stopped.
      if !isDown { handle(.reload(rules)) } else { queue.push(.trouble, at: now + .seconds(60)) }
      return
    }
    queue.push(.trouble, at: now + .seconds(Int.random(in: 60...600, using: &random)))
    guard !isDown else { return }
    switch Int.random(in: 0..<6, using: &random) {
    case 0, 1: server.oldestGoodToken = issued + 1
    case 2:
      seen.insert(.reload)
      log("reload")
      handle(.reload(rules))
    case 3:
      seen.insert(.stop)
      log("stop")
      isStopping = true
      handle(.stop)
    default: break
    }
  }

  mutating func checkEnd() {
    for intent in journal.all where intent.state.isUnresolved && intent.state != .parked {
      server.note("\(intent.id), task \(intent.task), is still \(intent.state): \(intent.note)")
    }
    for task in server.tenant.tasks.values.sorted(by: { $0.id < $1.id }) where task.isOpen && !isDry {
      let wanted =
        switch task.step {
        case "Send": true
        case "Route": task.user != "maria"
        case "Group": task.group != "audit"
        default: false
        }
      let last = journal.known(of: task.id).last?.state
      if wanted, last != .parked, last != .refused {
        server.note("\(task.id), step \(task.step), with \(task.user ?? task.group ?? "nobody"), was not done")
      }
    }
    let count = server.effects.values.reduce(0, +)
    if !isDry, count == 0 { server.note("nothing was done at all") }
  }
}
