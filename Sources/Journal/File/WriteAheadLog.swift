import GRDB
import GRDBSQLite
import Synchronization

#if FAILPOINTS
  import Failpoints
#endif

/// What was committed and still has to be copied into the database: by checkpoints of our own.
///
/// Those that SQLite makes by itself keep quiet when the disk fails: the commit before them has worked.
/// Source: <https://www.sqlite.org/c3ref/wal_hook.html>, <https://www.sqlite.org/c3ref/wal_checkpoint_v2.html>.
final class WriteAheadLog: Sendable {
  private let pages = Atomic<Int>(0)

  /// Pages after which they are copied: as many as SQLite would take.
  private static var most: Int {
    #if FAILPOINTS
      if Failpoint.duringCheckpoint.isNamed { return 1 }
    #endif
    return 1_000
  }

  /// Counts the pages that the connection of `db` commits from now on; it must not outlive this.
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

  /// Copies the pages into the database if there are many of them, outside of any transaction.
  func copyIfLong(_ db: Database) throws {
    if pages.load(ordering: .relaxed) >= Self.most { try Self.copy(db) }
  }

  /// Copies as many pages as others' reading allows.
  ///
  /// Throws what the disk did wrong. Somebody else at it, or no room, is no such thing: the pages stay in the log, where
  /// they are safe.
  static func copy(_ db: Database) throws {
    do { _ = try db.checkpoint(.passive) } catch let error as DatabaseError {
      switch error.resultCode {
      case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_FULL: break
      default: throw error
      }
    }
  }
}
