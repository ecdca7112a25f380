package import GeoTareas
package import Pacing

import GRDB
package import Records

/// Reads a journal, even while a daemon writes it; takes no lock and changes nothing.
///
/// Every call blocks its thread for the disk, and up to five seconds for a lock.
package final class JournalReader: Sendable {
  let directory: StateDirectory
  private let queue: DatabaseQueue
  /// True where the file is read as one that nobody writes, without looking for a write-ahead log.
  let isAtRest: Bool
  private var file: String { directory.database }

  private init(directory: StateDirectory, queue: DatabaseQueue, isAtRest: Bool) {
    self.directory = directory
    self.queue = queue
    self.isAtRest = isAtRest
  }

  /// Opens the journal of a state directory.
  package static func open(directory: String) throws(JournalError) -> JournalReader {
    let directory = StateDirectory(path: directory)
    do throws(JournalError) { return try open(directory) } catch { throw directory.orDenied(error) }
  }

  private static func open(_ directory: StateDirectory) throws(JournalError) -> JournalReader {
    let file = directory.database
    guard let size = try directory.size(of: file) else {
      throw try JournalMark.read(directory) == nil ? .noJournal(directory: directory.path) : .missing(file: file)
    }
    guard size > 0 else { throw .corrupt(file: file, detail: "it is empty") }
    let isAtRest = directory.isSealed && !directory.hasLog && !StateLock.isHeld(in: directory)
    do {
      let queue = try DatabaseQueue(
        path: isAtRest ? directory.databaseAtRest : file, configuration: JournalFile.readOnly)
      try queue.read { db in
        try JournalFile.requireJournal(db, file: file)
        guard try Schema.migrator.hasCompletedMigrations(db) else { throw JournalError.olderSchema(file: file) }
      }
      return JournalReader(directory: directory, queue: queue, isAtRest: isAtRest)
    } catch { throw JournalError(error, file: file) }
  }

  /// The newest intents, newest first; of all tenants and in any state by default.
  package func intents(
    tenant: String? = nil, state: Intent.State? = nil, limit: Int
  ) throws(JournalError) -> [Intent] {
    let conditions = [tenant.map { _ in "tenant = ?" }, state.map { _ in "state = ?" }].compactMap(\.self)
    let filter = conditions.isEmpty ? "true" : conditions.joined(separator: " AND ")
    let order = tenant == nil ? "created DESC, number DESC" : "number DESC"
    var arguments = StatementArguments([tenant, state?.rawValue].compactMap(\.self))
    arguments += [max(0, limit)]
    return try read { try $0.intents(where: "\(filter) ORDER BY \(order) LIMIT ?", arguments) }
  }

  /// The intent called `id`; nil when there is none.
  package func intent(id: String) throws(JournalError) -> Intent? {
    guard let (tenant, number) = Intent.split(id: id) else { return nil }
    return try read { try $0.intents(where: "tenant = ? AND number = ?", [tenant, number]).first }
  }

  /// Finds what is known about the tasks of a listing, and who had the last task of each of their instances.
  package func recollect(
    _ tasks: [WorkflowTask], tenant: String, asOf now: ClockReading
  ) throws(JournalError) -> Recollection {
    let instances = Set(tasks.map(\.instanceID)).sorted()
    return try read {
      try $0.recollection(of: tasks.map(\.id), instances: instances, tenant: tenant, asOf: now.wall)
    }
  }

  /// What an engine would be handed if it started now.
  package func recovery(tenant: String, asOf now: ClockReading) throws(JournalError) -> Recovery {
    try read { try $0.recovery(tenant: tenant, asOf: now) }
  }

  /// The tasks of the tenant's last complete poll; nil when there was none.
  package func latestListing(tenant: String) throws(JournalError) -> TaskListing? {
    try read { try $0.listing(tenant: tenant) }
  }

  /// How things stood with the tenant when its daemon last wrote that down; nil before the first time.
  package func standing(tenant: String) throws(JournalError) -> TenantStanding? {
    try read { try $0.standing(tenant: tenant) }
  }

  /// True while a process that writes, such as a daemon, has a state directory, whether or not it holds a journal.
  package static func isInUse(directory: String) -> Bool { StateLock.isHeld(in: StateDirectory(path: directory)) }

  /// True while a process that writes, such as a daemon, has the state directory.
  package var isInUse: Bool { StateLock.isHeld(in: directory) }

  /// The holds in force, oldest first; of all tenants by default.
  package func holds(tenant: String? = nil) throws(JournalError) -> [Hold] {
    try read { try $0.holds(tenant: tenant) }
  }

  /// The newest decisions, newest first; about all tasks by default.
  ///
  /// They are kept for thirty days by default.
  package func decisions(
    tenant: String, task: TaskID? = nil, limit: Int
  ) throws(JournalError) -> [DecisionEntry] {
    let filter = task == nil ? "tenant = ?" : "tenant = ? AND task = ?"
    var arguments = StatementArguments([tenant, task?.rawValue].compactMap(\.self))
    arguments += [max(0, limit)]
    return try read { try $0.decisions(where: "\(filter) ORDER BY seq DESC LIMIT ?", arguments) }
  }

  /// The recorded requests, oldest first.
  ///
  /// Settled ones are kept for two hours or a little longer.
  package func requests(tenant: String) throws(JournalError) -> [RequestEntry] {
    try read { try $0.requests(tenant: tenant) }
  }

  /// Closes the file; no other call may follow.
  package func close() { try? queue.close() }

  func read<Value>(_ body: (Database) throws -> Value) throws(JournalError) -> Value {
    do { return try queue.read(body) } catch { throw JournalError(error, file: file) }
  }
}
