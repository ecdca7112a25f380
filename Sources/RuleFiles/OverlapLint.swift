import Rules
import YAML

/// Warns of two acting rules that take the same task and would do different things to it.
///
/// An exception that stands before its general rule is no mistake: only rules of which neither takes all the tasks of
/// the other are reported, and only with a task that shows it.
struct OverlapLint {
  let findings: Findings

  /// So many rules are compared with each other.
  static let mostCompared = 200

  func check(_ rules: [Lint.Placed], except unreached: Set<String>) {
    let acting = rules.filter { $0.rule.stage != .shadow && !unreached.contains($0.rule.id) }
    let finder = WitnessFinder()
    for (index, later) in acting.prefix(Self.mostCompared).enumerated() {
      for earlier in acting[..<index] where !earlier.scope.isApart(from: later.scope) {
        guard mayOverlap(earlier.rule, later.rule) else { continue }
        guard let task = finder.task(takenBy: [earlier.rule, later.rule]) else { continue }
        findings.warning(
          "rules '\(earlier.rule.id)' and '\(later.rule.id)' take some of the same tasks and do different things; "
            + "'\(earlier.rule.id)' decides, as it stands first", at: later.mark,
          notes: [earlier.note, Diagnostic.Note("for example \(task.words)")])
      }
    }
  }

  private func mayOverlap(_ earlier: Rule, _ later: Rule) -> Bool {
    guard earlier.action != later.action else { return false }
    // The usual way of writing: the exception first.
    return !later.takesAll(of: earlier) && !earlier.when.implies(later.when)
  }
}

/// The workflows and steps that a rule is limited to, where it names them plainly: it tells most pairs apart at once.
struct RuleScope {
  private let workflows: Set<String>?
  private let steps: Set<String>?

  init(_ rule: Rule) {
    workflows = Self.names(.workflow, rule.when)
    steps = Self.names(.step, rule.when)
  }

  /// True when no task can be taken by both.
  func isApart(from other: RuleScope) -> Bool {
    Self.areApart(steps, other.steps) || Self.areApart(workflows, other.workflows)
  }

  private static func areApart(_ one: Set<String>?, _ other: Set<String>?) -> Bool {
    guard let one, let other else { return false }
    return one.isDisjoint(with: other)
  }

  private static func names(_ wanted: TextField, _ condition: Condition) -> Set<String>? {
    guard case .all(let parts) = condition else { return nil }
    for case .test(.text(wanted, let test)) in parts {
      let tests = if case .anyOf(let tests) = test { tests } else { [test] }
      let names = tests.compactMap { test in if case .equals(let name) = test { name } else { nil } }
      return names.count == tests.count ? Set(names) : nil
    }
    return nil
  }
}
