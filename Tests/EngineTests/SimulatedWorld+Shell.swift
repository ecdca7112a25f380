import Engine
import GeoTareas
import Pacing
import Rules

/// The shell around the engine: carries out effects until it is told to die.
extension SimulatedWorld {
  mutating func carryOut(_ effects: [Effect]) {
    for (index, effect) in effects.enumerated() {
      if isFaulty, life > 0, Double.random(in: 0..<1, using: &random) < 0.0008 { return crash() }
      if case .commit = effect, isFaulty, failingCommits > 0 || Double.random(in: 0..<1, using: &random) < 0.003 {
        failingCommits = failingCommits > 0 ? failingCommits - 1 : Int.random(in: 0...3, using: &random)
        seen.insert(.commitFails)
        return failCommit(effects[index...])
      }
      carryOut(effect)
      if isDown { return }
    }
  }

  private mutating func carryOut(_ effect: Effect) {
    switch effect {
    case .commit(let records):
      journal.apply(records)
      for record in records {
        guard case .intent(let intent) = record else { continue }
        states.insert(intent.state)
        log("journal: \(intent.id) task \(intent.task) ep \(intent.episode) \(intent.state) (\(intent.note))")
      }
    case .send(let id, let call): send(id, call)
    case .cancel(let id): events.append(.answered(id, .failure(Wire.cancelled)))
    case .recall(let tasks): events.append(.recalled(journal.recall(tasks)))
    case .report: break
    case .wake(let at):
      wakes += 1
      let due = Duration.nanoseconds(at.nanoseconds) + booted
      if due <= now { server.note("a wake that does not lie ahead") }
      queue.push(.wake(life: life, number: wakes), at: due)
    case .finished(let ending):
      if ending != .stopped { server.note("ended: \(ending)") }
      log("stopped")
      isDown = true
      queue.push(.restart, at: now + .seconds(Int.random(in: 1...120, using: &random)))
    }
  }

  private mutating func send(_ id: CallID, _ call: GeoTareas.Call) {
    var intent = ""
    if journal.requests[id] == nil { server.note("request \(id) was sent before it was journalled") }
    if case .write(let task, let write) = call {
      let armed = journal.all.filter { $0.task == task && $0.state == .armed && $0.write == write }
      if armed.count != 1 { server.note("\(task): a write without its armed record") }
      if isDry || isStopping { server.note("\(task): a write in a dry run or after a stop") }
      intent = armed.first.map { "\($0.task) episode \($0.episode) \($0.write.inWords)" } ?? ""
    }
    let fate = Fate.draw(
      &random, isWrite: call.endpoint.isWrite, rate: isFaulty ? (call.endpoint.isWrite ? 0.5 : 0.06) : 0)
    if let fault = fate.fault { seen.insert(fault) }
    if call.endpoint.isWrite { log("send \(id): \(intent), \(fate.fault?.rawValue ?? "no fault")") }
    if let arrival = fate.arrival {
      queue.push(.arrival(call, id: id, token: token, intent: intent, fate, life: life), at: now + arrival)
    }
    if fate.answer < fate.arrival ?? .seconds(1_000_000) {
      let heard = fate.disguise(Wire.refusal(500))
      queue.push(.answer(id, heard, token: nil, life: life), at: now + fate.answer)
    }
  }

  private mutating func failCommit(_ effects: ArraySlice<Effect>) {
    var lost: [Record] = []
    var unsent: [CallID] = []
    for effect in effects {
      if case .commit(let records) = effect { lost += records }
      if case .send(let id, _) = effect { unsent.append(id) }
    }
    log("journal: commit fails")
    events.insert(.commitFailed(records: lost, unsent: unsent, why: "disk full"), at: 0)
  }

  mutating func crash() {
    log("crash")
    seen.insert(.crash)
    isDown = true
    var down = Duration.milliseconds(Int.random(in: 100...40_000, using: &random))
    if Int.random(in: 0..<4, using: &random) == 0 {
      seen.insert(.reboot)
      down += .seconds(20)
      boot += 1
      booted = now + .seconds(10)
    }
    queue.push(.restart, at: now + down)
  }

  mutating func restart() {
    life += 1
    isDown = false
    isStopping = false
    events = []
    engine = Engine(settings: settings, rules: rules)
    let recent = (journal.requests.keys.max() ?? 0) - 400
    journal.prune(before: recent)
    log("start \(life)")
    handle(.start(journal.recovery()))
  }
}
