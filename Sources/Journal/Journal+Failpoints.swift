#if FAILPOINTS
  import Failpoints
  import GRDB
  import GRDBSQLite
  import Records

  extension Journal {
    /// Passes the failpoints around a commit that arms a write or keeps the outcome of one.
    static func pass(_ records: [JournalEntry], isCommitted: Bool) throws {
      let intents = records.compactMap { if case .intent(let intent) = $0 { intent } else { nil } }
      guard !intents.isEmpty else { return }
      let point: Failpoint =
        if intents.contains(where: { $0.state == .armed }) {
          isCommitted ? .afterArmCommit : .beforeArmCommit
        } else {
          isCommitted ? .afterOutcomeCommit : .beforeOutcomeCommit
        }
      if point.fails() { throw DatabaseError(resultCode: .SQLITE_IOERR, message: "failpoint") }
    }
  }

  /// Passes a failpoint with each page that a checkpoint writes.
  ///
  /// Every commit first makes a checkpoint of the one before. In a database with a write-ahead log nothing else writes
  /// to the database file itself.
  enum CheckpointFailpoint {
    /// SQLite's own methods, set before the others are first used, and never freed.
    private nonisolated(unsafe) static var own: UnsafePointer<sqlite3_io_methods>?

    static func install(in db: Database) throws {
      guard Failpoint.duringCheckpoint.isNamed else { return }
      var file: UnsafeMutablePointer<sqlite3_file>?
      guard sqlite3_file_control(db.sqliteConnection, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK,
        let file, let methods = file.pointee.pMethods
      else { throw DatabaseError(resultCode: .SQLITE_CANTOPEN, message: "the failpoint found no file") }
      own = methods
      let changed = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
      changed.initialize(to: methods.pointee)
      changed.pointee.xWrite = { file, bytes, count, offset in
        // SQLITE_IOERR_WRITE, a macro that Swift does not import.
        if Failpoint.duringCheckpoint.fails() { return SQLITE_IOERR | (3 << 8) }
        return CheckpointFailpoint.own?.pointee.xWrite(file, bytes, count, offset) ?? SQLITE_IOERR
      }
      file.pointee.pMethods = UnsafePointer(changed)
    }
  }
#endif
