import Engine
import Foundation
import GeoTareas
import Pacing
import Records
import Rules

/// People with a command line: they hold and release, press the stop button, and decide about what was parked.
///
/// The journal knows of it at once, the engine only some time later.
extension SimulatedWorld {
  mutating func operators() {
    // After the faults there is time left for what was held back.
    guard now < scenario.end - .seconds(3_600) else { return }
    let next = now + random.seconds(scenario.operatorsEvery)
    queue.push(.operators, at: isFaulty ? min(next, scenario.faultsUntil + .seconds(300)) : now + .seconds(300))
    if isFaulty {
      switch random.below(5) {
      case 0: hold()
      case 1: hold(rule: random.one(of: rules.rules).id)
      case 3:
        let open = server.tenant.tasks.filter(\.value.isOpen).keys.sorted()
        if !open.isEmpty { hold(task: random.one(of: open)) }
      case 2: if scenario.settings.stopButton != nil { pressButton() }
      default: break
      }
    } else {
      while let first = journal.holds.first { release(first) }
      releaseButton()
    }
    for hold in journal.holds where random.chance(0.4) { release(hold) }
    if random.chance(0.4) { releaseButton() }
    for intent in journal.parked where !isFaulty || random.chance(0.4) { decide(intent) }
  }

  private mutating func hold(rule: String? = nil, task: TaskID? = nil) {
    guard journal.holds.count < 3 else { return }
    suffer(task != nil ? .taskHeld : rule == nil ? .tenantHeld : .ruleHeld)
    let length = random.chance(0.5) ? random.seconds(20...3_600) : nil
    journal.hold(
      rule: rule, task: task, at: wall, term: length.map { Hold.Term(begun: stamp, length: $0) })
    log("world: a person holds \(journal.holds.last?.scope ?? "nothing")\(length.map { " for \($0)" } ?? "")")
    isStirred = true
    spread()
  }

  private mutating func release(_ hold: Hold) {
    suffer(hold.by == Hold.signature ? .breakerReleased : .holdReleased)
    log("world: a person releases hold \(hold.number) on \(hold.scope)")
    journal.release(hold.number)
    watch.release(hold, at: wall)
    spread()
  }

  /// The verdict follows the truth, which people find out; giving up is always right.
  private mutating func decide(_ intent: Intent) {
    let isOpen = server.tenant.tasks[intent.task]?.isOpen == true
    let truth: Resolution = watch.effects[intent.id] != nil ? .done : isOpen ? .notDone : .drop
    let resolution = random.chance(0.2) ? .drop : truth
    switch resolution {
    case .done: suffer(.saidDone)
    case .notDone:
      suffer(.saidNotDone)
      live.tryAgain(intent.task)
    case .drop: suffer(.saidDrop)
    }
    log("world: a person says of \(intent.id), task \(intent.task): \(resolution.rawValue)")
    unheard.append(journal.resolve(intent, resolution, at: wall))
    stirred.insert(intent.task)
    spread()
  }

  /// The open task that presses the stop button.
  var pressedButton: TaskID? {
    watch.button.flatMap { server.tenant.tasks[$0]?.isOpen == true ? $0 : nil }
  }

  private mutating func pressButton() {
    guard pressedButton == nil else { return }
    born += 1
    var task = ModelTask("stop\(born)", step: Scenario.stopStep)
    task.created = civilTime
    suffer(.buttonPressed)
    log("world: the stop button is pressed by task \(task.id)")
    server.tenant[task.id.rawValue] = task
    watch.button = task.id
    isStirred = true
  }

  private mutating func releaseButton() {
    guard let button = pressedButton else { return }
    log("world: the stop button is released")
    complete(button)
    isStirred = true
  }

  /// The engine hears of it when its shell looks into the journal the next time.
  mutating func spread() { queue.push(.news, at: now + random.milliseconds(0...60_000)) }

  mutating func hearNews() {
    guard !isDown else { return }
    if now < frozenUntil { return queue.push(.news, at: frozenUntil) }
    let news = JournalNews(holds: journal.holds, resolved: unheard)
    for intent in unheard { watch.resolved[intent.task] = now }
    unheard = []
    log("event: news, \(news.holds.count) holds, \(news.resolved.count) verdicts")
    watch.hear(news, at: wall)
    isStirred = true
    handle(.news(news))
  }

  /// Why the journal does not keep a commit that begins an effect.
  mutating func objection(to records: [JournalEntry]) -> CommitFailure? {
    for case .intent(let intent) in records where journal[intent.id] == nil {
      if let why = journal.objection(to: intent) { watch.note(.stored, why) }
    }
    for case .intent(let intent) in records where intent.state == .armed {
      if isUnstorable(intent.task) {
        suffer(.unstorable)
        return .rejected(.intent(intent), why: "a test does not take it")
      }
      let tenant = scenario.settings.tenant
      if let hold = journal.holds(after: records)
        .first(where: { $0.covers(tenant: tenant, rule: intent.rule, task: intent.task) })
      {
        suffer(.heldUnheard)
        watch.meet(hold, intent)
        return .held(hold)
      }
      // As if an earlier life had sent more than is remembered.
      if isFaulty, random.chance(0.005) {
        suffer(.overspent)
        let wait = random.milliseconds(1...40_000)
        watch.closedUntil[intent.write.endpoint] = now + wait
        return .overspent(intent.write.endpoint, wait: wait)
      }
    }
    return nil
  }
}
