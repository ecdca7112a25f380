package import Foundation

/// A safeguard that keeps an effect back.
package struct Restraint: Sendable, Hashable {
  /// The safeguards, named like the rule's keys.
  package enum Safeguard: String, Sendable, CaseIterable {
    case limit, cooldown
    /// A person's hold, or the stop button. This is no key of a rule.
    case hold
    case maxHops = "max_hops"
    case afterHumanTouch = "after_human_touch"
    case runWithin = "run_within"
  }

  package var safeguard: Safeguard
  /// The reason with its numbers, for people.
  package var text: String
  /// When it ends; nil where time alone does not end it.
  package var until: Date?

  init(_ safeguard: Safeguard, _ text: String, until: Date? = nil) {
    self.safeguard = safeguard
    self.text = text
    self.until = until
  }
}
