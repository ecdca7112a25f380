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

  /// The same rules as if all were live: what they say of a task apart from whether they may act on it.
  package var ignoringStages: RuleSet {
    RuleSet(
      rules: rules.map { rule in
        var rule = rule
        rule.stage = .live
        return rule
      }, fingerprint: fingerprint)
  }

  /// The first rule that takes `task` and acts on it by its stage, if any, and those before it that only watch.
  ///
  /// Pure: the same task and time always give the same verdict. The search stops at an acting rule that cannot be
  /// decided without the task's detail, if the detail could make it match. What the list shows comes first, so a rule
  /// that the list excludes never asks for a detail. A rule that only watches takes nothing away from those behind it.
  package func verdict(on task: TaskView, at now: Date) -> Verdict {
    var verdict = Verdict(match: nil)
    for (index, rule) in rules.enumerated() where !verdict.add(rule.answer(on: task, at: now), of: index) {
      return verdict
    }
    return verdict
  }
}

/// What a rule set says about a task.
///
/// Rules are named by their places in ``RuleSet/rules``.
package struct Verdict: Sendable, Equatable {
  /// The first matching rule that acts on the task by its stage; nil if none does.
  package var match: Int?
  /// The rules before the match that match as well and only watch: those in shadow, and those in canary outside of
  /// their share.
  package var watching: [Int]
  /// The rules before the match that could not be decided, because something they ask for is not known.
  ///
  /// They do not act.
  package var undecided: [Int]
  /// The acting rule that needs the task's detail, which was not fetched.
  ///
  /// Nothing behind it is decided then, and there is no match.
  package var needsDetails: Int?
  /// The first of the rules that only watch and need the task's detail, which was not fetched.
  package var watcherNeedsDetails: Int?

  package init(
    match: Int?, watching: [Int] = [], undecided: [Int] = [], needsDetails: Int? = nil, watcherNeedsDetails: Int? = nil
  ) {
    self.match = match
    self.watching = watching
    self.undecided = undecided
    self.needsDetails = needsDetails
    self.watcherNeedsDetails = watcherNeedsDetails
  }

  /// The rule that decides, or else the first that only watches; nil if none takes the task.
  package var taker: Int? { match ?? watching.first }

  /// The rules that ask for the task's detail, an acting one first.
  package var askers: [Int] { [needsDetails, watcherNeedsDetails].compactMap(\.self) }

  /// Takes in what the next rule says; false if the search ends with it.
  mutating func add(_ answer: Rule.Answer, of place: Int) -> Bool {
    switch answer {
    case .no: return true
    case .undecided: undecided.append(place)
    case .takes(let acts):
      if !acts { watching.append(place) } else { match = place }
      return !acts
    case .awaitsDetails(let acts):
      if !acts { watcherNeedsDetails = watcherNeedsDetails ?? place } else { needsDetails = place }
      return !acts
    }
    return true
  }
}

extension Rule {
  /// What a rule says of a task when it is its turn.
  enum Answer {
    case no
    /// Something it asks for is not known, and the detail would not tell.
    case undecided
    case takes(acts: Bool)
    /// Only the detail, which was not fetched, can tell.
    case awaitsDetails(acts: Bool)
  }

  func answer(on task: TaskView, at now: Date) -> Answer {
    switch matches(task, at: now) {
    case .yes: .takes(acts: acts(on: task.instanceID))
    case .unknown: awaitsDetails(of: task, at: now) ? .awaitsDetails(acts: acts(on: task.instanceID)) : .undecided
    case .no: .no
    }
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
