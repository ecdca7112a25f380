import Foundation
import GRDB
import Pacing

/// An open journal: the connection that writes it, and the lock that permits that.
///
/// The lock is released last, so that its next holder finds the database closed.
final class JournalFile: Sendable {
  let directory: StateDirectory
  let queue: DatabaseQueue
  let epoch: Int64
  let fence: JournalFence
  private let log = WriteAheadLog()
  private let lock: StateLock
  private let identity: StateDirectory.Identity

  /// What a person accepted; nil when there was nothing to accept.
  let accepted: String?

  /// Opens the journal, or makes it where there never was one.
  init(
    _ directory: StateDirectory, asOf now: ClockReading, allowVolatile: Bool, acceptance: Acceptance?
  ) throws(JournalError) {
    try directory.prepare(allowVolatile: allowVolatile)
    let lock = try StateLock(directory)
    try directory.giveAll()
    let mark = try JournalMark.read(directory)
    let isLost = try Self.isLost(directory, mark: mark)
    let file = directory.database
    if try directory.size(of: file) == nil {
      guard !isLost || acceptance != nil else { throw .missing(file: file) }
      try Self.create(directory)
    }
    try directory.requireAccess(to: file)
    let found = try Self.examine(directory, mark: mark)
    let gap = isLost ? "the journal was lost" : found.gap
    if let gap, acceptance == nil { throw .behind(file: file, detail: gap) }

    chmod(file, 0o600)
    guard let identity = try StateDirectory.identity(of: file) else { throw .missing(file: file) }
    let epoch = max(found.epoch, mark?.epoch ?? 0) + 1
    let head: AuditHead
    do {
      queue = try DatabaseQueue(path: file, configuration: Self.configuration)
      try Schema.migrator.migrate(queue)
      head = try queue.write { db in
        try db.execute(
          sql: "UPDATE meta SET epoch = ?, boot = ?, opened = ?, amnesia = coalesce(?, amnesia)",
          arguments: [
            epoch, now.boot, now.wall.timeIntervalSinceReferenceDate,
            gap == nil ? nil : now.wall.timeIntervalSinceReferenceDate,
          ])
        if let gap, let acceptance {
          try AuditTrail.accept(gap, acceptance, mark, epoch: epoch, at: now.wall, in: db)
        }
        return try AuditTrail.head(db)
      }
      let log = log
      queue.inDatabase { log.watch($0) }
      fence = try JournalFence(file: file, epoch: epoch)
    } catch { throw JournalError(error, file: file) }
    self.directory = directory
    self.lock = lock
    self.identity = identity
    self.epoch = epoch
    accepted = gap
    try JournalMark(epoch: epoch, head: head, isClosed: false).write(directory)
  }

  deinit { abandon() }

  /// Copies the write-ahead log into the database once it has grown.
  ///
  /// If this throws, no commit is harmed, because each is in the log. But nothing may be written after an error of the
  /// disk.
  func tidy() throws { try queue.writeWithoutTransaction { try log.copyIfLong($0) } }

  /// Copies all of it.
  func tidyAll() throws { try queue.writeWithoutTransaction { try WriteAheadLog.copy($0) } }

  /// Closes the connections.
  ///
  /// The one that writes goes last: if it is the only one, it deletes the write-ahead log.
  func close() throws {
    fence.close()
    try queue.close()
  }

  /// Closes the connections and leaves the files as they are.
  ///
  /// SQLite does not touch the write-ahead log while another connection has the database open, and a connection that
  /// only reads never does.
  func abandon() {
    try? queue.close()
    fence.close()
  }

  /// Throws when the path no longer leads to the file that is being written, because commits to it would be lost.
  func checkPlace() throws(JournalError) {
    let file = directory.database
    guard let current = try StateDirectory.identity(of: file), current.isSameFile(as: identity) else {
      throw .io(file: file, detail: "the file was moved, replaced or deleted while in use")
    }
  }

  /// True when there was a journal and it is gone.
  ///
  /// A write-ahead log by itself proves that, too; it would be taken for a part of any new database.
  private static func isLost(_ directory: StateDirectory, mark: JournalMark?) throws(JournalError) -> Bool {
    if let size = try directory.size(of: directory.database) {
      guard size > 0 else { throw .corrupt(file: directory.database, detail: "it is empty") }
      return false
    }
    let log = try directory.size(of: directory.database + "-wal") ?? 0
    return mark != nil || log > 0
  }

  /// Makes a journal under another name first, so that it appears whole or not at all.
  private static func create(_ directory: StateDirectory) throws(JournalError) {
    for suffix in ["-wal", "-shm", "-journal"] { unlink(directory.database + suffix) }
    let temporary = directory.database + ".new"
    for suffix in ["-wal", "-shm", "-journal"] { unlink(temporary + suffix) }
    try directory.create(temporary)
    do {
      // Use a write-ahead log from the beginning. Changing to it later could be interrupted, and what that leaves can
      // only be repaired by writing.
      let queue = try DatabaseQueue(path: temporary, configuration: configuration)
      try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA application_id = \(Schema.applicationID)") }
      try Schema.migrator.migrate(queue)
      // Closing would do the same, but would not report a failure.
      try queue.writeWithoutTransaction { _ = try $0.checkpoint(.truncate) }
      try queue.close()
    } catch { throw JournalError(error, file: temporary) }
    try directory.publish(temporary, as: directory.database)
  }

  /// Throws unless the database is a journal that this version understands.
  static func requireJournal(_ db: Database, file: String) throws {
    guard try Int32.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID else {
      throw JournalError.corrupt(file: file, detail: "it is a database, but not one of capataz")
    }
    guard try !Schema.migrator.hasBeenSuperseded(db) else { throw JournalError.newerSchema(file: file) }
  }

  /// What SQLite does at a commit: 2 is FULL, one fsync each.
  static func synchronous(_ db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "PRAGMA synchronous") ?? -1
  }

  static var configuration: Configuration {
    var configuration = readOnly
    configuration.readonly = false
    configuration.prepareDatabase { db in
      guard try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL") == "wal" else {
        throw DatabaseError(resultCode: .SQLITE_CANTOPEN, message: "the write-ahead log cannot be used here")
      }
      // A write-ahead log that has grown is cut back to 8 MiB. We decide when it is copied.
      try db.execute(
        sql: "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 8388608; PRAGMA wal_autocheckpoint = 0")
      #if FAILPOINTS
        try CheckpointFailpoint.install(in: db)
      #endif
      guard try synchronous(db) == 2 else {
        throw DatabaseError(resultCode: .SQLITE_CANTOPEN, message: "commits would not wait for the disk")
      }
    }
    return configuration
  }

  /// For a connection that only reads; it waits up to five seconds for others.
  static var readOnly: Configuration {
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    configuration.prepareDatabase { try $0.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON") }
    return configuration
  }
}

/// A person's decision to use a lost, restored or rolled-back journal; it is recorded in the audit trail.
package struct Acceptance: Sendable, Equatable {
  package var who: String
  package var why: String

  package init(who: String, why: String) {
    self.who = who
    self.why = why
  }
}
