import GeoTareas
import Pacing
import Records
import Rules

/// Reports and journals each decision once.
extension Engine {
  /// Tells and journals what was decided about a task in `state`, where that is something to tell, and news.
  mutating func announce(
    _ decision: Decision, about task: TaskID, _ state: TaskState, _ records: inout [JournalEntry], at now: ClockReading
  ) {
    guard let place = decision.rule else { return }
    let rule = rules.rules[place]
    switch decision {
    case .undecided: tellUndecided(rule, task, state)
    case .shadow(_, .write(let write, _, _)), .outsideCanary(_, .write(let write, _, _)):
      announce(.shadow, task, state, rule, write, "", &records, at: now)
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
    report(
      .decisionUnknown, .info, "rule '\(rule.id)' cannot be decided: something it asks for is not known; left alone",
      [.init("task", task.rawValue), .init("rule", rule.id)])
  }

  /// Reports and journals a decision, if it is news.
  mutating func announce(
    _ kind: DecisionEntry.Kind, _ task: TaskID, _ state: TaskState, _ rule: Rule, _ write: Write?, _ note: String,
    _ records: inout [JournalEntry], at now: ClockReading
  ) {
    let news = ReportedDecisions.Said(kind: kind, ruleFingerprint: rule.fingerprint, state: state, note: note)
    guard reporter.say(news, about: task) else { return }
    records.append(
      .decision(
        DecisionEntry(
          at: now.wall, task: task, rule: rule.id, ruleFingerprint: rule.fingerprint, kind: kind, write: write,
          note: note)))
    let action = write?.inWords ?? "nothing"
    let fields = [Report.Field("task", task.rawValue), .init("rule", rule.id), .init("action", action)]
    switch kind {
    case .act: report(.decisionAct, .info, "rule '\(rule.id)' will \(action)", fields)
    case .dry:
      report(.decisionAct, .info, "rule '\(rule.id)' would \(action) (dry run)", fields + [.init("dry", "true")])
    case .shadow:
      report(.decisionShadow, .info, "rule '\(rule.id)' would \(action) (stage \(rule.stage.rawValue))", fields)
    case .skipped: report(.decisionBlocked, .info, "rule '\(rule.id)' leaves the task alone: \(note)", fields)
    case .blocked: report(.decisionBlocked, .warning, "rule '\(rule.id)' does not fit the task: \(note)", fields)
    }
    reporter.count(kind.reportName)
    tellShadowed(task, state, by: rule, at: now)
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
      return report(
        .decisionShadowed, .info, "rule '\(other.id)' would also match; '\(rule.id)' stands before it",
        [.init("task", task.rawValue), .init("rule", other.id), .init("shadowed_by", rule.id)])
    }
  }
}

extension DecisionEntry.Kind {
  fileprivate var reportName: Report.Name {
    switch self {
    case .act, .dry: .decisionAct
    case .shadow: .decisionShadow
    case .skipped, .blocked: .decisionBlocked
    }
  }
}
