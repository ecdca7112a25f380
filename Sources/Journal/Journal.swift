package import GeoTareas
package import Pacing

import GRDB
package import Records

#if FAILPOINTS
  import Failpoints
#endif

/// The daemon's memory of what it decided, tried and learned: one SQLite file for all tenants, written by one process.
///
/// It runs on a thread of its own, because every commit waits for the disk. Source: <https://www.sqlite.org/wal.html>,
/// <https://www.sqlite.org/pragma.html#pragma_synchronous>.
package actor Journal {
  private let executor = JournalExecutor()
  private var file: JournalFile?
  /// Why nothing more is written; nil while everything is well.
  var failure: JournalError?
  var lastMark = ContinuousClock.now
  /// How much of others' changes each tenant's engine has heard of.
  var told: [String: Told] = [:]
  /// True where holds that are handed out still count as unreported for the daemon.
  let isForLooking: Bool
  let markInterval: Duration
  let retention: Retention
  /// Decisions and grounds since old ones were last deleted.
  ///
  /// The first decision of a run triggers the deletion.
  var newDecisions = Retention.stride
  /// Commits that nobody has begun yet.
  let waiting = CommitQueue()
  /// How many transactions with records were committed, each with one wait for the disk.
  package internal(set) var transactionCount = 0

  package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  private init(markInterval: Duration, retention: Retention, isForLooking: Bool) {
    self.markInterval = markInterval
    self.retention = retention
    self.isForLooking = isForLooking
  }

  /// Opens the journal in `directory`, and makes it where there never was one.
  ///
  /// The directory is locked until ``close()``, or until the journal is released. Every page of the file is examined,
  /// unless the file is large and was closed in order.
  ///
  /// - Parameters:
  ///   - now: The time, on this boot; kept in the journal.
  ///   - allowVolatile: Permits file systems that forget, or lock unreliably. For trials.
  ///   - acceptance: A person's decision to replace a lost journal by an empty one, or to use an older one. For two
  ///     hours ``recover(tenant:asOf:)`` then says that the memory is incomplete.
  ///   - retention: How long decisions are kept.
  ///   - isForLooking: True for a command that only looks. Holds that its engines see still count as unreported for the
  ///     daemon.
  ///   - markInterval: How old the mark beside the journal may become before a commit renews it.
  package static func open(
    directory: String, asOf now: ClockReading, allowVolatile: Bool = false, acceptance: Acceptance? = nil,
    retention: Retention = Retention(), isForLooking: Bool = false, markInterval: Duration = .seconds(900)
  ) async throws(JournalError) -> Journal {
    let journal = Journal(markInterval: markInterval, retention: retention, isForLooking: isForLooking)
    try await journal.start(StateDirectory(path: directory), now, allowVolatile, acceptance)
    return journal
  }

  private func start(
    _ directory: StateDirectory, _ now: ClockReading, _ allowVolatile: Bool, _ acceptance: Acceptance?
  ) throws(JournalError) {
    do throws(JournalError) {
      file = try JournalFile(directory, asOf: now, allowVolatile: allowVolatile, acceptance: acceptance)
    } catch { throw directory.orFull(directory.orDenied(error)) }
  }

  /// How often the journal was opened, this time included.
  ///
  /// It is the fence against an earlier owner that wakes up.
  package var epoch: Int64 {
    get throws(JournalError) { try opened().epoch }
  }

  /// What a person accepted when the journal was opened; nil when there was nothing to accept.
  package var accepted: String? {
    get throws(JournalError) { try opened().accepted }
  }

  /// The end of the audit trail.
  package var head: AuditHead {
    get throws(JournalError) { try read { try AuditTrail.head($0) } }
  }

  /// For the check right before the first byte of a write; valid until ``close()``.
  package var fence: JournalFence {
    get throws(JournalError) { try opened().fence }
  }

  /// SQLite's setting for how a commit reaches the disk: 2, FULL, is one fsync per commit.
  package var synchronous: Int {
    get throws(JournalError) { try read { try JournalFile.synchronous($0) } }
  }

  /// Finds all intents of each task, in the order of their last changes; a task without any is missing.
  package func recall(_ tasks: [TaskID], tenant: String) throws(JournalError) -> [TaskID: [Intent]] {
    try read { try $0.intents(of: tasks, tenant: tenant) }
  }

  /// Finds what is known about tasks, and who had the last task of each of some instances.
  package func recollect(
    _ tasks: [TaskID], instances: [String], tenant: String, asOf now: ClockReading
  ) throws(JournalError) -> Recollection {
    try read { try $0.recollection(of: tasks, instances: instances, tenant: tenant, asOf: now.wall) }
  }

  /// Closes the file and unlocks the directory.
  ///
  /// A second call does nothing. Every other call then throws ``JournalError/closed``. After an error that stopped the
  /// journal, the files are left as they are, for the next start to examine.
  package func close() throws(JournalError) {
    guard let file else { return }
    self.file = nil
    guard failure == nil else { return file.abandon() }
    do { try file.tidyAll() } catch {
      file.abandon()
      throw JournalError(error, file: file.directory.database)
    }
    try mark(file, isClosed: true)
    #if FAILPOINTS
      if Failpoint.duringStop.fails(waitsForStop: false) {
        throw JournalError(sqliteCode: 10, message: "failpoint", file: file.directory.database)
      }
    #endif
    do { try file.close() } catch { throw JournalError(error, file: file.directory.database) }
  }

  func opened() throws(JournalError) -> JournalFile {
    guard let file else { throw .closed }
    return file
  }

  func read<Value>(_ body: (Database) throws -> Value) throws(JournalError) -> Value {
    let file = try opened()
    do { return try file.queue.read(body) } catch {
      let error = JournalError(error, file: file.directory.database)
      if error.isFinal { failure = error }
      throw error
    }
  }

  func mark(_ file: JournalFile, isClosed: Bool) throws(JournalError) {
    let head: AuditHead
    do { head = try file.queue.read { try AuditTrail.head($0) } } catch {
      throw JournalError(error, file: file.directory.database)
    }
    try JournalMark(epoch: file.epoch, head: head, isClosed: isClosed).write(file.directory)
    lastMark = .now
  }
}
