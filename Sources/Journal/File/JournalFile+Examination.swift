import GRDB
import GRDBSQLite

/// Examines a journal before it is used, through a connection that cannot change it.
extension JournalFile {
  /// How far the journal has come.
  struct Extent {
    var epoch: Int64
    /// How the journal is older than the mark beside it; nil when it is not.
    var gap: String?
  }

  /// Examines every page, unless the file is large and was closed in order.
  ///
  /// After an orderly close a crash cannot have damaged it, and reading all of a large file would take longer than a
  /// start may.
  static func examine(_ directory: StateDirectory, mark: JournalMark?) throws(JournalError) -> Extent {
    let file = directory.database
    let size = try directory.size(of: file) ?? 0
    do {
      let queue = try DatabaseQueue(path: file, configuration: readOnly)
      defer { try? queue.close() }
      return try queue.read { db in
        try requireJournal(db, file: file)
        let epoch = try db.epoch()
        let gap = try gap(db, epoch: epoch, behind: mark)
        if size < alwaysExamined || mark?.isClosed != true || gap != nil || mark?.epoch != epoch {
          try leaveOutShownTimes(db)
          let findings = try String.fetchAll(db, sql: "PRAGMA quick_check(3)")
          guard findings == ["ok"] else { throw damage(findings.joined(separator: "; "), file: file) }
        }
        try requireTail(db, file: file)
        return Extent(epoch: epoch, gap: gap)
      }
    } catch { throw JournalError(error, file: file) }
  }

  /// Makes the columns that show times to people empty on this connection.
  ///
  /// They are computed whenever they are read. A check that reads all of them would take half as long again. Source:
  /// <https://www.sqlite.org/c3ref/create_function.html>: a function may replace one of SQLite's own.
  private static func leaveOutShownTimes(_ db: Database) throws {
    let code = sqlite3_create_function_v2(
      db.sqliteConnection, "strftime", -1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, nil,
      { context, _, _ in
        let nothing: StaticString = ""
        sqlite3_result_text(context, UnsafeRawPointer(nothing.utf8Start).assumingMemoryBound(to: CChar.self), 0, nil)
      }, nil, nil, nil)
    guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
  }

  /// Tells a damaged page from one that the disk did not return; SQLite reports both in the same way.
  private static func damage(_ findings: String, file: String) -> JournalError {
    for part in findings.split(separator: "error code=").dropFirst() {
      guard let code = Int32(part.prefix(while: \.isNumber)) else { continue }
      let error = JournalError(sqliteCode: code, message: findings, file: file)
      if case .corrupt = error { continue }
      return error
    }
    return .corrupt(file: file, detail: findings)
  }

  /// Files up to this many bytes are read in a moment.
  private static let alwaysExamined = 64 << 20

  private static func gap(_ db: Database, epoch: Int64, behind mark: JournalMark?) throws -> String? {
    guard let mark else { return nil }
    let sequence =
      try Int64.fetchOne(
        db, sql: "SELECT max(seq) FROM sqlite_sequence WHERE name IN ('audit', 'intent_history')") ?? 0
    if epoch < mark.epoch { return "opened \(epoch) times, the last one \(mark.epoch)" }
    if sequence < mark.sequence { return "\(sequence) lines in its trail, the last one \(mark.sequence)" }
    guard mark.sequence > 0, let hash = mark.hash else { return nil }
    let found = try String.fetchOne(db, sql: "SELECT hash FROM audit WHERE seq = ?", arguments: [mark.sequence])
    return found == hash ? nil : "line \(mark.sequence) of its trail is not the one that was written last"
  }

  /// Checks the last lines of the trail.
  ///
  /// `journal verify` checks all of them.
  private static func requireTail(_ db: Database, file: String) throws {
    guard try db.tableExists("audit") else { return }
    let rows = try Row.fetchAll(db, sql: "SELECT * FROM audit ORDER BY seq DESC LIMIT 65").reversed()
      .map { try AuditRow($0) }
    for (previous, row) in zip(rows, rows.dropFirst()) where row.hash(after: previous.hash) != row.hash {
      throw JournalError.corrupt(file: file, detail: "line \(row.sequence) of its trail was changed")
    }
  }
}
