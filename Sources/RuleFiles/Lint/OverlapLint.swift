import Rules
import YAML

/// Warns about two acting rules that take the same task and would do different things to it.
///
/// An exception before its general rule is no mistake. So only rules are reported of which neither takes all tasks of
/// the other, and only with a task that shows it.
struct OverlapLint {
  let findings: Diagnostics
  let effort: LintEffort

  func check(_ rules: [Lint.Placed], except unreached: Set<String>) {
    let acting = rules.filter { $0.rule.stage != .shadow && !unreached.contains($0.rule.id) }
    let finder = WitnessFinder(effort: effort)
    var index = ScopeIndex()
    for later in acting {
      let earlier = index.neighbours(of: later.scope).map { acting[$0] }.filter { $0.rule.action != later.rule.action }
      index.add(later.scope)
      for earlier in earlier {
        guard effort.spend(earlier.size + later.size) else {
          effort.miss(1)
          continue
        }
        guard mayOverlap(earlier, later), let task = finder.task(takenBy: earlier, later) else { continue }
        findings.warning(
          "rules '\(earlier.rule.id)' and '\(later.rule.id)' take some of the same tasks and do different things; "
            + "'\(earlier.rule.id)' decides, as it stands first", at: later.mark,
          notes: [earlier.note, Diagnostic.Note("for example \(task.words)")])
      }
    }
  }

  /// False for the usual pattern: the exception comes first.
  private func mayOverlap(_ earlier: Lint.Placed, _ later: Lint.Placed) -> Bool {
    guard later.scope.mayHold(all: earlier.scope) else { return true }
    _ = effort.spend(earlier.size * later.size / Lint.unlikely)
    return !later.rule.takesAll(of: earlier.rule) && !earlier.rule.when.implies(later.rule.when)
  }
}
