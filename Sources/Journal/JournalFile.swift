import Foundation
import GRDB
import Pacing

/// An open journal: the connection that writes it, and the lock that lets it.
///
/// The lock goes last, so that whoever gets it next finds the database closed.
final class JournalFile: Sendable {
  let directory: StateDirectory
  let queue: DatabaseQueue
  let epoch: Int64
  private let lock: StateLock
  private let identity: StateDirectory.Identity

  /// Opens the journal, or makes it where there never was one.
  init(_ directory: StateDirectory, asOf now: Stamp, allowVolatile: Bool, acceptLoss: Bool) throws(JournalError) {
    try directory.prepare(allowVolatile: allowVolatile)
    let lock = try StateLock(directory)
    let mark = try JournalMark.read(directory)
    let isLost = try Self.isLost(directory, mark: mark)
    if try directory.size(of: directory.database) == nil {
      guard !isLost || acceptLoss else { throw .missing(file: directory.database) }
      try Self.create(directory)
    }
    let found = try Self.examine(directory)
    let gap = mark.flatMap { found.gap(behind: $0) }
    if let gap, !isLost, !acceptLoss { throw .behind(file: directory.database, detail: gap) }

    let file = directory.database
    chmod(file, 0o600)
    guard let identity = try StateDirectory.identity(of: file) else { throw .missing(file: file) }
    let epoch = max(found.epoch, mark?.epoch ?? 0) + 1
    do {
      queue = try DatabaseQueue(path: file, configuration: Self.configuration)
      try Schema.migrator.migrate(queue)
      try queue.write { db in
        try db.execute(
          sql: "UPDATE meta SET epoch = ?, boot = ?, opened = ?, amnesia = coalesce(?, amnesia)",
          arguments: [
            epoch, now.boot, now.wall.timeIntervalSinceReferenceDate,
            gap == nil && !isLost ? nil : now.wall.timeIntervalSinceReferenceDate,
          ])
        // A restored trail counts on from where the lost one ended: no number is used twice.
        if let mark, mark.sequence > found.sequence {
          try db.execute(sql: "DELETE FROM sqlite_sequence WHERE name = 'intent_history'")
          try db.execute(
            sql: "INSERT INTO sqlite_sequence (name, seq) VALUES ('intent_history', ?)", arguments: [mark.sequence])
        }
      }
    } catch { throw JournalError(error, file: file) }
    self.directory = directory
    self.lock = lock
    self.identity = identity
    self.epoch = epoch
    try JournalMark(epoch: epoch, sequence: max(found.sequence, mark?.sequence ?? 0)).write(directory)
  }

  deinit { try? queue.close() }

  /// Throws when the path no longer leads to the file that is being written: commits to it would be lost.
  func checkPlace() throws(JournalError) {
    let file = directory.database
    guard let current = try StateDirectory.identity(of: file), current.isSameFile(as: identity) else {
      throw .io(file: file, detail: "the file was moved, replaced or deleted while in use")
    }
  }

  /// True when there was a journal and it is not there; a write-ahead log alone says so as well, and would be taken
  /// for a part of any new database.
  private static func isLost(_ directory: StateDirectory, mark: JournalMark?) throws(JournalError) -> Bool {
    if let size = try directory.size(of: directory.database) {
      guard size > 0 else { throw .corrupt(file: directory.database, detail: "it is empty") }
      return false
    }
    let log = try directory.size(of: directory.database + "-wal") ?? 0
    return mark != nil || log > 0
  }

  /// Makes a journal under another name first: it appears whole or not at all.
  private static func create(_ directory: StateDirectory) throws(JournalError) {
    for suffix in ["-wal", "-shm", "-journal"] { unlink(directory.database + suffix) }
    let temporary = directory.database + ".new"
    unlink(temporary + "-journal")
    try directory.create(temporary)
    do {
      let queue = try DatabaseQueue(path: temporary)
      try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA application_id = \(Schema.applicationID)") }
      try Schema.migrator.migrate(queue)
      try queue.close()
    } catch { throw JournalError(error, file: temporary) }
    try directory.publish(temporary, as: directory.database)
  }

  /// How far the journal has come.
  private struct Extent {
    var epoch: Int64
    var sequence: Int64

    func gap(behind mark: JournalMark) -> String? {
      if epoch < mark.epoch { return "opened \(epoch) times, the last one \(mark.epoch)" }
      if sequence < mark.sequence { return "\(sequence) lines in its trail, the last one \(mark.sequence)" }
      return nil
    }
  }

  /// Looks at the whole file through a connection that cannot change it.
  private static func examine(_ directory: StateDirectory) throws(JournalError) -> Extent {
    let file = directory.database
    do {
      let queue = try DatabaseQueue(path: file, configuration: readOnly)
      defer { try? queue.close() }
      return try queue.read { db in
        try requireJournal(db, file: file)
        let findings = try String.fetchAll(db, sql: "PRAGMA quick_check(3)")
        guard findings == ["ok"] else {
          throw JournalError.corrupt(file: file, detail: findings.joined(separator: "; "))
        }
        return Extent(
          epoch: try Int64.fetchOne(db, sql: "SELECT epoch FROM meta") ?? 0, sequence: try sequence(db))
      }
    } catch { throw JournalError(error, file: file) }
  }

  /// Throws unless the database is a journal that this version understands.
  static func requireJournal(_ db: Database, file: String) throws {
    guard try Int32.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID else {
      throw JournalError.corrupt(file: file, detail: "it is a database, but not one of capataz")
    }
    guard try !Schema.migrator.hasBeenSuperseded(db) else { throw JournalError.newerSchema(file: file) }
  }

  /// The highest number the audit trail has given.
  static func sequence(_ db: Database) throws -> Int64 {
    try Int64.fetchOne(db, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'intent_history'") ?? 0
  }

  /// What SQLite says it does at a commit: 2 is FULL, one fsync each.
  static func synchronous(_ db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? -1
  }

  private static var configuration: Configuration {
    var configuration = readOnly
    configuration.readonly = false
    configuration.prepareDatabase { db in
      guard try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL") == "wal" else {
        throw DatabaseError(resultCode: .SQLITE_CANTOPEN, message: "the write-ahead log cannot be used here")
      }
      // A write-ahead log that once grew is cut back to 8 MiB.
      try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 8388608")
      guard try synchronous(db) == 2 else {
        throw DatabaseError(resultCode: .SQLITE_CANTOPEN, message: "commits would not wait for the disk")
      }
    }
    return configuration
  }

  /// For a connection that only reads, with the five seconds it waits for others.
  static var readOnly: Configuration {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON") }
    return configuration
  }
}
