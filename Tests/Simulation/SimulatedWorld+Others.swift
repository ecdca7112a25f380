import CalendarTime
import Engine
import Foundation
import GeoTareas
import Pacing
import Records
import Rules

/// What happens of itself: people and other clients, an operator, the clock, the server's bad hours.
extension SimulatedWorld {
  /// New tasks come, while not too many are open.
  mutating func birth() {
    if now < scenario.faultsUntil + .seconds(600) {
      queue.push(.birth, at: now + random.seconds(scenario.birthEvery))
    }
    guard isRoomy else { return }
    for _ in 0..<random.number(1...2) {
      bear(random.one(of: scenario.steps))
    }
  }

  /// True while not too many tasks are open that people or rules can get on with.
  private var isRoomy: Bool {
    guard server.tenant.open.count >= 10 else { return true }
    return server.tenant.open.count { server.tenant.tasks[$0]?.isCrowd == false } < 10
  }

  private mutating func bear(_ step: String) {
    born += 1
    counts.tasks += 1
    // A third of the tasks belong to an instance that had one before.
    let instance = random.chance(0.33) ? "i-\(born / 10)" : nil
    var task = scenario.catalog.task("t\(born)", step, instance: instance, &random)
    task.created = civilTime
    guard makeOdd(&task) else { return }
    if task.refusal != nil { suffer(.refusedTask) }
    log("world: task \(task.id) comes, step \(step)")
    server.tenant[task.id.rawValue] = task
  }

  /// The true time as the tenant's people would write it.
  var civilTime: String {
    let seconds = Int(scenario.wallStart.timeIntervalSince1970 + now.inSeconds) - 5 * 3_600
    let time = seconds % 86_400
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
    let day = CivilDate(daysSinceEpoch: seconds / 86_400)
    return "\(day)T\(two(time / 3_600)):\(two(time / 60 % 60)):\(two(time % 60))"
  }

  /// People complete and reassign, the latter always to somebody new, because a change there and back cannot be seen;
  /// now and then another program does what a rule would.
  mutating func people() {
    guard now < scenario.end - .seconds(3_600) else { return }
    queue.push(.people, at: now + random.seconds(scenario.peopleEvery))
    let open = server.tenant.open.filter { !$0.rawValue.hasPrefix("a") }
    guard !open.isEmpty else { return }
    let worked = open.filter { server.tenant.tasks[$0]?.isForPeople == true }
    let id = random.one(of: open)
    if isOdd, random.chance(0.15) { return meddle(id) }
    if isOdd, random.chance(0.2) {
      suffer(.personReassigns)
      born += 1
      // Every other time it is the same task again.
      if let handed, born.isMultiple(of: 2), open.contains(handed) { return hand(handed, to: "p\(born)", "a person") }
      handed = id
      return hand(id, to: "p\(born)", "a person")
    }
    // Most work goes on where somebody has it already; what came last waits.
    for chosen in worked.dropLast() { complete(chosen) }
    guard isOdd, !worked.contains(id), random.chance(0.25) else { return }
    suffer(.personCompletes)
    complete(id)
  }

  mutating func complete(_ id: TaskID) {
    log("world: a person completes \(id)")
    watch.touch(id, server.tenant.tasks[id]?.state, at: now)
    server.tenant.change(id) { $0.status = TaskStatus.completed }
    forgetLater(id)
  }

  /// Long runs forget tasks that were completed long ago.
  private mutating func forgetLater(_ id: TaskID) {
    watch.completed.append(id)
    if watch.completed.count > 200 { server.tenant.forget(watch.completed.removeFirst()) }
  }

  private mutating func meddle(_ id: TaskID) {
    guard let task = server.tenant.tasks[id] else { return }
    suffer(.otherClient)
    switch task.step {
    case "Route": hand(id, to: "maria", "another client")
    case "Cool": hand(id, to: "nora", "another client")
    default:
      log("world: another client completes \(id)")
      watch.touch(id, task.state, at: now)
      server.tenant.change(id) { $0.status = TaskStatus.completed }
    }
  }

  private mutating func hand(_ id: TaskID, to somebody: String, _ who: String) {
    log("world: \(who) hands \(id) to \(somebody)")
    watch.touch(id, server.tenant.tasks[id]?.state, at: now)
    server.tenant.change(id) { ($0.user, $0.group) = (somebody, nil) }
  }

  /// Tokens expire, the disk fills up, the machine sleeps; people stop and reload the daemon.
  mutating func chores() {
    guard isOdd else {
      // The faults are over: a person reloads, in case writes were stopped.
      if isDown || now < frozenUntil { return queue.push(.chores, at: now + .seconds(60)) }
      return reload()
    }
    // The last of them comes right after the faults, and has time to work.
    queue.push(.chores, at: min(now + random.seconds(scenario.choresEvery), scenario.faultsUntil + .seconds(60)))
    guard !isDown, now >= frozenUntil else { return }
    switch scenario.isCalm ? 2 : random.below(9) {
    case 0, 1: server.oldestGoodToken = issued + 1
    case 2, 3:
      suffer(.reload)
      if random.chance(0.5) { edit() }
      reload()
    case 4:
      suffer(.stop)
      log("event: stop")
      isStopping = true
      handle(.stop)
    case 5:
      suffer(.journalFull)
      fillDisk(until: now + random.seconds(5...240))
      common.append(.full(until: journalFullUntil))
    case 6:
      suffer(.suspend)
      sleep(until: now + random.seconds(1...1_500))
      common.append(.sleep(until: frozenUntil))
    default: break
    }
  }

  mutating func fillDisk(until end: Duration) {
    journalFullUntil = end
    live.beginAnew(at: end, remembering: true)
    log("fault: the disk is full for \(end - now)")
  }

  mutating func sleep(until end: Duration) {
    frozenUntil = end
    live.beginAnew(at: end, remembering: true)
    log("fault: the machine sleeps for \(end - now)")
  }

  /// Somebody edits the rules, or only puts what they capture into another order.
  private mutating func edit() {
    edition += 1
    if scenario.oddities.contains(.reordered), rules.fingerprint == scenario.rules.fingerprint, random.chance(0.7) {
      suffer(.reordered)
      rules = rules == scenario.rules ? scenario.reorderedRules : scenario.rules
    } else {
      suffer(.ruleEdited)
      rules = rules.fingerprint == scenario.rules.fingerprint ? scenario.editedRules : scenario.rules
    }
  }

  private mutating func reload() {
    log("event: reload of \(rules.fingerprint)")
    watch.reload()
    isStirred = true
    live.reload(at: now)
    live.charge(live.pollTime + scenario.settings.staleness, about: nil, at: now)
    handle(.reload(rules))
  }

  mutating func beginTrouble() {
    guard isOdd else { return }
    queue.push(.trouble, at: now + random.seconds(scenario.troubleEvery))
    let kind = random.one(of: scenario.troubles)
    if kind == .plague, random.chance(0.7) { return }
    var length = random.seconds(30...600)
    switch kind {
    case .noDetails:
      suffer(.blindness)
      // Now and then long enough for doubts to be given up.
      if random.chance(0.25) { length = .seconds(2_700) }
    case .plague:
      suffer(.plague)
      length = .seconds(3_600)
      for _ in 0..<8 { bear("Send") }
    case .unreachable, .silent: suffer(.outage)
    case .certificate, .unavailable: break
    case .loginRefused, .loginBroken: server.oldestGoodToken = issued + 1
    case .hiccup: length = .seconds(25)
    case .permission: length = .seconds(1_800)
    case .badNode:
      badConnections = 4
      length = .zero
    }
    endTrouble()
    live.begin(kind, at: now)
    trouble = Trouble(kind: kind, until: now + length)
    log("fault: \(kind) for \(length)")
  }

  /// The wall clock is set, and set right again.
  mutating func setClock() {
    if clockOffset != 0 {
      clockOffset = 0
    } else if isFaulty {
      let (fault, offset) = random.one(
        of: [(Fault.clockForward, 3_600.0), (.clockBack, -3_600), (.clockDecadeBack, -315_360_000)])
      suffer(fault)
      clockOffset = offset
    } else {
      return
    }
    log("fault: the wall clock is off by \(clockOffset) s")
    watch.clockSettings.append((now, wall))
    queue.push(.clock, at: now + (clockOffset == 0 ? random.seconds(3_000...20_000) : random.seconds(10...2_000)))
  }
}

extension ModelTask {
  /// True where it stands about, because nobody can get on with it or nobody is to.
  fileprivate var isCrowd: Bool { ailment != nil || id.rawValue.hasPrefix("a") }

  /// True where somebody has it already, and where no rule gets on with it.
  fileprivate var isForPeople: Bool {
    if ailment != nil { return false }
    return user != nil || group != "sales" || refusal != nil || RuleCatalog.left.contains(step)
  }
}
