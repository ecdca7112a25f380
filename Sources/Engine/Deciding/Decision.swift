package import GeoTareas
package import Pacing
package import Records

/// What is done about a task now, or why nothing is: a case for every way out, each with what it rests on.
///
/// Rules are named by their places in the rules that were asked. Nothing is put into words before somebody asks: most
/// decisions are no news.
package enum Decision: Sendable, Equatable {
  /// The task's status or assignee is missing or cannot be read: nothing may be done to it.
  case unreadable
  /// It is neither pending nor in progress.
  case notOpen(status: String)
  /// It is being written to, by this intent, or being looked at before that.
  indirect case busy(rule: Int?, writing: Intent?)
  /// Only the task's detail, which is not known, can tell whether the rule takes it.
  case needsDetail(rule: Int)
  /// No rule takes it.
  case noRule
  /// No rule takes it, and this is the first of those that could not be decided.
  case undecided(rule: Int)
  /// The rule counts other tasks, and the poll that showed this one broke off: what the last whole poll led to stands.
  case waitsForPoll(rule: Int)
  /// The rule takes it, and fills its action in from the detail, which is not known.
  case lacksDetail(rule: Int)
  /// The rule only says what it would do.
  case shadow(rule: Int, Proposal)
  /// The rule is tried on some instances, and the task's is not among them.
  case outsideCanary(rule: Int, Proposal)
  /// A safeguard of the rule keeps it from the task.
  case restrained(rule: Int, SafeguardReason, Proposal)
  /// The rule itself says to leave the task alone.
  case leftAlone(rule: Int, why: String)
  /// The rule's action cannot be carried out on the task, and a person should know.
  case blocked(rule: Int, why: String)
  /// The request does not fit the form that the task's detail shows.
  case misfit(rule: Int, Write, problems: String)
  /// The journal was not asked yet what was done to the task before.
  case unrecalled(rule: Int, Write)
  /// What was done to the task before keeps the effect from being made.
  case past(rule: Int, Write?, Past)
  /// The effect did not fit the task when it was looked at last, and it is not looked at again before this.
  case blockedBefore(rule: Int, Write, until: Instant)
  /// The effect is to be made.
  case candidate(rule: Int, Candidate, Judgement)
}

extension Decision {
  /// The rule that takes the task, asks for its detail, or could not be decided.
  package var rule: Int? {
    switch self {
    case .unreadable, .notOpen, .noRule: nil
    case .busy(let rule, _): rule
    case .needsDetail(let rule), .undecided(let rule), .waitsForPoll(let rule), .lacksDetail(let rule),
      .shadow(let rule, _), .outsideCanary(let rule, _), .restrained(let rule, _, _), .leftAlone(let rule, _),
      .blocked(let rule, _), .misfit(let rule, _, _), .unrecalled(let rule, _), .past(let rule, _, _),
      .blockedBefore(let rule, _, _), .candidate(let rule, _, _):
      rule
    }
  }

  /// The rule that acts on the task by its stage, whatever comes of that.
  package var actor: Int? {
    switch self {
    case .unreadable, .notOpen, .busy, .needsDetail, .noRule, .undecided, .waitsForPoll, .lacksDetail, .shadow,
      .outsideCanary:
      nil
    case .restrained, .leftAlone, .blocked, .misfit, .unrecalled, .past, .blockedBefore, .candidate: rule
    }
  }

  /// Whether the task's detail is to be read before more can be said.
  package var asksForDetail: Bool {
    switch self {
    case .needsDetail, .lacksDetail: true
    default: false
    }
  }
}

/// What a rule wants done to a task.
package enum Proposal: Sendable, Equatable {
  case write(Write, EffectKey, pool: String?)
  /// The rule itself says to leave the task alone.
  case skip(String)
  /// It cannot be done, and a person should know.
  case block(String)
  /// The request does not fit the form that the task's detail shows; why, in words for people.
  case misfit(Write, String)
}
