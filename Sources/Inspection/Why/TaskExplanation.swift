import Engine
package import Foundation
import GeoTareas
package import Pacing
package import Records
import RuleFiles
package import Rules
import TenantRuntime

/// The answer to "why is this done to the task, or not?".
package struct TaskExplanation: Sendable {
  package let snapshot: TenantSnapshot
  package let row: TaskListing.Row
  /// The intents of the task, in the order of their last changes; empty where the journal was not asked.
  package let intents: [Intent]
  package let at: Date
  /// The task as the rules saw it.
  package let view: TaskView
  package let verdict: Verdict
  /// Every rule's answer, in the order in which rules are tried.
  package let explanations: [Explanation]
  package let prospect: PredictedOutcome

  /// Asks every rule about a task.
  ///
  /// - Parameters:
  ///   - row: A task of the snapshot.
  ///   - known: What the journal knows about the task.
  ///   - recovery: What limits and pools count, and the requests on their way.
  ///   - now: The time to decide for.
  package init(
    about row: TaskListing.Row, in snapshot: TenantSnapshot, knowing known: Recollection = Recollection(),
    recovery: Recovery = Recovery(), at now: ClockReading
  ) {
    let view = snapshot.view(of: row)
    self.snapshot = snapshot
    self.row = row
    intents = known.intents[row.task.id] ?? []
    self.view = view
    at = now.wall
    verdict = snapshot.rules.verdict(on: view, at: now.wall)
    explanations = snapshot.rules.rules.map { $0.explain(view, at: now.wall) }
    let oracle = Oracle(snapshot: snapshot, row: row, view: view, known: known, recovery: recovery, now: now)
    prospect = oracle.prospect(verdict, explanations)
  }

  /// The rule that decides, if one does.
  package var decider: Rule? { verdict.match.map { snapshot.rules.rules[$0] } }
}

/// Finds out what would happen to one task.
private struct Oracle {
  package let snapshot: TenantSnapshot
  package let row: TaskListing.Row
  package let view: TaskView
  package let known: Recollection
  package let recovery: Recovery
  package let now: ClockReading

  private var intents: [Intent] { known.intents[row.task.id] ?? [] }

  package func prospect(_ verdict: Verdict, _ explanations: [Explanation]) -> PredictedOutcome {
    guard let state = TaskState(row.task) else {
      return PredictedOutcome(
        .undecided, "the task's status or assignee is missing or cannot be read; nothing may be done to it")
    }
    guard state.status != GeoTareas.TaskStatus.completed else {
      return PredictedOutcome(.none, "the task is completed")
    }
    if let index = verdict.needsDetails {
      let rule = snapshot.rules.rules[index].id
      return PredictedOutcome(
        .undecided, rule: rule, "rule '\(rule)' asks for the task's detail, which was not read; the daemon reads it")
    }
    guard let match = verdict.match else { return unmatched(verdict, explanations) }
    return matched(snapshot.rules.rules[match])
  }

  private func unmatched(_ verdict: Verdict, _ explanations: [Explanation]) -> PredictedOutcome {
    if let first = verdict.undecided.first {
      let rule = snapshot.rules.rules[first].id
      return PredictedOutcome(
        .undecided, rule: rule, "rule '\(rule)' cannot be decided: something it asks for is not known; left alone")
    }
    let next = explanations.compactMap { answer in answer.matchesAt.map { (answer.rule, $0) } }.min { $0.1 < $1.1 }
    guard let (rule, time) = next else { return PredictedOutcome(.none, "no rule takes the task") }
    return PredictedOutcome(
      .none, rule: rule,
      "no rule takes the task now; rule '\(rule)' will at \(WallTime(zone: snapshot.zone).text(time)) "
        + "if nothing but time changes")
  }

  private func matched(_ rule: Rule) -> PredictedOutcome {
    switch rule.action.rendered(for: view, at: now.wall) {
    case .skip(let why): PredictedOutcome(.blocked, rule: rule.id, "rule '\(rule.id)' leaves the task alone: \(why)")
    case .fail(let why): PredictedOutcome(.blocked, rule: rule.id, "rule '\(rule.id)' does not fit the task: \(why)")
    case .ready(let action): decided(rule, action)
    }
  }

  private func decided(_ rule: Rule, _ action: RenderedAction) -> PredictedOutcome {
    var write = Write(action, fields: snapshot.details[row.task.id]?.fields)
    let effect = write.map { EffectKey($0, of: action) }
    if let write, let detail = snapshot.details[row.task.id] {
      let problems = FormCheck.problems(of: write, for: detail)
      if !problems.isEmpty {
        return PredictedOutcome(
          .blocked, rule: rule.id, write: write,
          "rule '\(rule.id)' does not fit the task: \(problems.joined(separator: "; "))")
      }
    }
    let (candidate, restraint) = standing(of: rule, write)
    write = write ?? candidate?.write
    let what = write?.inWords ?? "reassign the task to somebody of its pool"
    if rule.stage == .shadow {
      return PredictedOutcome(
        .shadow, rule: rule.id, write: write, "rule '\(rule.id)' would \(what), but is in stage shadow")
    }
    if candidate != nil, restraint == nil {
      return PredictedOutcome(.act, rule: rule.id, write: write, "rule '\(rule.id)' will \(what)")
    }
    let why = restraint.map { inWords($0) } ?? reasonToHold(rule, write, effect)
    return PredictedOutcome(.held, rule: rule.id, write: write, "rule '\(rule.id)' would \(what), but \(why)")
  }

  /// The engine's own answer: the effect that it would queue for this task, and the safeguard that holds it back.
  ///
  /// If there is neither, something in the task's past prevents the effect. Where the engine lacks the detail, it is
  /// asked with a rule that has been decided already.
  private func standing(of rule: Rule, _ write: Write?) -> (candidate: Candidate?, restraint: Restraint?) {
    var decided = rule
    var listing = snapshot.listing
    if let write {
      decided.when = .all([])
      decided.unless = nil
      decided.action = rule.action.filled(in: write)
      listing.rows = [row]
    } else if !listing.rows.contains(row) {
      listing.rows.append(row)
    }
    let engine = Engine.deciding(
      listing, knowing: known, recovery: recovery, settings: settings,
      rules: RuleSet(rules: [decided], fingerprint: snapshot.rules.fingerprint), at: now)
    let task = row.task.id
    return (engine.candidates.first { $0.task == task }, engine.outlook(at: now).restraints[task])
  }

  private func inWords(_ restraint: Restraint) -> String {
    let key =
      restraint.safeguard == .hold
      ? "it is held: \(restraint.text)" : "'\(restraint.safeguard.rawValue)' keeps it back: \(restraint.text)"
    guard let until = restraint.until else { return key }
    return "\(key), until \(WallTime(zone: snapshot.zone).text(until))"
  }

  private var settings: Settings { Settings(lookingAt: snapshot.tenant) }

  /// True while what was read may still show the task as it was before our last effect on it.
  private var isSettling: Bool {
    guard let last = intents.last, !last.state.isUnresolved else { return false }
    let settled = last.changedAt.addingTimeInterval(settings.settleTime.inSeconds)
    return snapshot.listing.at < settled && last.state == .done
  }

  private func reasonToHold(_ rule: Rule, _ write: Write?, _ effect: EffectKey?) -> String {
    if let open = intents.first(where: \.state.isUnresolved) {
      switch open.state {
      case .planned: return "intent \(open.id) is planned and waits for its turn"
      case .armed: return "intent \(open.id) is in flight: its outcome comes first"
      case .parked:
        return "intent \(open.id) is parked: a person must say what became of it "
          + "(capataz resolve \(open.id) --done|--not-done|--drop --why TEXT)"
      default: return "intent \(open.id) is in doubt: reads will show whether it was applied"
      }
    }
    if isSettling, let last = intents.last {
      return "intent \(last.id) was done a moment ago, and what was read may be older (settling)"
    }
    if case .reassign(let recipient, _)? = write, let state = TaskState(row.task),
      recipient == .user(id: state.user ?? "") || (state.user == nil && recipient == .group(id: state.group ?? ""))
    {
      return "the task is there already"
    }
    if let same = intents.last(where: { $0.effect == effect }) {
      switch same.state {
      case .superseded where same.verdict == .drop:
        return "a person said that it is not to be tried again (intent \(same.id)): \(same.note)"
      case .refused:
        let day = WallTime(zone: snapshot.zone).day(same.changedAt)
        let said = same.note.replacing(Intent.refusalNote, with: "", maxReplacements: 1)
        return "the server refused that on \(day) (\(same.id)): \(said)"
      default:
        return "it was done before (intent \(same.id)); the task must change hands or state by somebody else first"
      }
    }
    if rule.stage == .canary, !rule.isInCanary(instance: view.instanceID) {
      return "the rule is in stage canary, and the task's instance is not in its share"
    }
    return "something in the task's past keeps it back"
  }
}
