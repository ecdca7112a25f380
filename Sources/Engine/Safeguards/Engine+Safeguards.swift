import CalendarTime
import Foundation
import GeoTareas
import Pacing
import Records
import Rules

/// Applies the safeguards around a rule's action.
extension Engine {
  /// Fills in a rule's action for a task; a pool chooses, unless it has chosen before, nothing came of it, and who was
  /// chosen is still there.
  ///
  /// - Parameter detail: What the request must fit, where that is known.
  func propose(
    _ rule: Rule, _ view: TaskView, _ task: TaskID, for detail: TaskDetail?, at now: ClockReading
  ) -> Proposal {
    switch rule.action.rendered(for: view, at: now.wall) {
    case .skip(let why): return .skip(why)
    case .fail(let why): return .block(why)
    case .ready(let action):
      let proposal = propose(action, view, task, fields: detail?.fields, at: now)
      guard let detail, case .write(let write, _, _) = proposal else { return proposal }
      let problems = FormCheck.problems(of: write, for: detail)
      return problems.isEmpty ? proposal : .misfit(write, problems.joined(separator: "; "))
    }
  }

  private func propose(
    _ action: RenderedAction, _ view: TaskView, _ task: TaskID, fields: [FormField]?, at now: ClockReading
  ) -> Proposal {
    if let write = Write(action, fields: fields) { return .write(write, EffectKey(write, of: action), pool: nil) }
    guard case .reassign(let reassignment, let comment) = action, case .pool(let pool) = reassignment.target else {
      return .block("the action cannot be carried out")
    }
    if let open = book.unresolved(task), open.state == .planned, open.pool == pool.name,
      case .reassign(let recipient, _) = open.write, pool.stillAdmits(.init(recipient), for: view, at: now.wall)
    {
      return .write(open.write, open.effect, pool: pool.name)
    }
    switch pools.choose(pool, for: view, reassignment, at: now.wall) {
    case .member(let assignee), .stand(let assignee):
      let write = Write.reassign(to: .init(assignee), comment: comment?.text)
      return .write(write, EffectKey(write, of: action), pool: pool.name)
    case .nobody(let why): return .skip("pool '\(pool.name)': \(why)")
    }
  }

  /// What in the task's past keeps a rule from acting on it now.
  func safeguard(of rule: Rule, on task: TaskID, at now: ClockReading) -> SafeguardReason? {
    let guards = rule.safeguards
    if let most = guards.maxHops {
      let hops = book.hops(of: task)
      if hops >= most { return .maxHops(hops, most: most) }
    }
    if let cooldown = guards.cooldown, let last = book.lastEffect(of: rule.id, on: task) {
      let end = cooldown.end(from: last, by: guards.calendar)
      if now.wall < end ?? .distantFuture { return .cooldown(cooldown, until: end) }
    }
    if let quiet = guards.afterHumanTouch, let touched = touches.last[task] {
      let end = quiet.end(from: touched, by: guards.calendar)
      if now.wall < end ?? .distantFuture { return .afterHumanTouch(quiet, until: end) }
    }
    return nil
  }

  /// True while some candidate can go in this cycle or the next.
  func hasWork(at now: ClockReading) -> Bool {
    if isWhollyHeld(at: now.instant) { return false }
    return queue.inOrder.contains { candidate in
      if let opening = candidate.notBefore, opening > now.wall { return false }
      if isGivenUp(candidate.task) || hold(on: candidate) != nil { return false }
      if server.permissions.bans[candidate.write.endpoint] != nil { return false }
      guard let rule = active.rule(candidate.rule) else { return false }
      return limits.cap(on: use(candidate, of: rule.limitedOverCycles, looking: 0), at: now.wall) == nil
    }
  }

  /// The limit that keeps a candidate from going, counting the candidates of its rule that are being looked at.
  mutating func cap(on candidate: Candidate, at now: Date) -> Cap? {
    if book.unresolved(candidate.task) == nil, let known = limits.knownCap(of: candidate.rule) { return known }
    guard let rule = active.rule(candidate.rule) else { return nil }
    let looking = flights.looks { $0.rule == candidate.rule }
    return limits.capNow(on: use(candidate, of: rule, looking: looking), at: now)
  }

  /// What is left of the daily sum, where the candidate does not fit into it; nil where it fits or there is no such
  /// limit.
  func sumLeft(of rule: Rule, for candidate: Candidate, at now: Date) -> Decimal? {
    limits.sumLeft(for: use(candidate, of: rule, looking: 0), at: now)
  }

  /// A candidate as the limits of a rule see it, beside `looking` others of that rule.
  func use(_ candidate: Candidate, of rule: Rule, looking: Int) -> RuleLimits.Use {
    RuleLimits.Use(
      rule: rule, write: candidate.write, listed: polling.rows[candidate.task]?.task,
      again: book.unresolved(candidate.task)?.id, looking: looking)
  }

  /// Reports which rules have reached a limit, once for each limit until it leaves room again, and journals each task
  /// that it keeps back, once for each state of the task.
  mutating func tellCaps(at now: ClockReading) {
    var caps: Set<Cap> = []
    for place in queue.places where active.needs.limited.contains(queue[place].rule) {
      let candidate = queue[place]
      if let opening = candidate.notBefore, opening > now.wall { continue }
      if hold(on: candidate) != nil { continue }
      guard let cap = cap(on: candidate, at: now.wall) else { continue }
      if caps.insert(cap).inserted { tell(cap) }
      journal(cap, on: candidate, at: now)
    }
    // A task whose detail is being read again is not in the queue. That a limit then holds back nothing does not mean
    // it has room.
    let isReading =
      !polling.isAtRest || !reader.wanted.isEmpty || !reader.unread.isEmpty || flights.isReadingFact
    limits.tell(caps, isComplete: !isReading)
  }

  private mutating func tell(_ cap: Cap) {
    guard !limits.isTold(cap) else { return }
    reporter.count(.decisionCapped)
    report(.decisionCapped(facts(ofRule: cap.rule), limit: cap.limit))
  }

  private mutating func journal(_ cap: Cap, on candidate: Candidate, at now: ClockReading) {
    let entry = DecisionEntry(
      at: now.wall, task: candidate.task, rule: candidate.rule, ruleFingerprint: candidate.ruleFingerprint,
      kind: .capped, write: candidate.write, note: cap.limit)
    if reporter.isNews(entry, in: candidate.state) { outbox.keep([.decision(entry)]) }
  }
}

/// A limit of a rule that leaves no room.
struct Cap: Sendable, Hashable {
  var rule: String
  /// The limit in words for people.
  var limit: String
}

extension Rule {
  /// The pool that chooses who gets the rule's tasks, if one does.
  var pool: Pool? {
    if case .reassign(let reassignment) = action, case .pool(let pool) = reassignment.target { pool } else { nil }
  }

  /// The rule with only those limits that the next cycle does not lift.
  fileprivate var limitedOverCycles: Rule {
    var rule = self
    rule.safeguards.limit?.perCycle = nil
    rule.safeguards.limit?.share = nil
    return rule
  }
}
