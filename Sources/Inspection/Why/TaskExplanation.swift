import CalendarTime
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
  ///   - known: What the journal knows about the tasks of the snapshot: those before it use up limits.
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
    let engine = Engine.seeing(
      snapshot.listing(with: row), knowing: known, recovery: recovery, settings: Settings(lookingAt: snapshot.tenant),
      rules: snapshot.rules, at: now)
    let prediction = engine.prediction(
      for: row.task.id, as: view, showing: snapshot.details[row.task.id], verdict, at: now)
    let wording = PredictionWording(
      rules: snapshot.rules.rules, explanations: explanations,
      names: TenantNames(TenantDirectory(snapshot), snapshot.rules), zone: snapshot.zone, now: now)
    prospect = wording.outcome(of: prediction ?? Prediction(decision: .noRule))
  }

  /// The form of the task's step, where the daemon has seen it.
  var form: KnownForm? {
    StepName(row.task).flatMap { step in snapshot.forms.first { $0.form.step == step } }
  }

  /// The rule that the outcome is about.
  var prospectRule: Rule? { snapshot.rules.rules.first { $0.id == prospect.rule } }
}

extension TenantSnapshot {
  /// The tasks as they were listed, with the details that were read, and one that may not have been listed.
  fileprivate func listing(with row: TaskListing.Row) -> TaskListing {
    var listing = detailedListing
    if !listing.rows.contains(row) {
      listing.rows.removeAll { $0.task.id == row.task.id }
      listing.rows.append(row)
    }
    return listing
  }
}
