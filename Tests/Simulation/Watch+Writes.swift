import CalendarTime
import Engine
import Foundation
import GeoTareas
import JSON
import Pacing
import Records
import Rules

/// What must hold when a write is sent, and when it takes effect.
extension Watch {
  private static let hour: TimeInterval = 3_600
  private static let day: TimeInterval = 86_400
  /// What a look shows may be as old as the cache and the look's lifetime together.
  private static let lookAge: Duration = .seconds(26)

  /// A write leaves; `earlier` are the intents of its task, `touched` what the journal says of people.
  mutating func send(
    _ intent: Intent, earlier: [Intent], touched: Date?, life: Int, at now: Duration, _ wall: Date
  ) {
    if scenario.isDry { note(.quietWhenTold, "\(intent.id): a write in a dry run") }
    if isStopped || isSuspended { note(.quietWhenTold, "\(intent.id): a write while writes are held back") }
    guard let rule = rules[intent.rule] else { return note(.shell, "\(intent.id): no rule '\(intent.rule)'") }
    cycle[rule.id, default: 0] += 1
    let guards = rule.safeguards
    if rule.stage == .shadow || (rule.stage == .canary && !rule.isInCanary(instance: intent.instance)) {
      note(.canary, "\(intent.id): rule '\(rule.id)' does not act on instance \(intent.instance)")
    }
    if guards.runWithin?.isOpen(at: wall) == false { note(.runWithin, "\(intent.id): closed at \(wall)") }
    checkCycle(rule, intent)
    checkPast(guards, intent, earlier, wall)
    if let quiet = guards.afterHumanTouch {
      if let touched, let end = quiet.end(from: touched, by: guards.calendar), wall < end {
        note(.handsOff, "\(intent.id): task \(intent.task) was touched at \(touched), it is \(wall)")
      }
      checkTouch(intent, earlier, quiet, by: guards.calendar, life: life, at: now)
    }
    if intent.attempts == 1 { checkPool(rule, intent, wall) }
  }

  /// A write leaves that was armed for `intent` just now: it goes by no other permit.
  mutating func checkPermit(_ permit: WritePermit?, of intent: Intent, at now: Instant) {
    let wanted = WritePermit(rule: intent.rule, task: intent.task, decided: now, intent: intent.id)
    guard permit != wanted else { return }
    note(
      .armedFirst,
      "\(intent.id) of rule '\(intent.rule)': a write that goes by \(permit.map { "\($0)" } ?? "no permit")")
  }

  private mutating func checkCycle(_ rule: Rule, _ intent: Intent) {
    guard let limit = rule.safeguards.limit else { return }
    let count = cycle[rule.id] ?? 0
    if let most = limit.perCycle, count > most { note(.ruleLimit, "\(intent.id): \(count) in a cycle, not \(most)") }
    guard let share = limit.share else { return }
    var seen = scopes.compactMap { $0["Share"] }.max() ?? 0
    if count > most(share, of: seen) { seen = max(seen, glimpsed(at: "Share")) }
    let most = most(share, of: seen)
    if count > most { note(.ruleLimit, "\(intent.id): \(count) of \(seen) in a cycle, not \(most)") }
  }

  private func most(_ share: Decimal, of seen: Int) -> Int {
    max(1, Int(truncating: NSDecimalNumber(decimal: share * Decimal(seen))))
  }

  /// How many tasks of a step are in the pages read since the last complete poll.
  private func glimpsed(at step: String) -> Int {
    let tasks = pages.flatMap { page -> [WorkflowTask] in
      guard case .success(_, let data, let meta) = Reply(page) else { return [] }
      return Reply.page(data: data, meta: meta)?.tasks ?? []
    }
    return Set(tasks.filter { $0.stepName.value == step }.map(\.id)).count
  }

  private mutating func checkPast(_ guards: Safeguards, _ intent: Intent, _ earlier: [Intent], _ wall: Date) {
    let done = earlier.filter { $0.state == .done }
    if let most = guards.maxHops, done.count >= most { note(.cooldown, "\(intent.id): hop \(done.count + 1)") }
    guard let cooldown = guards.cooldown, let last = done.last(where: { $0.rule == intent.rule }) else { return }
    if let end = cooldown.end(from: last.changedAt, by: guards.calendar), wall < end {
      note(.cooldown, "\(intent.id): the last one was at \(last.changedAt), it is \(wall)")
    }
  }

  /// By the truth: a change by people that complete polls of this life must have shown.
  private mutating func checkTouch(
    _ intent: Intent, _ earlier: [Intent], _ quiet: Span, by calendar: WorkCalendar?, life: Int, at now: Duration
  ) {
    guard !scenario.jumpsClock, let touch = touches[intent.task], let sight = sightings[intent.task],
      sight.life == life, let before = sight.before, before == touch.before, sight.lastAt > touch.at,
      !earlier.contains(where: { $0.changedAt >= scenario.wallStart + sight.beforeAt.inSeconds && $0.id != intent.id }),
      let end = quiet.end(from: scenario.wallStart + touch.at.inSeconds, by: calendar),
      scenario.wallStart + now.inSeconds < end
    else { return }
    note(.handsOff, "\(intent.id): people changed \(intent.task) at \(touch.at), which was seen at \(sight.lastAt)")
  }

  /// Whether a pool of which nobody was left gave the task away.
  func isStoodIn(_ intent: Intent) -> Bool {
    guard case .reassign(let reassignment)? = rules[intent.rule]?.action, case .pool(let pool) = reassignment.target,
      case .reassign(let recipient, _) = intent.write
    else { return false }
    return recipient.id == pool.ifNobody?.id
  }

  private mutating func checkPool(_ rule: Rule, _ intent: Intent, _ wall: Date) {
    guard case .reassign(let reassignment) = rule.action, case .pool(let pool) = reassignment.target,
      case .reassign(let recipient, _) = intent.write
    else { return }
    given["\(pool.name) \(recipient.id)", default: 0] += 1
    guard let member = pool.members.first(where: { $0.target.id == recipient.id }) else {
      if pool.ifNobody?.id != recipient.id { note(.pool, "\(intent.id): \(recipient.id) is not in '\(pool.name)'") }
      return
    }
    let today = CivilDate(wall, in: scenario.settings.zone)
    if member.away.contains(where: { $0.contains(today) }) { note(.pool, "\(intent.id): \(recipient.id) is away") }
    if reassignment.notToCurrent, intent.precondition.user == recipient.id {
      note(.pool, "\(intent.id): \(recipient.id) has it already")
    }
  }

  // MARK: At the server

  /// A write arrives; `before` is the task as it truly was.
  mutating func arrive(_ request: Request, _ before: TaskState?) {
    guard let intent = request.intent else { return }
    if ours.contains(intent.task) { note(.oneEffect, "\(intent.id): a write arrives after our own completion") }
    guard let touch = touches[intent.task], touch.at < request.sentAt - Self.lookAge else { return }
    if let before, before.status != TaskStatus.completed, before != intent.precondition {
      note(.freshLook, "\(intent.id): sent on \(intent.precondition), but the task was \(before) since \(touch.at)")
    }
  }

  mutating func takeEffect(_ request: Request, _ intent: Intent, _ tenant: ModelTenant) {
    for key in [intent.id, "\(intent.task) \(intent.episode) \(intent.write.inWords)"] {
      effects[key, default: 0] += 1
      if effects[key] ?? 0 > 1 { note(.oneEffect, "\(intent.id): '\(key)' took effect twice") }
    }
    if intent.write.endpoint == .complete { ours.insert(intent.task) }
    guard let rule = rules[intent.rule] else { return }
    checkLimits(rule, request, intent)
    guard case .reassign(let reassignment) = rule.action, case .pool(let pool) = reassignment.target,
      case .reassign(let recipient, _) = intent.write, intent.attempts == 1,
      let most = pool.members.first(where: { $0.target.id == recipient.id })?.maxOpen
    else { return }
    // Skipped rows and attempts in doubt may hide a task or two from the daemon.
    let open = tenant.open.count { tenant.tasks[$0]?.user == recipient.id }
    if open > most + 3 { note(.pool, "\(intent.id): \(recipient.id) has \(open) open tasks, not \(most)") }
  }

  /// By the server's history: for each effect, those of the hour and the day before its attempt.
  private mutating func checkLimits(_ rule: Rule, _ request: Request, _ intent: Intent) {
    guard let limit = rule.safeguards.limit, limit.perHour != nil || limit.perDay != nil || limit.sumPerDay != nil
    else { return }
    var all = byRule[rule.id] ?? []
    let index = all.firstIndex { $0.request > request.id } ?? all.endIndex
    let amount = limit.sumPerDay.flatMap { intent.write.capturedAmount(of: $0.field) } ?? 0
    all.insert(Effect(request: request.id, sentAt: request.sentAt, wall: intent.changedAt, amount: amount), at: index)
    // What a clock that runs ahead lets go, no later time brings back.
    let day = scenario.jumpsClock ? Self.day - Self.hour : Self.day
    for place in index..<all.count {
      let last = all[place]
      // While a clock is years back, all that came before it lies ahead; what is a day old is forgotten all the same.
      let before = all[...place].filter { last.sentAt - $0.sentAt < .seconds(day) && !isForgotten($0, by: last.sentAt) }
      if let most = limit.perHour, before.count(where: { $0.wall > last.wall - Self.hour }) > most {
        note(.ruleLimit, "\(intent.id): more than \(most) effects of '\(rule.id)' in an hour")
      }
      if let most = limit.perDay, before.count(where: { $0.wall > last.wall - day }) > most {
        note(.ruleLimit, "\(intent.id): more than \(most) effects of '\(rule.id)' in a day")
      }
      if let sum = limit.sumPerDay {
        let spent = before.filter { $0.wall > last.wall - day }.reduce(0) { $0 + $1.amount }
        if spent > sum.atMost { note(.ruleLimit, "\(intent.id): \(spent) in a day, not \(sum.atMost)") }
      }
    }
    if all.count > 400 { all.removeFirst(200) }
    byRule[rule.id] = all
  }

  /// True for an effect that was made while the clock was years back, once it was set right: by that it is years old.
  private func isForgotten(_ effect: Effect, by now: Duration) -> Bool {
    clockSettings.contains { $0.at > effect.sentAt && $0.at <= now && effect.wall <= $0.wall - Self.day }
  }
}

extension Write {
  /// The number captured in a field of a completion.
  fileprivate func capturedAmount(of field: String) -> Decimal? {
    guard case .complete(_, let captured, _) = self else { return nil }
    switch captured.first(where: { $0.key == field })?.value {
    case .number(let digits)?, .string(let digits)?: return Decimal(string: digits)
    default: return nil
    }
  }
}
