package import Foundation
import Synchronization

/// All rules of a tenant, in the order in which they are tried.
///
/// What is derived from the rules, above all their index, is made once for all copies of a set.
package struct RuleSet: Sendable, Equatable {
  package var rules: [Rule] { didSet { derived = Derived() } }
  /// Changes with the meaning or the order of the rules; 16 hexadecimal digits.
  package var fingerprint: String
  private var derived = Derived()

  package init(rules: [Rule], fingerprint: String) {
    self.rules = rules
    self.fingerprint = fingerprint
  }

  /// True when one was copied from the other, so that nothing was read or derived twice.
  package func isCopy(of other: RuleSet) -> Bool { derived === other.derived }

  package static func == (left: RuleSet, right: RuleSet) -> Bool {
    left.fingerprint == right.fingerprint && (left.isCopy(of: right) || left.rules == right.rules)
  }

  /// Where each rule stands in ``rules``, by its id; the first of those that share one.
  package var places: [String: Int] {
    Dictionary(rules.enumerated().map { ($1.id, $0) }) { first, _ in first }
  }

  /// Finds the first match without trying all rules; made at the first call.
  package var index: RuleIndex {
    // The index gets a set of its own, or the two would keep each other alive for ever.
    derived.value(\.index) { RuleIndex(RuleSet(rules: rules, fingerprint: fingerprint)) }
  }

  /// When the rules may decide otherwise about a task that looks the same; made at the first call.
  package var turningPoints: TransitionTimes { derived.value(\.turningPoints) { TransitionTimes(self) } }

  /// The first rule that takes `task`, if any.
  ///
  /// Pure: the same task and time always give the same verdict. The search stops at a rule that cannot be decided
  /// without the task's detail, if the detail could make it match. What the list shows comes first, so a rule that the
  /// list excludes never asks for a detail.
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

/// What a rule set says about a task.
package struct Verdict: Sendable, Equatable {
  /// The place of the first matching rule in ``RuleSet/rules``; nil if none matches.
  package var match: Int?
  /// The rules before the match that could not be decided, because something they ask for is not known.
  ///
  /// They do not act.
  package var undecided: [Int]
  /// The rule that needs the task's detail, which was not fetched.
  ///
  /// Nothing behind it is decided then, and there is no match.
  package var needsDetails: Int?

  package init(match: Int?, undecided: [Int] = [], needsDetails: Int? = nil) {
    self.match = match
    self.undecided = undecided
    self.needsDetails = needsDetails
  }
}

/// What was derived from the rules of a set so far; shared by its copies.
private final class Derived: Sendable {
  struct Values: Sendable {
    var index: RuleIndex?
    var turningPoints: TransitionTimes?
  }

  private let values = Mutex(Values())

  /// The value at a path, made at the first call.
  func value<Value: Sendable>(_ place: WritableKeyPath<Values, Value?>, _ make: () -> Value) -> Value {
    values.withLock { values in
      if let known = values[keyPath: place] { return known }
      let made = make()
      values[keyPath: place] = made
      return made
    }
  }
}
