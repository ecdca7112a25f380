package import CalendarTime
package import Foundation
import Rules
import Records

/// What in a task's past keeps a rule from it, by one of the rule's safeguards.
package enum SafeguardReason: Sendable, Equatable {
  /// So many effects were made on the task.
  case maxHops(Int, most: Int)
  /// The rule made its last effect on the task less than the span ago; nil where it never ends.
  case cooldown(Span, until: Date?)
  /// Somebody changed the task less than the span ago.
  case afterHumanTouch(Span, until: Date?)

  /// The same in words, beside what else keeps effects back.
  package var restraint: Restraint {
    switch self {
    case .maxHops(let hops, let most): Restraint(.maxHops, "\(hops) effects on the task, at most \(most)")
    case .cooldown(let span, let until): Restraint(.cooldown, "\(span) after its last effect", until: until)
    case .afterHumanTouch(let span, let until):
      Restraint(.afterHumanTouch, "\(span) after somebody changed the task", until: until)
    }
  }
}
