package import Foundation
import GRDB

/// What metrics tell of the journal as a whole.
package struct JournalMetrics: Sendable {
  /// When it was last opened for writing: by a running daemon, its start.
  package var opened: Date
  /// The last line of the audit trail; 0 where there is none.
  package var lastLine: Int64
  /// True where it is older than the mark beside it: it was restored or rolled back.
  package var isBehind: Bool
  /// The bytes of the file and its write-ahead log.
  package var size: Int
  /// What happened since the first start, by tenant.
  package var totals: [String: [Total: Double]]
}

extension JournalReader {
  /// Reads what metrics tell of the journal, at one moment.
  package func metrics() throws(JournalError) -> JournalMetrics {
    // Read the mark first: while a daemon runs, the trail may only be longer than it says.
    let mark = try JournalMark.read(directory)
    let file = directory.database
    let size = (try directory.size(of: file) ?? 0) + (try directory.size(of: file + "-wal") ?? 0)
    return try read { db in
      let head = try AuditTrail.head(db)
      let epoch = try db.epoch()
      return JournalMetrics(
        opened: Date(exact: try Double.fetchOne(db, sql: "SELECT opened FROM meta") ?? 0), lastLine: head.sequence,
        isBehind: mark.map { $0.sequence > head.sequence || $0.epoch > epoch } ?? false, size: size,
        totals: try db.totals())
    }
  }

  /// False where what was read may be torn: the file was read as one that nobody writes, and somebody does.
  package var isSound: Bool { !isAtRest || (!isInUse && !directory.hasLog) }
}
