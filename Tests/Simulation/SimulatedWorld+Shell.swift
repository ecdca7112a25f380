import Engine
import Foundation
import GeoTareas
import Log
import Pacing
import Records
import Rules

/// The shell around the engine: carries out effects until it is told to die.
extension SimulatedWorld {
  mutating func carryOut(_ effects: [Effect]) {
    for (index, effect) in effects.enumerated() {
      if isFaulty, life > 0, random.chance(effect.isWrite ? 0.004 : 0.000_3) { return crash() }
      if case .commit = effect, failsNow() {
        return failCommit(effects[index...])
      }
      if case .commit(let records) = effect, let why = objection(to: records) {
        return failCommit(effects[index...], why)
      }
      carryOut(effect)
      if isDown { return }
    }
  }

  private mutating func failsNow() -> Bool {
    guard isFaulty else { return false }
    if now < journalFullUntil { return true }
    if failingCommits > 0 {
      failingCommits -= 1
      return true
    }
    guard random.chance(0.000_5) else { return false }
    failingCommits = random.below(4)
    return true
  }

  private mutating func carryOut(_ effect: Effect) {
    switch effect {
    case .commit(let records): commit(records)
    case .send(let id, let call, let permit): send(id, call, permit)
    case .cancel(let id):
      log("effect: cancel request \(id)")
      events.append(.answered(id, .failure(Wire.cancelled)))
    case .recall(let tasks, let instances):
      events.append(.recalled(journal.recollect(tasks, instances: instances)))
    case .report(let report):
      let entry = LogEntry(report)
      log("effect: report \(entry.name.rawValue): \(entry.message)")
      watch.hear(report)
      live.hear(entry, at: now)
      if report.name == .tenantPaused {
        isStirred = true
        live.charge(scenario.settings.pollEvery + live.pollTime, about: nil, at: now)
      }
      hear(report)
    case .wake(let at):
      let due = Duration.nanoseconds(at.nanoseconds) + booted
      if due <= now { watch.note(.shell, "a wake that does not lie ahead") }
      queue.wake = due
    case .finished(let ending):
      if ending != .stopped { watch.note(.shell, "the engine ended: \(ending)") }
      log("effect: finished")
      isDown = true
      live.silentUntil = .seconds(Int.max >> 32)
      queue.push(.restart, at: now + random.seconds(1...120))
    }
  }

  private mutating func commit(_ records: [JournalEntry]) {
    for record in records {
      switch record {
      case .intent(let intent):
        let transition = Transition(from: journal[intent.id], to: intent)
        if let transition { transitions[transition, default: 0] += 1 }
        log("effect: commit \(intent.id), \(intent.task), episode \(intent.episode): \(intent.state) \(intent.note)")
        stirred.insert(intent.task)
        watch.unkept.remove(intent.task)
        if !intent.state.isUnresolved {
          // A commit may wait for room on the disk; the engine knows since the answer.
          let waited = scenario.jumpsClock ? 0 : max(0, wall.timeIntervalSince(intent.changedAt))
          watch.resolved[intent.task] = now - .seconds(waited)
        }
      case .view(let listing):
        watch.see(listing, life: life, at: now)
      case .decision(let entry): log("effect: commit decision on \(entry.task): \(entry.rule) \(entry.kind)")
      case .touched(let task, _): log("effect: commit that somebody touched \(task)")
      case .hold(let rule, let why, _):
        log("effect: commit a hold on rule \(rule): \(why)")
        suffer(.ruleBroken)
        spread()
      case .holdEnded(let number, _):
        log("effect: commit that the time of hold \(number) is over")
        if let hold = journal.holds.first(where: { $0.number == number }) {
          suffer(.holdOver)
          watch.end(hold, at: stamp)
          isStirred = true
        }
      case .standing(let standing): live.hear(standing, at: now)
      case .requestSent, .requestSettled, .requestWithdrawn, .detail, .learnt, .touchesForgotten, .grounds,
        .rulesLoaded, .counted, .form, .shape:
        break
      }
    }
    journal.apply(records)
  }

  private mutating func send(_ id: CallID, _ call: GeoTareas.Call, _ permit: WritePermit?) {
    if journal.requests[id] == nil { watch.note(.armedFirst, "request \(id) was sent before it was journalled") }
    var request = Request(
      id: id, call: call, token: token, fate: fate(of: call), intent: nil, sentAt: now, life: life)
    log("effect: send \(id): \(call), \(request.fate.fault?.rawValue ?? "no fault")")
    if call.endpoint == .list { watch.lists.insert(id) }
    flights[id] = Flight(call: call, sentAt: now)
    live.send(call, call.task.flatMap { vanity(of: $0) }, at: now)
    if case .write(let task, let write) = call {
      let armed = journal.known(of: task).filter { $0.state == .armed && $0.write == write }
      request.intent = armed.first
      if armed.count != 1 { watch.note(.armedFirst, "\(task): a write without its armed record") }
      if let intent = armed.first { watch.checkPermit(permit, of: intent, at: stamp.instant) }
      if isStopping { watch.note(.quietWhenTold, "\(task): a write after a stop") }
      if let intent = armed.first {
        watch.checkHolds(
          intent, journal.holds, journal.parked,
          ended: { [journal] since in
            journal.all.count {
              $0.rule == intent.rule && $0.changedAt > since && ($0.state == .parked || !$0.state.isUnresolved)
            }
          }, button: pressedButton, at: now, wall)
        watch.checkProtected(intent, server.tenant.tasks[task])
        watch.checkRepeats(intent, earlier: journal.known(of: task))
        if request.fate.fault == .forbidden { denied.insert(intent.id) } else { denied.remove(intent.id) }
        if watch.isStoodIn(intent) { suffer(.nobodyLeft) }
        watch.send(intent, earlier: journal.known(of: task), touched: journal.touches[task], life: life, at: now, wall)
      }
    }
    if let arrival = request.fate.arrival { queue.push(.arrival(request), at: now + arrival) }
    if request.fate.answer < request.fate.arrival ?? .seconds(1_000_000) {
      queue.push(
        .answer(id, request.fate.disguise(Wire.internalError), token: nil, life: life), at: now + request.fate.answer)
    }
  }

  private mutating func fate(of call: GeoTareas.Call) -> Fate {
    let endpoint = call.endpoint
    var fate: Fate?
    if let trouble, now < trouble.until, isOdd { fate = suffering(call, in: trouble.kind) }
    fate = fate ?? oddFate(of: call)
    let rate = isFaulty ? (endpoint.isWrite ? scenario.writeFaults : scenario.readFaults) : 0
    let drawn = fate ?? Fate.draw(&random, isWrite: endpoint.isWrite, rate: rate)
    if let fault = drawn.fault { suffer(fault) }
    return drawn
  }

  /// In a plague writes are lost, and tasks in doubt cannot be read: they all end with a person.
  private mutating func suffering(_ call: GeoTareas.Call, in kind: Trouble.Kind) -> Fate? {
    if kind == .plague, case .detail(let task) = call, journal.known(of: task).last?.state != .unknown { return nil }
    return Fate.draw(&random, call.endpoint, in: kind)
  }

  private mutating func failCommit(
    _ effects: ArraySlice<Effect>, _ why: CommitFailure = .unwritable("disk full")
  ) {
    if case .unwritable = why { suffer(.commitFails) }
    let failure = Event.commitFailed(effects, why: why)
    if case .commitFailed(let lost, _, _, _) = failure { charge(lost, why) }
    unkeptUntil = now + scenario.settings.staleness * 4
    log("fault: the commit fails: \(why)")
    events.insert(failure, at: 0)
  }

  /// A failed commit holds up all for a moment, and what was to be begun until a poll brings it again.
  private mutating func charge(_ records: [JournalEntry], _ why: CommitFailure) {
    switch why {
    case .unwritable: live.charge(scenario.settings.staleness * 2, about: nil, at: now)
    case .overspent(_, let wait): live.charge(wait + .seconds(1), about: nil, at: now)
    case .held, .rejected: break
    }
    for case .intent(let intent) in records {
      watch.unkept.insert(intent.task)
      live.blame(intent.task, scenario.settings.pollEvery + live.pollTime)
    }
  }

  mutating func crash() {
    log("fault: crash")
    suffer(.crash)
    common.append(.crash)
    isDown = true
    live.silentUntil = .seconds(Int.max >> 32)
    var down = random.milliseconds(100...40_000)
    // Across boots only the wall clock tells how old a request is: where it is set, a reboot may deceive.
    if !scenario.jumpsClock, random.chance(0.25) {
      suffer(.reboot)
      down += .seconds(20)
      boot = "boot-\(life)"
      booted = now + .seconds(10)
    }
    queue.push(.restart, at: now + down)
  }

  mutating func restart() {
    life += 1
    isDown = false
    isStopping = false
    events = []
    frozenUntil = .zero
    unheard = []
    flights = [:]
    isStirred = true
    announced = [:]
    watch.unkept = []
    live.beginAnew(at: now, remembering: false)
    watch.restart(at: now)
    watch.hear(JournalNews(holds: journal.holds), at: wall)
    engine = Engine(settings: scenario.settings, rules: rules)
    journal.prune()
    log("event: start, life \(life)")
    handle(.start(journal.recovery(since: wall - 86_400)))
  }
}

extension Effect {
  /// True for what makes an effect in the world possible: a crash is likeliest around it.
  fileprivate var isWrite: Bool {
    switch self {
    case .send(_, let call, _): call.endpoint.isWrite
    case .commit(let records):
      records.contains { record in
        if case .intent = record { true } else { false }
      }
    case .cancel, .recall, .report, .wake, .finished: false
    }
  }
}
