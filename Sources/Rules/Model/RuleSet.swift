package import Foundation
import Synchronization

/// All rules of a tenant in the order they are tried.
///
/// What is worked out of the rules, above all their index, is worked out once for all copies of a set.
package struct RuleSet: Sendable, Equatable {
  package var rules: [Rule] { didSet { derived = Derived() } }
  /// Changes with the meaning or the order of the rules; 16 hexadecimal digits.
  package var fingerprint: String
  private var derived = Derived()

  package init(rules: [Rule], fingerprint: String) {
    self.rules = rules
    self.fingerprint = fingerprint
  }

  /// True when one was copied from the other: then nothing was read or worked out twice.
  package func isCopy(of other: RuleSet) -> Bool { derived === other.derived }

  package static func == (left: RuleSet, right: RuleSet) -> Bool {
    left.fingerprint == right.fingerprint && (left.isCopy(of: right) || left.rules == right.rules)
  }

  /// Finds the first match without trying all rules; made at the first call.
  package var index: RuleIndex {
    // With a set of its own, or the two would keep each other for ever.
    derived.value(\.index) { RuleIndex(RuleSet(rules: rules, fingerprint: fingerprint)) }
  }

  /// When the rules may decide otherwise about a task that looks the same; made at the first call.
  package var turningPoints: TransitionTimes { derived.value(\.turningPoints) { TransitionTimes(self) } }

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

/// What was worked out of the rules of a set so far; shared by its copies.
private final class Derived: Sendable {
  struct Values: Sendable {
    var index: RuleIndex?
    var turningPoints: TransitionTimes?
  }

  private let values = Mutex(Values())

  /// The value at a place, made at the first call.
  func value<Value: Sendable>(_ place: WritableKeyPath<Values, Value?>, _ make: () -> Value) -> Value {
    values.withLock { values in
      if let known = values[keyPath: place] { return known }
      let made = make()
      values[keyPath: place] = made
      return made
    }
  }
}
