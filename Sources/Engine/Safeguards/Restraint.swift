package import Foundation

/// A safeguard of a rule that keeps an effect back.
package struct Restraint: Sendable, Hashable {
  /// Named by the rule's key.
  package enum Safeguard: String, Sendable, CaseIterable {
    case limit, cooldown
    /// A person's hold, or the stop button: no key of a rule.
    case hold
    case maxHops = "max_hops"
    case afterHumanTouch = "after_human_touch"
    case runWithin = "run_within"
  }

  package var safeguard: Safeguard
  /// With its numbers, for people.
  package var text: String
  /// When it ends; nil where that does not depend on time alone.
  package var until: Date?

  init(_ safeguard: Safeguard, _ text: String, until: Date? = nil) {
    self.safeguard = safeguard
    self.text = text
    self.until = until
  }
}
