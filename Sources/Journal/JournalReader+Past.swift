package import Foundation
package import GeoTareas
import GRDB
package import Records

/// What to look for among intents or decisions; what is nil does not matter.
package struct PastFilter: Sendable, Equatable {
  package var tenant: String?
  package var task: TaskID?
  package var rule: String?
  /// Only changed, or decided, at this time or later.
  package var since: Date?

  package init(tenant: String? = nil, task: TaskID? = nil, rule: String? = nil, since: Date? = nil) {
    self.tenant = tenant
    self.task = task
    self.rule = rule
    self.since = since
  }

  /// What rows of a tenant must fulfil.
  ///
  /// - Parameters:
  ///   - time: The column for ``since``.
  ///   - more: A further condition, without arguments.
  fileprivate func condition(
    _ tenant: String, _ time: String, _ more: String?
  ) -> (sql: String, arguments: StatementArguments) {
    var parts = ["tenant = ?"]
    var values: [(any DatabaseValueConvertible)?] = [tenant]
    for (column, value) in [("task", task?.rawValue), ("rule", rule)] {
      guard let value else { continue }
      parts.append("\(column) = ?")
      values.append(value)
    }
    if let since {
      parts.append("\(time) >= ?")
      values.append(since.exact)
    }
    if let more { parts.append(more) }
    return (parts.joined(separator: " AND "), StatementArguments(values))
  }

  /// The tenants to look at: one by one, because every index begins with the tenant.
  fileprivate func tenants(_ db: Database) throws -> [String] {
    if let tenant { return [tenant] }
    return try String.fetchAll(db, sql: "SELECT name FROM tenant ORDER BY name")
  }
}

/// A part of what was found, and how much there is in all.
package struct Found<Item: Sendable>: Sendable {
  package var items: [Item]
  package var total: Int

  /// Adds what another tenant has, and keeps the first `limit` of all.
  fileprivate mutating func add(_ more: [Item], limit: Int, by precedes: (Item, Item) -> Bool) {
    if !more.isEmpty { items = Array((items + more).sorted(by: precedes).prefix(limit)) }
  }
}

extension Database {
  fileprivate func count(_ table: String, _ condition: String, _ arguments: StatementArguments) throws -> Int {
    try Int.fetchOne(self, sql: "SELECT count(*) FROM \(table) WHERE \(condition)", arguments: arguments) ?? 0
  }
}

/// The past, for commands that look: what was done, what it rested on, and by which rules.
extension JournalReader {
  /// The intents that fit, those begun last first.
  ///
  /// - Parameters:
  ///   - states: Only these; empty for any.
  ///   - limit: The most that are returned; at least 0.
  package func intents(
    _ filter: PastFilter, states: [Intent.State] = [], limit: Int
  ) throws(JournalError) -> Found<Intent> {
    let names = states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    return try read { db in
      var found = Found<Intent>(items: [], total: 0)
      for tenant in try filter.tenants(db) {
        let (condition, arguments) = filter.condition(
          tenant, "changed", states.isEmpty ? nil : "state IN (\(names))")
        let items = try db.intents(where: "\(condition) ORDER BY number DESC LIMIT ?", arguments + [max(0, limit)])
        found.add(items, limit: limit) { $0.createdAt > $1.createdAt }
        found.total +=
          items.count < limit ? items.count : try db.count("intent", condition, arguments)
      }
      return found
    }
  }

  /// A decision, and whose it is.
  package struct TenantDecision: Sendable, Equatable {
    package var tenant: String
    package var entry: DecisionEntry
  }

  /// The decisions that fit, the latest first.
  ///
  /// They are kept for thirty days by default.
  package func decisions(
    _ filter: PastFilter, kinds: [DecisionEntry.Kind] = [], limit: Int
  ) throws(JournalError) -> Found<TenantDecision> {
    let names = kinds.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    return try read { db in
      var found = Found<TenantDecision>(items: [], total: 0)
      for tenant in try filter.tenants(db) {
        let (condition, arguments) = filter.condition(tenant, "decided", kinds.isEmpty ? nil : "kind IN (\(names))")
        let items = try db.tenantDecisions(
          where: "\(condition) ORDER BY seq DESC LIMIT ?", arguments + [max(0, limit)])
        found.add(items, limit: limit) { $0.entry.at > $1.entry.at }
        found.total += items.count < limit ? items.count : try db.count("decision", condition, arguments)
      }
      return found
    }
  }

  /// What the attempts of an intent rested on, the first attempt first; none where that was deleted by its age.
  package func grounds(of intent: String) throws(JournalError) -> [Grounds] {
    guard let (tenant, number) = Intent.split(id: intent) else { return [] }
    return try read { try $0.grounds(tenant: tenant, number: number) }
  }

  /// The text of a rule as it was when it had this fingerprint; nil where it was loaded before texts were kept.
  package func ruleText(_ rule: String, fingerprint: String) throws(JournalError) -> KeptRule? {
    try read { try $0.ruleText(rule, fingerprint: fingerprint) }
  }

  /// The fingerprint of each rule that the daemon loaded last for a tenant; nil where it never did.
  package func rulesInForce(tenant: String) throws(JournalError) -> [String: String]? {
    try read { try $0.rulesInForce(tenant: tenant) }
  }
}
