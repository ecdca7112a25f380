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
  var task: TaskID?
  var why: String
  var by: String
  var term: Hold.Term?
}

extension Database {
  @discardableResult
  func insert(_ hold: HoldText, at now: Date) throws -> Int64 {
    try requireWhole(hold.tenant, hold.rule, hold.task?.rawValue)
    try run(
      """
      INSERT INTO hold (tenant, rule, task, why, set_by, began, began_boot, began_ns, lasts_ns)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        hold.tenant, hold.rule, hold.task?.rawValue, hold.why.withoutNUL, hold.by.withoutNUL, now.exact,
        hold.term?.begun.boot, hold.term?.begun.instant.nanoseconds, hold.term?.length.wholeNanoseconds,
      ])
    let number = lastInsertedRowID
    try tell(
      "hold.set",
      Hold(
        number: number, tenant: hold.tenant, rule: hold.rule, task: hold.task, why: hold.why, by: hold.by, since: now,
        term: hold.term), who: hold.by, why: hold.why, at: now)
    return number
  }

  /// Ends a hold that is in force.
  func release(_ hold: Hold, by name: String, at now: Date) throws {
    try run(
      "UPDATE hold SET released = ?, released_by = ? WHERE number = ?", [now.exact, name.withoutNUL, hold.number])
    try tell("hold.released", hold, who: name, why: hold.why, at: now)
  }

  /// Ends a hold whose time is over; one that has ended already stays as it is.
  func endHold(_ number: Int64, at now: Date) throws {
    guard let hold = try holds(where: "number = ? AND released IS NULL", [number]).first else { return }
    try run("UPDATE hold SET released = ?, released_by = ? WHERE number = ?", [now.exact, Hold.signature, number])
    try tell("hold.released", hold, who: Hold.signature, why: "its time is over: \(hold.why)", at: now)
  }

  /// Adds a line about a hold to the audit trail.
  private func tell(_ kind: String, _ hold: Hold, who name: String, why: String, at now: Date) throws {
    let details = [
      ("rule", hold.rule), ("task", hold.task?.rawValue), ("until", hold.term?.end.formatted(.iso8601)),
    ].compactMap { key, value in value.map { JSONMember(key, .string($0)) } }
    try AuditTrail.append(
      .init(
        kind: kind, tenant: hold.tenant ?? "", subject: "hold \(hold.number)", who: name, why: why, details: details,
        at: now), epoch: epoch(), to: self)
  }

  /// The holds in force that concern `tenant`, oldest first; all of them when it is nil.
  func holds(tenant: String? = nil) throws -> [Hold] {
    try holds(where: "released IS NULL AND (?1 IS NULL OR tenant IS NULL OR tenant = ?1)", [tenant])
  }

  func holds(where condition: String, _ arguments: StatementArguments) throws -> [Hold] {
    try Row.fetchAll(
      cachedStatement(
        sql: """
          SELECT number, tenant, rule, task, why, set_by, began, began_boot, began_ns, lasts_ns
          FROM hold WHERE \(condition) ORDER BY number
          """),
      arguments: arguments
    ).map { row in
      let since = Date(exact: try row.decode(forColumn: "began"))
      return Hold(
        number: try row.decode(forColumn: "number"), tenant: try row.decode(String?.self, forColumn: "tenant"),
        rule: try row.decode(String?.self, forColumn: "rule"),
        task: try row.decode(String?.self, forColumn: "task").map { TaskID($0) }, why: try row.decode(forColumn: "why"),
        by: try row.decode(forColumn: "set_by"), since: since, term: try term(in: row, since: since))
    }
  }

  private func term(in row: Row, since: Date) throws -> Hold.Term? {
    guard let boot = try row.decode(String?.self, forColumn: "began_boot"),
      let began = try row.decode(Int64?.self, forColumn: "began_ns"),
      let lasts = try row.decode(Int64?.self, forColumn: "lasts_ns")
    else { return nil }
    return Hold.Term(
      begun: ClockReading(boot: boot, instant: Instant(nanoseconds: began), wall: since), length: .nanoseconds(lasts))
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
      if let hold = holds.first(where: { $0.covers(tenant: tenant, rule: intent.rule, task: intent.task) }) {
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

  var isEndOfHold: Bool {
    if case .holdEnded = self { true } else { false }
  }
}
