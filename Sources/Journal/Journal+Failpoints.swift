#if FAILPOINTS
  import Engine
  import Failpoints
  import GRDB
  import GRDBSQLite

  extension Journal {
    /// Passes the places around a commit that arms a write or keeps the outcome of one.
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

  /// Every commit is preceded by a checkpoint of the one before, and the place is passed with each page that one writes: in a database with
  /// a write-ahead log nothing else writes to the file itself.
  enum CheckpointFailpoint {
    /// SQLite's own, set before the first use of the others and never freed.
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
        // SQLITE_IOERR_WRITE, which is a macro that Swift does not see.
        if Failpoint.duringCheckpoint.fails() { return SQLITE_IOERR | (3 << 8) }
        return CheckpointFailpoint.own?.pointee.xWrite(file, bytes, count, offset) ?? SQLITE_IOERR
      }
      file.pointee.pMethods = UnsafePointer(changed)
    }
  }
#endif
