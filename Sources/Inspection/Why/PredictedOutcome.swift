package import GeoTareas

/// What would happen to a task now, and why.
package struct PredictedOutcome: Sendable, Equatable {
  /// What would happen.
  package enum Kind: String, Sendable, CaseIterable {
    /// The effect would be made.
    case act
    /// A rule in stage shadow decides; it only reports what it would do.
    case shadow
    /// A rule decides, but an earlier effect or a safeguard holds its effect back.
    case held
    /// A rule decides, but its action does not fit the task.
    case blocked
    /// No rule decides, and one could not be evaluated, because something it asks for is not known.
    case undecided
    /// No rule takes the task.
    case none
  }

  package var kind: Kind
  /// The rule that decides, or that could not be decided.
  package var rule: String?
  /// What would be sent, as far as it is known in advance.
  package var write: Write?
  /// The reason, in words for people.
  package var reason: String
  /// True where nothing more happens until a person has looked: the action does not fit, or its last attempt was parked or
  /// refused.
  package var needsPerson = false

  package init(_ kind: Kind, rule: String? = nil, write: Write? = nil, _ reason: String) {
    self.kind = kind
    self.rule = rule
    self.write = write
    self.reason = reason
  }
}
