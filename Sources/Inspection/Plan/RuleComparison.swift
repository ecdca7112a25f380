import CalendarTime
package import Foundation
package import GeoTareas
import Records
import RuleFiles
package import Rules
package import TenantRuntime

/// What other rules would decide differently about the tasks seen, task by task.
///
/// As at a reload, limits, cooldowns and what was done before are left out.
package struct RuleComparison: Sendable {
  /// What one rule set decides about a task.
  package struct Side: Sendable, Equatable {
    package var ruling: Ruling
    /// The rule that takes the task; nil where none does.
    package var rule: Rule?
    /// What it would send; nil where that depends on a pool's turn, or the task's detail.
    package var write: Write?

    fileprivate init(_ rulings: Rulings, on task: TaskID) {
      ruling = rulings[task]
      rule = rulings.rule(on: task)
      write = rulings.write(on: task)
    }
  }

  /// A task about which the two differ.
  package struct Difference: Sendable, Equatable {
    package var task: WorkflowTask
    package var now: Side
    package var then: Side
  }

  package let snapshot: TenantSnapshot
  /// Where the other rules are, as it was typed.
  package let path: String
  package let changes: RuleChanges
  /// By the places of the rules now and then, then by task.
  package let differences: [Difference]
  /// Tasks of which only an unread detail can tell.
  package let unclear: [TaskID]
  let names: TenantNames

  /// Decides about every task of the snapshot by its own rules and by the others.
  package init(_ snapshot: TenantSnapshot, with other: RuleSet, at path: String, now: Date) {
    self.snapshot = snapshot
    self.path = path
    changes = RuleChanges(from: snapshot.rules, to: other)
    names = TenantNames(TenantDirectory(snapshot), RuleSet(snapshot.rules.rules + other.rules))
    let listing = snapshot.detailedListing
    let before = Rulings(about: listing, (snapshot.tenant, snapshot.rules), at: now)
    let after = Rulings(about: listing, (snapshot.tenant, other), at: now)
    var unclear: [TaskID] = []
    var differences: [Difference] = []
    for row in listing.rows {
      let task = row.task.id
      switch (before[task], after[task]) {
      case (.needsDetails, _), (_, .needsDetails): unclear.append(task)
      case (let before, let after) where before == after: break
      default:
        differences.append(
          Difference(task: row.task, now: Side(before, on: task), then: Side(after, on: task)))
      }
    }
    self.unclear = unclear.sorted()
    let (nowPlaces, thenPlaces) = (snapshot.rules.places, other.places)
    func order(_ difference: Difference) -> (Int, Int, TaskID) {
      func place(_ side: Side, _ places: [String: Int]) -> Int { side.rule.flatMap { places[$0.id] } ?? .max }
      return (place(difference.now, nowPlaces), place(difference.then, thenPlaces), difference.task.id)
    }
    self.differences = differences.sorted { order($0) < order($1) }
  }
}
