import CalendarTime
import Engine
import Foundation
import GeoTareas
import Pacing
import Records
import RuleFiles
import Rules

/// Puts what would become of a task into words for people.
struct PredictionWording {
  let rules: [Rule]
  /// Every rule's answer.
  let explanations: [Explanation]
  let names: TenantNames
  let zone: TimeZone
  let now: ClockReading

  func outcome(of prediction: Prediction) -> PredictedOutcome {
    let decision = prediction.decision
    guard let place = decision.rule, rules.indices.contains(place) else { return outcome(of: decision) }
    let rule = rules[place]
    switch decision {
    case .needsDetail, .lacksDetail:
      return PredictedOutcome(
        .undecided, rule: rule.id,
        "rule '\(rule.id)' asks for the task's detail, which was not read; the daemon reads it")
    case .undecided:
      return PredictedOutcome(
        .undecided, rule: rule.id,
        "rule '\(rule.id)' cannot be decided: something it asks for is not known; left alone")
    case .leftAlone(_, let why): return leftAlone(rule, why)
    case .blocked(_, let why): return misfit(rule, nil, why)
    case .misfit(_, let write, let problems): return misfit(rule, write, problems)
    case .shadow(_, let proposal):
      return unfit(proposal, rule) ?? kept(rule, proposal.write, .shadow, "is in stage shadow")
    case .outsideCanary(_, let proposal):
      return unfit(proposal, rule)
        ?? kept(rule, proposal.write, .held, "the rule is in stage canary, and the task's instance is not in its share")
    case .restrained(_, let reason, let proposal):
      return unfit(proposal, rule) ?? kept(rule, proposal.write, .held, words(reason.restraint))
    case .past(_, let write, let past):
      var outcome = kept(rule, write, .held, words(past))
      outcome.needsPerson = past.needsPerson
      return outcome
    case .candidate(_, let candidate, _):
      guard let obstacle = prediction.obstacle else {
        return PredictedOutcome(
          .act, rule: rule.id, write: candidate.write, "rule '\(rule.id)' will \(words(candidate.write))")
      }
      return kept(rule, candidate.write, .held, words(obstacle))
    case .busy(_, let intent):
      return kept(
        rule, intent?.write, .held, intent.map { words(.unresolved($0)) } ?? "it is being looked at before that")
    case .waitsForPoll:
      return kept(rule, nil, .held, "it counts other tasks, and the last poll broke off: the next whole one decides")
    case .unrecalled(_, let write):
      return kept(rule, write, .held, "the journal has not been asked yet what was done to the task before")
    case .blockedBefore(_, let write, let until):
      return kept(rule, write, .held, "it did not fit the task; it is looked at again at \(text(until))")
    case .unreadable, .notOpen, .noRule: return outcome(of: decision)
    }
  }

  /// Of a task that no rule takes.
  private func outcome(of decision: Decision) -> PredictedOutcome {
    switch decision {
    case .unreadable:
      return PredictedOutcome(
        .undecided, "the task's status or assignee is missing or cannot be read; nothing may be done to it")
    case .notOpen(TaskStatus.completed): return PredictedOutcome(.none, "the task is completed")
    case .notOpen(let status):
      return PredictedOutcome(
        .none, "the task's status is '\(status)': only what is pending or in progress is worked on")
    default: break
    }
    let next = explanations.compactMap { answer in answer.matchesAt.map { (answer.rule, $0) } }.min { $0.1 < $1.1 }
    guard let (rule, time) = next else { return PredictedOutcome(.none, "no rule takes the task") }
    return PredictedOutcome(
      .none, rule: rule,
      "no rule takes the task now; rule '\(rule)' will at \(text(time)) if nothing but time changes")
  }

  /// Nil for what fits the task.
  private func unfit(_ proposal: Proposal, _ rule: Rule) -> PredictedOutcome? {
    switch proposal {
    case .write: nil
    case .skip(let why): leftAlone(rule, why)
    case .block(let why): misfit(rule, nil, why)
    case .misfit(let write, let why): misfit(rule, write, why)
    }
  }

  private func leftAlone(_ rule: Rule, _ why: String) -> PredictedOutcome {
    PredictedOutcome(.blocked, rule: rule.id, "rule '\(rule.id)' leaves the task alone: \(why)")
  }

  private func misfit(_ rule: Rule, _ write: Write?, _ why: String) -> PredictedOutcome {
    var outcome = PredictedOutcome(
      .blocked, rule: rule.id, write: write, "rule '\(rule.id)' does not fit the task: \(why)")
    outcome.needsPerson = true
    return outcome
  }

  private func kept(_ rule: Rule, _ write: Write?, _ kind: PredictedOutcome.Kind, _ why: String) -> PredictedOutcome {
    let what = write.map { words($0) } ?? "reassign the task to somebody of its pool"
    return PredictedOutcome(kind, rule: rule.id, write: write, "rule '\(rule.id)' would \(what), but \(why)")
  }

  /// What would be sent; who is to get a task has a name where one is known.
  private func words(_ write: Write) -> String {
    guard case .reassign(let recipient, _) = write, let name = names.name(of: recipient) else {
      return write.inWords
    }
    return "\(write.inWords) (\(name))"
  }

  private func words(_ past: Past) -> String {
    switch past {
    case .unresolved(let intent) where intent.state == .armed:
      return "intent \(intent.id) is in flight: its outcome comes first"
    case .unresolved(let intent) where intent.state == .parked:
      return "intent \(intent.id) is parked: a person must say what became of it "
        + "(capataz resolve \(intent.id) --done|--not-done|--drop --why TEXT)"
    case .unresolved(let intent):
      return "intent \(intent.id) is in doubt: reads will show whether it was applied"
    case .settling(let intent, _):
      let what = intent.state == .planned ? "is planned" : "was \(intent.state.rawValue) a moment ago"
      return "intent \(intent.id) \(what), and what was read may be older (settling)"
    case .doneBefore(let intent) where intent.state == .superseded:
      return "a person said that it is not to be tried again (intent \(intent.id)): \(intent.note)"
    case .doneBefore(let intent) where intent.state == .refused:
      let said = intent.note.replacing(Intent.refusalNote, with: "", maxReplacements: 1)
      return "the server refused that on \(WallTime(zone: zone).day(intent.changedAt)) (\(intent.id)): \(said)"
    case .doneBefore(let intent):
      return "it was done before (intent \(intent.id)); the task must change hands or state by somebody else first"
    case .alreadyThere: return "the task is there already"
    }
  }

  private func words(_ obstacle: Obstacle) -> String {
    if let restraint = obstacle.restraint { return words(restraint) }
    switch obstacle {
    case .postponed(let why, let until):
      return "calls about the task fail: \(why)" + (until.map { "; it is tried again at \(text($0))" } ?? "")
    case .forbidden(let endpoint, let why, let until):
      return
        "the server forbids us to \(endpoint == .complete ? "complete" : "reassign") tasks: \(why); one is tried at "
        + text(until)
    case .paused(let until):
      return "all writes wait until \(until.map { text($0) } ?? "the tasks can be read")"
    case .stopped(let since): return "all writes wait for a person since \(text(since))"
    case .tossed(let effects):
      return "the task has had \(effects) effects within a day and is open again: a person is asked instead"
    case .held, .stopButton, .closed, .capped: return "it is held back"
    }
  }

  private func words(_ restraint: Restraint) -> String {
    let key =
      restraint.safeguard == .hold
      ? "it is held: \(restraint.text)" : "'\(restraint.safeguard.rawValue)' keeps it back: \(restraint.text)"
    return restraint.until.map { "\(key), until \(text($0))" } ?? key
  }

  private func text(_ date: Date) -> String { WallTime(zone: zone).stamp(date) }

  private func text(_ instant: Instant) -> String { text(now.wall + (instant - now.instant).inSeconds) }
}

extension Past {
  /// True where only a person's word, or a change of the task, lets it go on.
  fileprivate var needsPerson: Bool {
    switch self {
    case .unresolved(let intent): intent.state == .parked
    case .doneBefore(let intent): intent.state == .refused
    case .settling, .alreadyThere: false
    }
  }
}

extension Proposal {
  /// The request; nil where a pool chooses who gets the task, which depends on who was chosen before.
  fileprivate var write: Write? {
    if case .write(let write, _, nil) = self { write } else { nil }
  }
}
