import Foundation
import GRDB
import GeoTareas
import Pacing
import Records

/// What a start, and the engine's questions, look up in the past; always by key, never by reading everything.
extension Database {
  /// - Parameter instances: The instances whose keepers are wanted; nil for those of the intents that are found.
  func recollection(
    of tasks: [TaskID], instances: [String]? = nil, tenant: String, asOf now: Date
  ) throws -> Recollection {
    let intents = try intents(of: tasks, tenant: tenant)
    var touches: [TaskID: Date] = [:]
    let touch = try cachedStatement(sql: "SELECT touched FROM touch WHERE tenant = ? AND task = ?")
    for task in tasks {
      guard let touched = try Double.fetchOne(touch, arguments: [tenant, task.rawValue]) else { continue }
      touches[task] = Date(exact: touched)
    }
    var keepers: [String: [String: String]] = [:]
    let since = now.exact - Retention.keepers.inSeconds
    for instance in instances ?? Set(intents.values.joined().map(\.instance)).sorted() {
      let members = try self.keepers(of: instance, tenant: tenant, since: since)
      if !members.isEmpty { keepers[instance] = members }
    }
    return Recollection(intents: intents, touches: touches, keepers: keepers)
  }

  /// Whom each pool gave the last task of an instance.
  private func keepers(of instance: String, tenant: String, since: Double) throws -> [String: String] {
    // With max() in a group, the other columns come from the row of the maximum:
    // <https://www.sqlite.org/lang_select.html#bareagg>.
    let rows = try Row.fetchAll(
      cachedStatement(
        sql: """
          SELECT pool, endpoint, body, max(number) FROM intent
          WHERE tenant = ? AND instance = ? AND pool IS NOT NULL AND changed >= ?
            AND state IN ('armed', 'unknown', 'done', 'parked') GROUP BY pool
          """), arguments: [tenant, instance, since])
    var members: [String: String] = [:]
    for row in rows {
      let write = Write(endpoint: try row.decode(forColumn: "endpoint"), stored: try row.decode(forColumn: "body"))
      if case .reassign(let recipient, _)? = write { members[try row.decode(forColumn: "pool")] = recipient.id }
    }
    return members
  }

  /// The effects that were begun after `since`, oldest first.
  func begun(tenant: String, since: Double) throws -> [BegunEffect] {
    var begun: [BegunEffect] = []
    // One string for each rule, however many effects it had.
    var rules: [String: String] = [:]
    let rows = try Row.fetchCursor(
      cachedStatement(
        sql: """
          SELECT id, rule, max(created, changed) AS latest, endpoint, body FROM intent
          WHERE tenant = ? AND max(created, changed) >= ? AND attempts > 0 ORDER BY number
          """), arguments: [tenant, since])
    while let row = try rows.next() {
      let name: String = try row.decode(forColumn: "rule")
      let rule = rules[name] ?? name
      rules[name] = rule
      let endpoint: String = try row.decode(forColumn: "endpoint")
      // Only a completion captures anything.
      let write =
        endpoint == Endpoint.complete.rawValue
        ? Write(endpoint: endpoint, stored: try row.decode(forColumn: "body")) : nil
      begun.append(
        BegunEffect(
          intent: try row.decode(forColumn: "id"), rule: rule, at: Date(exact: try row.decode(forColumn: "latest")),
          write: write))
    }
    return begun
  }

  func shares(tenant: String) throws -> [PoolShare] {
    try Row.fetchAll(self, sql: "SELECT * FROM pool_share WHERE tenant = ? ORDER BY pool, member", arguments: [tenant])
      .map { row in
        PoolShare(
          pool: try row.decode(forColumn: "pool"), member: try row.decode(forColumn: "member"),
          given: try row.decode(forColumn: "given"), lastGiven: Date(exact: try row.decode(forColumn: "last_given")),
          lastNumber: try row.decode(forColumn: "last_number"))
      }
  }

  /// The tasks of the last listing, without those that we may have changed around that time or since.
  func seen(tenant: String) throws -> [TaskID: TaskState] {
    guard let row = try Row.fetchOne(self, sql: "SELECT seen, tasks FROM listing WHERE tenant = ?", arguments: [tenant])
    else { return [:] }
    let at: Double = try row.decode(forColumn: "seen")
    var seen: [TaskID: TaskState] = [:]
    for listed in Self.tasks(in: try row.decode(forColumn: "tasks")) ?? [] {
      if let state = TaskState(listed.task) { seen[listed.task.id] = state }
    }
    guard !seen.isEmpty else { return [:] }
    let ours = try String.fetchCursor(
      self, sql: "SELECT task FROM intent WHERE tenant = ? AND max(created, changed) >= ? AND attempts > 0",
      arguments: [tenant, at - Retention.aroundListing.inSeconds])
    while let task = try ours.next() { seen[TaskID(task)] = nil }
    return seen
  }
}
