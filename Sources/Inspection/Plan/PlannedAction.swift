import Engine
package import Foundation
package import GeoTareas
import Records
package import Rules

/// What a rule does to a task now, would do, or cannot do.
package struct PlannedAction: Sendable, Equatable {
  /// What comes of it.
  package enum Kind: String, Sendable, CaseIterable {
    /// It is done now, as soon as the limits of the API let it.
    case act
    /// Something holds it back.
    case held
    /// The rule is in stage shadow: it only says what it would do.
    case shadow
    /// The rule is in stage canary, and the task's instance is not in its share: it only says what it would do.
    case outsideCanary = "outside_canary"
    /// The action does not fit the task.
    case blocked
    /// An earlier effect on the task waits for a person's word.
    case parked
    /// The server refused the effect before, and the task has not changed since.
    case refused
  }

  package var kind: Kind
  /// Its turn among the effects that are to be made, from 1; nil for what is not queued.
  package var turn: Int?
  package var task: WorkflowTask
  package var rule: Rule
  /// The exact request; nil where a pool is still to choose, or there is none.
  package var write: Write?
  /// What holds it back, by the name of the rule's key, `hold` or `server`; nil where nothing does.
  package var heldBy: String?
  /// Why it is held back, does not fit, or waits for a person.
  package var why: String?
  /// When that ends; nil where time alone does not end it.
  package var until: Date?
  /// Of a rule that only watches: the rule that decides about the task; nil where none does.
  package var insteadOf: String?
  /// The effect that was parked or refused.
  package var intent: String?

  package init(_ kind: Kind, _ task: WorkflowTask, _ rule: Rule, _ write: Write? = nil, why: String? = nil) {
    self.kind = kind
    self.task = task
    self.rule = rule
    self.write = write
    self.why = why
  }
}
