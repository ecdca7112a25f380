import GRDB
import GRDBSQLite
import Synchronization

#if FAILPOINTS
  import Failpoints
#endif

/// Commits that must still be copied into the database, by checkpoints that we make ourselves.
///
/// SQLite's automatic checkpoints do not report a failing disk, because the commit before them has worked. Source:
/// <https://www.sqlite.org/c3ref/wal_hook.html>, <https://www.sqlite.org/c3ref/wal_checkpoint_v2.html>.
final class WriteAheadLog: Sendable {
  private let pages = Atomic<Int>(0)

  /// After how many pages they are copied: the number that SQLite itself would use.
  private static var most: Int {
    #if FAILPOINTS
      if Failpoint.duringCheckpoint.isNamed { return 1 }
    #endif
    return 1_000
  }

  /// Counts the pages that the connection of `db` commits from now on.
  ///
  /// The connection must not outlive this object.
  func watch(_ db: Database) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_wal_hook(
      db.sqliteConnection,
      { context, _, _, pages in
        guard let context else { return SQLITE_OK }
        Unmanaged<WriteAheadLog>.fromOpaque(context).takeUnretainedValue().pages.store(Int(pages), ordering: .relaxed)
        return SQLITE_OK
      }, context)
  }

  /// Copies the pages into the database if there are many of them; only outside of a transaction.
  func copyIfLong(_ db: Database) throws {
    if pages.load(ordering: .relaxed) >= Self.most { try Self.copy(db) }
  }

  /// Copies as many pages as other readers allow.
  ///
  /// Throws errors of the disk. It does not throw when somebody else is at work or there is no room: the pages stay in
  /// the log, where they are safe.
  static func copy(_ db: Database) throws {
    do { _ = try db.checkpoint(.passive) } catch let error as DatabaseError {
      switch error.resultCode {
      case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_FULL: break
      default: throw error
      }
    }
  }
}
