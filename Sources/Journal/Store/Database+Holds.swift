import Foundation
import GRDB
import GeoTareas
import JSON
import Pacing
import Records

/// A hold to be written; its number comes from the table.
struct HoldText {
  var tenant: String?
  var rule: String?
  var why: String
  var by: String
}

extension Database {
  @discardableResult
  func insert(_ hold: HoldText, at now: Date) throws -> Int64 {
    try requireWhole(hold.tenant, hold.rule)
    try run(
      "INSERT INTO hold (tenant, rule, why, set_by, began) VALUES (?, ?, ?, ?, ?)",
      [hold.tenant, hold.rule, hold.why.withoutNUL, hold.by.withoutNUL, now.exact])
    let number = lastInsertedRowID
    try tell(
      "hold.set", Hold(number: number, tenant: hold.tenant, rule: hold.rule, why: hold.why, by: hold.by, since: now),
      who: hold.by, at: now)
    return number
  }

  /// Ends a hold that is in force.
  func release(_ hold: Hold, by name: String, at now: Date) throws {
    try run(
      "UPDATE hold SET released = ?, released_by = ? WHERE number = ?", [now.exact, name.withoutNUL, hold.number])
    try tell("hold.released", hold, who: name, at: now)
  }

  /// Adds a line about a hold to the audit trail.
  private func tell(_ kind: String, _ hold: Hold, who name: String, at now: Date) throws {
    let rule = hold.rule.map { [JSONMember("rule", .string($0))] } ?? []
    try AuditTrail.append(
      .init(
        kind: kind, tenant: hold.tenant ?? "", subject: "hold \(hold.number)", who: name, why: hold.why, details: rule,
        at: now), epoch: epoch(), to: self)
  }

  /// The holds in force that concern `tenant`, oldest first; all of them when it is nil.
  func holds(tenant: String? = nil) throws -> [Hold] {
    try holds(where: "released IS NULL AND (?1 IS NULL OR tenant IS NULL OR tenant = ?1)", [tenant])
  }

  func holds(where condition: String, _ arguments: StatementArguments) throws -> [Hold] {
    try Row.fetchAll(
      cachedStatement(
        sql: "SELECT number, tenant, rule, why, set_by, began FROM hold WHERE \(condition) ORDER BY number"),
      arguments: arguments
    ).map { row in
      Hold(
        number: try row.decode(forColumn: "number"), tenant: try row.decode(String?.self, forColumn: "tenant"),
        rule: try row.decode(String?.self, forColumn: "rule"), why: try row.decode(forColumn: "why"),
        by: try row.decode(forColumn: "set_by"), since: Date(exact: try row.decode(forColumn: "began")))
    }
  }

  func lastVerdict() throws -> Int64 { try Int64.fetchOne(self, sql: "SELECT max(seq) FROM verdict") ?? 0 }

  /// The intents on which people gave a verdict after line `sequence`, the oldest verdict first.
  func resolved(tenant: String, after sequence: Int64) throws -> [Intent] {
    let numbers = try Int.fetchAll(
      self, sql: "SELECT number FROM verdict WHERE tenant = ? AND seq > ? GROUP BY number ORDER BY max(seq)",
      arguments: [tenant, sequence])
    return try numbers.flatMap { try intents(where: "tenant = ? AND number = ?", [tenant, $0]) }
  }

  /// Throws when `records`, which were just written, begin an effect that is held or exceeds a limit.
  ///
  /// The caller's transaction is then rolled back.
  func requireMayArm(_ records: [JournalEntry], tenant: String, limits: [Endpoint: RateLimit]) throws {
    let armed = records.compactMap { record -> Intent? in
      if case .intent(let intent) = record, intent.state == .armed { intent } else { nil }
    }
    guard !armed.isEmpty else { return }
    let holds = try holds(tenant: tenant)
    for intent in armed {
      if let hold = holds.first(where: { $0.covers(tenant: tenant, rule: intent.rule) }) {
        throw JournalError.held(hold)
      }
    }
    for case .requestSent(let entry) in records {
      if let limit = limits[entry.endpoint] { try requireRoom(for: entry, in: limit, tenant: tenant) }
    }
  }

  /// Throws when more requests than the limit were sent to the endpoint within its window, including `entry`.
  ///
  /// On the same boot instants are compared. Across boots the wall clock is, and a time in the future counts as now.
  private func requireRoom(for entry: RequestEntry, in limit: RateLimit, tenant: String) throws {
    let now = entry.sent
    let age = try Int64.fetchOne(
      cachedStatement(
        sql: """
          SELECT max(0, CASE WHEN sent_boot = ? THEN ? - sent_ns
              ELSE CAST(min((? - sent_wall) * 1e9, 9e18) AS INTEGER) END) AS age
          FROM request WHERE tenant = ? AND endpoint = ? ORDER BY age LIMIT 1 OFFSET ?
          """),
      arguments: [
        now.boot, now.instant.nanoseconds, now.wall.exact, tenant, entry.endpoint.rawValue, max(1, limit.requests),
      ])
    let window = limit.window.wholeNanoseconds
    if let age, age < window { throw JournalError.overspent(entry.endpoint, wait: .nanoseconds(window - age)) }
  }
}

extension JournalEntry {
  var isHold: Bool {
    if case .hold = self { true } else { false }
  }
}
