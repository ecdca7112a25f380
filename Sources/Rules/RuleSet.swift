package import Foundation

/// All rules of a tenant in the order they are tried.
package struct RuleSet: Sendable, Equatable {
  package var rules: [Rule]
  /// Changes with the meaning or the order of the rules; 16 hexadecimal digits.
  package var fingerprint: String

  package init(rules: [Rule], fingerprint: String) {
    self.rules = rules
    self.fingerprint = fingerprint
  }

  /// The first rule that takes `task`, if any.
  ///
  /// Pure: the same task and time always give the same verdict. The search stops at a rule that the task's detail could
  /// make match and that cannot be decided without it; what the list shows comes first, so that a rule it excludes never
  /// asks for a detail.
  package func verdict(on task: TaskView, at now: Date) -> Verdict {
    var undecided: [Int] = []
    for (index, rule) in rules.enumerated() {
      switch rule.matches(task, at: now) {
      case .yes: return Verdict(match: index, undecided: undecided)
      case .unknown:
        if rule.awaitsDetails(of: task, at: now) {
          return Verdict(match: nil, undecided: undecided, needsDetails: index)
        }
        undecided.append(index)
      case .no: continue
      }
    }
    return Verdict(match: nil, undecided: undecided)
  }
}

/// What a rule set says of a task.
package struct Verdict: Sendable, Equatable {
  /// The place of the first matching rule in ``RuleSet/rules``; nil if none matches.
  package var match: Int?
  /// The rules before it that could not be decided: something they ask for is not known.
  ///
  /// They do not act.
  package var undecided: [Int]
  /// The rule that only the task's detail can decide, where it was not fetched; nothing behind it is decided then, and
  /// there is no match.
  package var needsDetails: Int?

  package init(match: Int?, undecided: [Int] = [], needsDetails: Int? = nil) {
    self.match = match
    self.undecided = undecided
    self.needsDetails = needsDetails
  }
}
