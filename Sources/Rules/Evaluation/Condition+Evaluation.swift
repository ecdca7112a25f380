package import Foundation

extension Condition {
  /// The truth of the condition for `task`, in Kleene's logic: unknown only where the known parts do not decide.
  package func evaluate(_ task: TaskView, at now: Date) -> Truth {
    switch self {
    case .all(let conditions): conditions.truthOfAll { $0.evaluate(task, at: now) }
    case .any(let conditions): conditions.truthOfAny { $0.evaluate(task, at: now) }
    case .none(let conditions): conditions.truthOfAny { $0.evaluate(task, at: now) }.negated
    case .test(let predicate): predicate.evaluate(task, at: now)
    case .fact(_, let condition): condition.evaluate(task, at: now)
    }
  }
}

extension Sequence {
  /// True if all are, false if one is false, else unknown; stops at the first that is false.
  func truthOfAll(_ truth: (Element) -> Truth) -> Truth {
    var result = Truth.yes
    for element in self {
      result = result.and(truth(element))
      if result == .no { break }
    }
    return result
  }

  /// True if one is, false if all are false, else unknown; stops at the first that is true.
  func truthOfAny(_ truth: (Element) -> Truth) -> Truth {
    var result = Truth.no
    for element in self {
      result = result.or(truth(element))
      if result == .yes { break }
    }
    return result
  }
}
