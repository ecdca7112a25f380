package import Foundation
import GRDB
import GeoTareas
import Records

/// Reading the audit trail.
extension JournalReader {
  /// Everything recorded about the intent, or other subject, called `subject`, oldest first.
  package func trail(of subject: String) throws(JournalError) -> [AuditRow] {
    try read { db in
      var rows: [AuditRow] = []
      if let (tenant, number) = Intent.split(id: subject) {
        rows = try Row.fetchAll(
          db, sql: "SELECT * FROM intent_history WHERE tenant = ? AND number = ? ORDER BY seq",
          arguments: [tenant, number]
        ).map { try AuditRow(earlier: $0) }
      }
      return try rows
        + Row.fetchAll(db, sql: "SELECT * FROM audit WHERE subject = ? ORDER BY seq", arguments: [subject])
        .map { try AuditRow($0) }
    }
  }

  /// Hands every line to `body` together with the hash of the line before it, oldest first.
  ///
  /// A tenant or a time limits the lines. Lines older than the chain have empty hashes. `body` must not call this
  /// reader.
  package func export(
    tenant: String? = nil, since: Date? = nil, _ body: (AuditRow, _ previous: String) -> Void
  ) throws(JournalError) {
    let earliest = since?.microseconds ?? .min
    func isWanted(_ row: AuditRow) -> Bool {
      row.microseconds >= earliest && (tenant == nil || row.tenant == tenant)
    }
    try read { db in
      let earlier = try Row.fetchCursor(db, sql: "SELECT * FROM intent_history ORDER BY seq")
      while let row = try earlier.next() {
        let row = try AuditRow(earlier: row)
        if isWanted(row) { body(row, "") }
      }
      var previous = AuditRow.origin
      let rows = try Row.fetchCursor(db, sql: "SELECT * FROM audit ORDER BY seq")
      while let row = try rows.next() {
        let row = try AuditRow(row)
        if isWanted(row) { body(row, previous) }
        previous = row.hash
      }
    }
  }

  /// Checks the whole trail.
  ///
  /// Each line is compared with the one before it, the sealed lines with their seal, and the end with the mark beside
  /// the journal.
  package func verify() throws(JournalError) -> AuditResult {
    // Read the mark first: while a daemon runs, the trail may only be longer than it says.
    let mark = try JournalMark.read(directory)
    return try read { db in
      var check = AuditCheck(markedAt: mark?.sequence)
      let rows = try Row.fetchCursor(db, sql: "SELECT * FROM audit ORDER BY seq")
      while let row = try rows.next() {
        let row = try AuditRow(row)
        if let fault = try check.take(row, in: db) { return .broken(.init(sequence: row.sequence, fault: fault)) }
      }
      let head = check.head
      if let mark, mark.sequence > head.sequence {
        return .broken(.init(sequence: head.sequence + 1, fault: .cut(last: mark.sequence)))
      }
      if let hash = mark?.hash, mark?.sequence ?? 0 > 0, hash != check.hashAtMark {
        return .broken(.init(sequence: mark?.sequence ?? 0, fault: .rewritten))
      }
      return .whole(lines: check.lines, head: head)
    }
  }
}
