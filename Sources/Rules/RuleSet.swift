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
  /// Pure: the same task and time always give the same verdict.
  package func verdict(on task: TaskView, at now: Date) -> Verdict {
    var undecided: [Int] = []
    for (index, rule) in rules.enumerated() {
      switch rule.matches(task, at: now) {
      case .yes: return Verdict(match: index, undecided: undecided)
      case .unknown: undecided.append(index)
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

  package init(match: Int?, undecided: [Int] = []) {
    self.match = match
    self.undecided = undecided
  }
}
