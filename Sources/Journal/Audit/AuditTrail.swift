import Foundation
import GRDB
import GeoTareas
import JSON

/// Writes the trail within the caller's transaction, so that a change and its line are committed together or not at
/// all.
enum AuditTrail {
  /// The daemon itself, as a value of `who`.
  static let daemon = "capataz"

  /// What a line records.
  ///
  /// The trail adds number, epoch and hash.
  struct Entry {
    var kind: String
    var tenant: String
    var subject: String
    var who = AuditTrail.daemon
    var why: String
    var details: [JSONMember] = []
    var at: Date
  }

  /// Adds a line at the end.
  ///
  /// - Parameter sequence: Its number, where lines before it are known to be lost; otherwise it is the next one.
  @discardableResult
  static func append(
    _ entry: Entry, epoch: Int64, as sequence: Int64? = nil, to db: Database
  ) throws -> AuditHead {
    let last = try head(db)
    var row = AuditRow(
      sequence: sequence ?? last.sequence + 1, microseconds: entry.at.microseconds, epoch: epoch, kind: entry.kind,
      tenant: entry.tenant.withoutNUL, subject: entry.subject.withoutNUL, who: entry.who.withoutNUL,
      why: entry.why.withoutNUL, details: JSONValue.object(entry.details).text.withoutNUL, hash: "")
    row.hash = row.hash(after: last.hash)
    try db.cachedStatement(
      sql: """
        INSERT INTO audit (seq, at_us, epoch, kind, tenant, subject, who, why, details, hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(arguments: [
      row.sequence, row.microseconds, row.epoch, row.kind, row.tenant, row.subject, row.who, row.why, row.details,
      row.hash,
    ])
    return AuditHead(sequence: row.sequence, hash: row.hash)
  }

  /// The last line.
  static func head(_ db: Database) throws -> AuditHead {
    let last = try Row.fetchOne(db.cachedStatement(sql: "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1"))
    guard let last else { return AuditHead(sequence: 0, hash: AuditRow.origin) }
    return AuditHead(sequence: try last.decode(forColumn: "seq"), hash: try last.decode(forColumn: "hash"))
  }

  /// Seals what was written before there was a chain: one line hashes all of it.
  static func sealEarlierLines(_ db: Database, at now: Date) throws {
    let last = try Int64.fetchOne(db, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'intent_history'") ?? 0
    guard last > 0 else { return }
    let (count, hash) = try hashOfEarlierLines(db)
    let epoch = try db.epoch()
    try append(
      Entry(
        kind: sealed, tenant: "", subject: "intent_history",
        why: "the lines up to here were written before the trail was chained",
        details: [
          JSONMember("count", .integer(count)), JSONMember("last", .integer(last)),
          JSONMember("sha256", .string(hash)),
        ], at: now),
      epoch: epoch, as: last + 1, to: db)
  }

  /// Records that a person accepts a journal which is not the last one used here.
  ///
  /// Numbers go on from where the lost trail ended, so that no number is used twice.
  static func accept(
    _ gap: String, _ acceptance: Acceptance, _ mark: JournalMark?, epoch: Int64, at now: Date, in db: Database
  ) throws {
    let last = try head(db).sequence
    let lost = max(last, mark?.sequence ?? 0)
    try append(
      Entry(
        kind: restored, tenant: "", subject: "journal", who: acceptance.who, why: acceptance.why,
        details: [
          JSONMember("found", .string(gap)), JSONMember("last_kept", .integer(last)),
          JSONMember("last_lost", .integer(lost)),
          JSONMember("lost_hash", .optional(mark?.hash)),
        ], at: now),
      epoch: epoch, as: lost + 1, to: db)
  }

  static let sealed = "trail.sealed"
  static let restored = "journal.restored"

  /// SHA-256 over the older lines in their order, by the columns `seq`, `tenant`, `number`, `epoch`, `changed`,
  /// `from_state`, `to_state`, `attempts` and `note`.
  ///
  /// Each column is a netstring. `changed` is the 16 hexadecimal digits of its IEEE 754 form, and NULL is an empty
  /// text.
  static func hashOfEarlierLines(_ db: Database) throws -> (count: Int, hash: String) {
    var hash = SHA256()
    var count = 0
    let rows = try Row.fetchCursor(db, sql: "SELECT * FROM intent_history ORDER BY seq")
    while let row = try rows.next() {
      func number(_ column: String) throws -> String { String(try row.decode(Int64.self, forColumn: column)) }
      func text(_ column: String) throws -> String { try row.decode(String?.self, forColumn: column) ?? "" }
      let digits = String(try row.decode(Double.self, forColumn: "changed").bitPattern, radix: 16)
      let changed = String(repeating: "0", count: 16 - digits.count) + digits
      let fields: [String] = [
        try number("seq"), try text("tenant"), try number("number"), try number("epoch"), changed,
        try text("from_state"), try text("to_state"), try number("attempts"), try text("note"),
      ]
      var bytes: [UInt8] = []
      for field in fields { bytes.append(netstring: field) }
      hash.update(bytes)
      count += 1
    }
    return (count, AuditRow.hex(hash.finish()))
  }
}

extension Date {
  var microseconds: Int64 {
    let value = (timeIntervalSince1970 * 1_000_000).rounded()
    return Int64(exactly: max(-9e15, min(9e15, value))) ?? 0
  }
}

extension String {
  /// The text with each NUL replaced, because SQLite's text ends at a NUL.
  var withoutNUL: String { utf8.contains(0) ? String(map { $0 == "\0" ? "\u{FFFD}" : $0 }) : self }
}
