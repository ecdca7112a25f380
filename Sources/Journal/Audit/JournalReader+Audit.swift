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
  ///
  /// - Parameter told: Called now and then with how many lines were read, of about how many.
  package func export(
    tenant: String? = nil, since: Date? = nil,
    telling told: @escaping (_ done: Int, _ total: Int) -> Void = { _, _ in },
    _ body: (AuditRow, _ previous: String) -> Void
  ) throws(JournalError) {
    let earliest = since?.microseconds ?? .min
    func isWanted(_ row: AuditRow) -> Bool {
      row.microseconds >= earliest && (tenant == nil || row.tenant == tenant)
    }
    try read { db in
      var count = LineCount(try db.lengthOf("audit") + db.lengthOf("intent_history"), told)
      let earlier = try Row.fetchCursor(db, sql: "SELECT * FROM intent_history ORDER BY seq")
      while let row = try earlier.next() {
        count.next()
        let row = try AuditRow(earlier: row)
        if isWanted(row) { body(row, "") }
      }
      var previous = AuditRow.origin
      let rows = try Row.fetchCursor(db, sql: "SELECT * FROM audit ORDER BY seq")
      while let row = try rows.next() {
        count.next()
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
  ///
  /// - Parameter told: Called now and then with how many lines were checked, of about how many.
  package func verify(
    telling told: @escaping (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws(JournalError) -> AuditResult {
    // Read the mark first: while a daemon runs, the trail may only be longer than it says.
    let mark = try JournalMark.read(directory)
    return try read { db in
      var check = AuditCheck(markedAt: mark?.sequence)
      if let finding = try check.takeAll(of: db, telling: told) { return .broken(finding) }
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

extension AuditCheck {
  /// Checks the lines of the trail from the first one on; returns the first that is wrong.
  ///
  /// - Parameter told: Called now and then with how many lines were checked, of about how many.
  mutating func takeAll(
    of db: Database, telling told: @escaping (_ done: Int, _ total: Int) -> Void
  ) throws -> AuditResult.Finding? {
    var count = LineCount(try db.lengthOf("audit"), told)
    let rows = try Row.fetchCursor(db, sql: "SELECT * FROM audit ORDER BY seq")
    while let row = try rows.next() {
      count.next()
      let row = try AuditRow(row)
      if let fault = try take(row, in: db) { return .init(sequence: row.sequence, fault: fault) }
    }
    return nil
  }
}

/// Counts lines, and tells now and then how many there were.
private struct LineCount {
  private var done = 0
  private let total: Int
  private let told: (_ done: Int, _ total: Int) -> Void

  /// Few enough that a slow disk shows, and enough to cost nothing.
  private static let part = 256

  init(_ total: Int, _ told: @escaping (_ done: Int, _ total: Int) -> Void) {
    self.total = total
    self.told = told
  }

  mutating func next() {
    if done % Self.part == 0 { told(done, total) }
    done += 1
  }
}

extension Database {
  /// About how many lines a table of the trail has, without counting them.
  fileprivate func lengthOf(_ table: String) throws -> Int {
    try Int.fetchOne(self, sql: "SELECT COALESCE(MAX(seq) - MIN(seq) + 1, 0) FROM \(table)") ?? 0
  }
}
