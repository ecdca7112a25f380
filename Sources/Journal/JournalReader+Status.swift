import Foundation
package import Pacing
import GRDB
import GeoTareas
package import Records

/// How a tenant stands, as far as the journal tells.
package struct TenantRecord: Sendable {
  /// What the daemon wrote down last; nil while no daemon has written anything.
  package var standing: TenantStanding?
  /// Intents whose attempts are over with nothing proved, oldest first.
  package var unknown: [Intent]
  /// Intents that may be on their way, oldest first.
  package var armed: [Intent]
  /// Intents that wait for a person, oldest first.
  package var parked: [Intent]
  /// Intents that the server refused, where the task is still as it was then as far as the last poll shows, and had no
  /// effect of ours since; oldest first.
  package var refused: [Intent]
  /// The holds in force, oldest first.
  package var holds: [Hold]
}

extension JournalReader {
  /// Reads how a tenant stands, at one moment.
  ///
  /// Bounded work however long the past is: of refused intents, the newest thousand are looked at.
  package func record(of tenant: String) throws(JournalError) -> TenantRecord {
    try read { db in
      func intents(_ state: Intent.State) throws -> [Intent] {
        try db.intents(where: "tenant = ? AND state = ? ORDER BY changed, number", [tenant, state.rawValue])
      }
      return TenantRecord(
        standing: try db.standing(tenant: tenant), unknown: try intents(.unknown), armed: try intents(.armed),
        parked: try intents(.parked), refused: try db.openRefusals(tenant: tenant),
        holds: try db.holds(tenant: tenant))
    }
  }

  /// The requests that still count in limits, and what was learned about limits: of a recovery, only this.
  package func limits(tenant: String, asOf now: ClockReading) throws(JournalError) -> Recovery {
    try read { try $0.limits(tenant: tenant, asOf: now) }
  }
}

extension Database {
  /// The most refused intents that are looked at.
  private static let mostRefusals = 1_000

  fileprivate func openRefusals(tenant: String) throws -> [Intent] {
    let refused = try intents(where: ActivityQueries.refusals, [tenant, Self.mostRefusals])
    // The tasks of the last poll are read only where they matter: that takes longer than all else.
    guard !refused.isEmpty,
      let row = try Row.fetchOne(self, sql: "SELECT seen, tasks FROM listing WHERE tenant = ?", arguments: [tenant]),
      let listed = Self.tasks(in: try row.decode(forColumn: "tasks"))
    else { return refused }
    let seen: Double = try row.decode(forColumn: "seen")
    let tasks = Dictionary(listed.map { ($0.task.id, $0.task) }) { first, _ in first }
    return refused.filter { intent in
      guard seen > intent.changedAt.exact else { return true }
      guard let task = tasks[intent.task] else { return false }
      // A task that cannot be read may be as it was.
      return TaskState(task).map { $0 == intent.precondition } ?? true
    }
  }
}
