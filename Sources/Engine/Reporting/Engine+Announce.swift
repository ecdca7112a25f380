import GeoTareas
import Pacing
import Records
import Rules

/// Reports and journals each decision once.
extension Engine {
  /// Tells and journals what was decided about a task in `state`, where that is something to tell, and news.
  ///
  /// - Parameter actor: The rule that decides, where this is only what another one would have done.
  mutating func announce(
    _ decision: Decision, insteadOf actor: Rule? = nil, about task: TaskID, _ state: TaskState,
    _ records: inout [JournalEntry], at now: ClockReading
  ) {
    guard let place = decision.rule else { return }
    let rule = rules.rules[place]
    switch decision {
    case .undecided: tellUndecided(rule, task, state)
    case .shadow(_, .write(let write, _, _)), .outsideCanary(_, .write(let write, _, _)):
      announce(.shadow, task, state, rule, write, "", insteadOf: actor, &records, at: now)
    case .leftAlone(_, let why): announce(.skipped, task, state, rule, nil, why, &records, at: now)
    case .blocked(_, let why): announce(.blocked, task, state, rule, nil, why, &records, at: now)
    case .misfit(_, let write, let problems): announce(.blocked, task, state, rule, write, problems, &records, at: now)
    case .candidate(_, let candidate, _):
      // A task that was blocked is looked at again in silence.
      if reporter.wasBlocked(task, by: rule.fingerprint, in: state) { return }
      announce(settings.mode == .dry ? .dry : .act, task, state, rule, candidate.write, "", &records, at: now)
    case .unreadable, .notOpen, .busy, .needsDetail, .noRule, .waitsForPoll, .lacksDetail, .shadow, .outsideCanary,
      .restrained, .unrecalled, .past, .blockedBefore:
      break
    }
  }

  private mutating func tellUndecided(_ rule: Rule, _ task: TaskID, _ state: TaskState) {
    let news = ReportedDecisions.Said(
      kind: .blocked, ruleFingerprint: rule.fingerprint, state: state, note: ReportedDecisions.Said.undecided)
    guard reporter.say(news, about: task) else { return }
    reporter.count(.decisionUnknown)
    counts.add(.undecided(rule: rule.id))
    report(.decisionUnknown(facts(of: task), facts(of: rule)))
  }

  /// Reports and journals a decision, if it is news.
  mutating func announce(
    _ kind: DecisionEntry.Kind, _ task: TaskID, _ state: TaskState, _ rule: Rule, _ write: Write?, _ note: String,
    insteadOf actor: Rule? = nil, _ records: inout [JournalEntry], at now: ClockReading
  ) {
    let note = actor.map { "instead of rule '\($0.id)'" } ?? note
    let entry = DecisionEntry(
      at: now.wall, task: task, rule: rule.id, ruleFingerprint: rule.fingerprint, kind: kind, write: write, note: note)
    guard reporter.isNews(entry, in: state) else { return }
    records.append(.decision(entry))
    let decided = Report.Decided(facts(of: task), facts(of: rule), write)
    let event: Report.Event? =
      switch kind {
      case .act: .decisionAct(decided, isDry: false)
      case .dry: .decisionAct(decided, isDry: true)
      case .shadow:
        .decisionShadow(decided, stage: rule.stage.rawValue, insteadOf: actor.map { facts(of: $0) })
      case .skipped: .decisionBlocked(.leftAlone(decided, why: note))
      case .blocked: .decisionBlocked(.misfit(decided, why: note))
      // Told once for the rule.
      case .capped: nil
      }
    guard let event else { return }
    report(event)
    reporter.count(event.name)
    // A rule that only watches keeps no other one from the task.
    if kind != .shadow { tellShadowed(task, state, by: rule, at: now) }
  }

  /// Reports the next rule that would have matched as well: the declared order decides, and the author may not have
  /// meant that.
  ///
  /// Later rules are tried only when a decision is news, and only a bounded number of them per event.
  private mutating func tellShadowed(_ task: TaskID, _ state: TaskState, by rule: Rule, at now: ClockReading) {
    guard let place = active.place(of: rule.id), let row = polling.rows[task] else { return }
    let view = see(row, at: now).view
    for other in rules.rules[(place + 1)...].prefix(reporter.trialsLeft) {
      reporter.useTrial()
      guard other.matches(view, at: now.wall) == .yes else { continue }
      let news = ReportedDecisions.Shadowed(
        ruleFingerprint: rule.fingerprint, otherFingerprint: other.fingerprint, state: state)
      guard reporter.say(news, about: task) else { return }
      reporter.count(.decisionShadowed)
      return report(.decisionShadowed(facts(of: task), facts(of: other), by: facts(of: rule)))
    }
  }
}
