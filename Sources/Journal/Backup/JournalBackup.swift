import GRDB
import Glibc

/// Copies a journal while a daemon writes it.
///
/// The copy is the journal as it was at one moment: SQLite's backup reads it in one transaction, which keeps no daemon from
/// writing. It goes no faster than ``rate``, and lets the disk rest in between, so that the daemon's commits need not
/// wait for it. Source: <https://www.sqlite.org/backup.html>.
package struct JournalBackup: Sendable {
  /// What is being done.
  package enum Step: Sendable, Equatable {
    case copying, checking
  }

  /// What was made.
  package struct Made: Sendable, Equatable {
    package var file: String
    package var bytes: Int64
    /// How many lines the audit trail has, as far as it is whole.
    package var lines: Int
    package var head: AuditHead
    /// What is wrong with the audit trail, in the journal as in its copy; nil where it is whole.
    package var finding: AuditResult.Finding?
  }

  /// The most bytes a second.
  package static let rate: Int64 = 32 << 20
  /// After so many bytes the disk is waited for.
  private static let portion: Int64 = 8 << 20
  private static let pagesPerStep: Int32 = 64

  private let directory: StateDirectory
  private let clock = ContinuousClock()

  /// - Parameter directory: The state directory.
  package init(directory: String) { self.directory = StateDirectory(path: directory) }

  /// Makes a copy at `path`, where nothing may be yet, and checks it.
  ///
  /// The file is for its owner alone and on the disk when this returns; where this throws, there is none. Blocks for as
  /// long as it takes.
  ///
  /// - Parameter told: Called now and then with how much of a step is done, of how much: pages, or lines.
  package func write(
    to path: String, telling told: @escaping (Step, _ done: Int, _ total: Int) -> Void = { _, _, _ in }
  ) throws(BackupError) -> Made {
    let source = try open()
    defer { try? source.close() }
    let file = try BackupFile(path)
    defer { file.close() }
    var made: Made
    do {
      let target = try DatabaseQueue(path: file.unfinished, configuration: Self.configuration)
      defer { try? target.close() }
      let head = try target.writeWithoutTransaction { copy in
        try source.read { db in
          let head = try Self.head(db)
          try transfer(db, to: copy, file) { told(.copying, $0, $1) }
          return head
        }
      }
      made = try target.writeWithoutTransaction { copy in
        if let fault = try String.fetchOne(copy, sql: "PRAGMA quick_check(1)"), fault != "ok" {
          throw BackupError.differs(path, fault)
        }
        guard try Self.head(copy) == head else { throw BackupError.differs(path, "its last line is another one") }
        return try Self.check(copy, path, head) { told(.checking, $0, $1) }
      }
      try target.close()
      made.bytes = file.size
    } catch { throw Self.reason(for: error, path, directory.database) }
    try file.publish()
    return made
  }

  private static func reason(for error: any Error, _ path: String, _ journal: String) -> BackupError {
    switch error {
    case let error as BackupError: error
    case let error as DatabaseError:
      switch error.resultCode {
      // What is damaged is what was there before.
      case .SQLITE_CORRUPT, .SQLITE_NOTADB: .journal(JournalError(error, file: journal))
      case .SQLITE_FULL: .io(path, "no space left")
      default: .io(path, error.message ?? "\(error.resultCode)")
      }
    default: .io(path, "\(error)")
    }
  }

  private func open() throws(BackupError) -> DatabaseQueue {
    let journal = directory.database
    if access(journal, F_OK) != 0, errno == ENOENT { throw .journal(.noJournal(directory: directory.path)) }
    do {
      let queue = try DatabaseQueue(path: journal, configuration: JournalFile.readOnly)
      try queue.read { try JournalFile.requireJournal($0, file: journal) }
      return queue
    } catch { throw .journal(JournalError(error, file: journal)) }
  }

  /// Copies page by page, in the transaction of `db`, as fast as is permitted.
  private func transfer(
    _ db: Database, to copy: Database, _ file: BackupFile, telling told: @escaping (_ done: Int, _ total: Int) -> Void
  ) throws {
    let size = try Int64.fetchOne(db, sql: "PRAGMA page_size") ?? 4_096
    let start = clock.now
    var settled: Int64 = 0
    try db.backup(to: copy, pagesPerStep: Self.pagesPerStep) { progress in
      told(progress.completedPageCount, progress.totalPageCount)
      let bytes = Int64(progress.completedPageCount) * size
      if bytes - settled >= Self.portion {
        settled = bytes
        try file.settle()
      }
      let ahead = start + .milliseconds(bytes * 1_000 / Self.rate) - clock.now
      if ahead > .milliseconds(2) { usleep(UInt32(min(ahead / .microseconds(1), 1e6))) }
    }
  }

  /// Reads the whole trail of the copy.
  private static func check(
    _ copy: Database, _ path: String, _ head: AuditHead, telling told: @escaping (_ done: Int, _ total: Int) -> Void
  ) throws -> Made {
    var check = AuditCheck(markedAt: nil)
    var made = Made(file: path, bytes: 0, lines: 0, head: head)
    // Journals of early versions have no trail.
    guard try copy.tableExists("audit") else { return made }
    made.finding = try check.takeAll(of: copy, telling: told)
    made.lines = check.lines
    return made
  }

  private static func head(_ db: Database) throws -> AuditHead {
    try db.tableExists("audit") ? AuditTrail.head(db) : AuditHead(sequence: 0, hash: AuditRow.origin)
  }

  /// For the copy, which nobody else has open: the disk is waited for at the end, and no other file is shared.
  private static var configuration: Configuration {
    var configuration = Configuration()
    configuration.busyMode = .immediateError
    configuration.prepareDatabase {
      try $0.execute(
        sql: "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF")
    }
    return configuration
  }
}
