import Foundation
package import Rules

/// Runs rule tests: pure, with the evaluator that the daemon uses.
///
/// Stages, limits, cooldowns and everything else that depends on the past are ignored; `run_within` counts. Pools
/// choose as if they had never given a task to anybody.
package struct RuleTestRunner: Sendable {
  private let rules: RuleSet

  /// Makes a runner for a set of rules.
  package init(rules: RuleSet) { self.rules = rules.ignoringStages }

  /// What the test expects and does not get: expected against actual, one line each; empty when it passes.
  package func problems(of test: RuleTest) -> [String] {
    let outcome = outcome(test.task, at: test.at)
    switch test.expectation {
    case .action(let rule, let action): return acts(outcome, rule, action, test)
    case .nothing(let nothing): return doesNothing(outcome, nothing, test)
    }
  }

  /// What the rules do with a task.
  enum Outcome {
    case acts(Rule, RenderedAction, PoolChoice?)
    /// The first rule that matches cannot act, for this reason.
    case blocked(Rule, Reason)
    case nothing
  }

  func outcome(_ task: TaskView, at now: Date) -> Outcome {
    guard let index = rules.verdict(on: task, at: now).match else { return .nothing }
    let rule = rules.rules[index]
    if let reason = rule.obstacle(task, at: now) { return .blocked(rule, reason) }
    guard case .ready(let action) = rule.action.rendered(for: task, at: now) else { return .nothing }
    guard case .reassign(let reassignment, _) = action, case .pool(let pool) = reassignment.target else {
      return .acts(rule, action, nil)
    }
    let choice = pool.choose(for: task, reassignment, PoolStanding(), at: now)
    if case .nobody(let why) = choice {
      return .blocked(rule, Reason(names: ["then"], truth: .no, text: "'then': \(why)"))
    }
    return .acts(rule, action, choice)
  }

  private func acts(
    _ outcome: Outcome, _ rule: String?, _ expected: RuleTest.ExpectedAction?, _ test: RuleTest
  ) -> [String] {
    guard case .acts(let actual, let action, let choice) = outcome else {
      let wanted = rule.map { "rule '\($0)' to act" } ?? "an action"
      return ["expected \(wanted), got no action"] + whyNot(rule, outcome, test)
    }
    var problems: [String] = []
    if let rule, rule != actual.id {
      problems.append("rule: expected '\(rule)', got '\(actual.id)'")
      problems += whyNot(rule, outcome, test)
    }
    if let expected { problems += ActionDifference(zone: test.task.zone).lines(expected, action, choice) }
    return problems
  }

  /// Why a rule that should have acted does not act.
  private func whyNot(_ id: String?, _ outcome: Outcome, _ test: RuleTest) -> [String] {
    if case .blocked(let rule, let reason) = outcome {
      return ["rule '\(rule.id)' takes the task and is kept by \(reason.text)"]
    }
    guard let id, let rule = rules.rules.first(where: { $0.id == id }) else {
      return rules.rules.map { rule in "rule '\(rule.id)': \(Self.list(rule.reasons(test.task, at: test.at)))" }
    }
    let reasons = rule.reasons(test.task, at: test.at)
    return reasons.isEmpty ? ["rule '\(id)' would take it, but stands later"] : ["rule '\(id)': \(Self.list(reasons))"]
  }

  private func doesNothing(_ outcome: Outcome, _ expected: RuleTest.Nothing, _ test: RuleTest) -> [String] {
    if case .acts(let rule, let action, let choice) = outcome {
      return [
        "expected no action, got rule '\(rule.id)': \(ActionDifference(zone: test.task.zone).words(action, choice))"
      ]
    }
    var problems: [String] = []
    if let id = expected.nearMiss, let rule = rules.rules.first(where: { $0.id == id }) {
      problems += nearMiss(rule, expected, test)
    }
    if let wanted = expected.matchesAt {
      let candidates = expected.nearMiss.map { id in rules.rules.filter { $0.id == id } } ?? rules.rules
      let actual = candidates.compactMap { $0.nextMatch(test.task, after: test.at) }.min()
      let time = LocalTime(zone: test.task.zone)
      let isSame =
        if let wanted, let actual { abs(wanted.timeIntervalSince(actual)) < 1 } else { wanted == nil && actual == nil }
      if !isSame {
        problems.append(
          "matches_at: expected \(wanted.map(time.text) ?? "never"), got \(actual.map(time.text) ?? "never")")
      }
    }
    return problems
  }

  private func nearMiss(_ rule: Rule, _ expected: RuleTest.Nothing, _ test: RuleTest) -> [String] {
    let reasons = rule.reasons(test.task, at: test.at)
    let actual = "rule '\(rule.id)': \(Self.list(reasons))"
    guard !(expected.failed.isEmpty && expected.unknown.isEmpty) else {
      return reasons.count == 1 ? [] : ["near_miss: expected one condition that does not hold, got \(actual)"]
    }
    var problems: [String] = []
    for (key, names, truth) in [("failed", expected.failed, Truth.no), ("unknown", expected.unknown, .unknown)] {
      for name in names where !reasons.contains(where: { $0.truth == truth && $0.names.contains(name) }) {
        problems.append("\(key): expected '\(name)', got \(actual)")
      }
      for reason in reasons where reason.truth == truth && reason.names.allSatisfy({ !names.contains($0) }) {
        problems.append("near_miss: \(reason.text) as well, which the test does not name")
      }
    }
    return problems
  }

  private static func list(_ reasons: [Reason]) -> String {
    reasons.isEmpty ? "every condition holds" : reasons.map(\.text).joined(separator: ", ")
  }
}
