package import Foundation
import GRDB
package import GeoTareas
import Glibc
package import Pacing
package import Records

/// Operator changes to a journal, with or without a running daemon.
///
/// Each call is one transaction, durable on return. It waits up to five seconds for others, and blocks its thread.
package final class OperatorJournal: Sendable {
  private let file: String
  private let queue: DatabaseQueue

  private init(file: String, queue: DatabaseQueue) {
    self.file = file
    self.queue = queue
  }

  /// Opens the journal of a state directory.
  ///
  /// - Parameters:
  ///   - now: The time, on this boot; kept in a journal that is made.
  ///   - creates: Makes a journal where there never was one, so that something can be held before the first start.
  ///   - allowVolatile: Permits file systems that forget, for a journal that is made. For trials.
  package static func open(
    directory path: String, asOf now: ClockReading, creates: Bool = false, allowVolatile: Bool = false
  ) throws(JournalError) -> OperatorJournal {
    let directory = StateDirectory(path: path)
    do throws(JournalError) { return try open(directory, now, creates, allowVolatile) } catch {
      throw directory.orDenied(error)
    }
  }

  private static func open(
    _ directory: StateDirectory, _ now: ClockReading, _ creates: Bool, _ allowVolatile: Bool
  ) throws(JournalError) -> OperatorJournal {
    let file = directory.database
    if try directory.size(of: file) == nil {
      guard try JournalMark.read(directory) == nil else { throw .missing(file: file) }
      guard creates else { throw .noJournal(directory: directory.path) }
      try make(directory, now, allowVolatile)
    }
    guard try directory.size(of: file) != 0 else { throw .corrupt(file: file, detail: "it is empty") }
    let hand = try OperatorJournal(file)
    do {
      if try hand.queue.read({ try Schema.migrator.hasCompletedMigrations($0) }) { return hand }
      try hand.queue.close()
    } catch { throw JournalError(error, file: file) }
    // An earlier version wrote it: nobody else may use it while it is migrated.
    try make(directory, now, true)
    return try OperatorJournal(file)
  }

  private convenience init(_ file: String) throws(JournalError) {
    do {
      let queue = try DatabaseQueue(path: file, configuration: JournalFile.configuration)
      try queue.read { try JournalFile.requireJournal($0, file: file) }
      self.init(file: file, queue: queue)
    } catch { throw JournalError(error, file: file) }
  }

  private static func make(_ directory: StateDirectory, _ now: ClockReading, _ allowVolatile: Bool) throws(JournalError)
  {
    let made = try JournalFile(directory, asOf: now, allowVolatile: allowVolatile, acceptance: nil)
    do { try made.queue.close() } catch { throw JournalError(error, file: directory.database) }
  }

  /// Holds a tenant, a rule, a task, what is of all that are named, or everything; in force before the next effect is begun.
  ///
  /// - Parameter term: After this time it ends by itself; nil for one that a person ends.
  package func hold(
    tenant: String?, rule: String?, task: TaskID? = nil, why: String, by name: String, term: Hold.Term? = nil,
    at now: Date
  ) throws(JournalError) -> Hold {
    let text = HoldText(tenant: tenant, rule: rule, task: task, why: why, by: name, term: term)
    let number = try write { try $0.insert(text, at: now) }
    return Hold(number: number, tenant: tenant, rule: rule, task: task, why: why, by: name, since: now, term: term)
  }

  /// The holds in force, oldest first.
  package func holds() throws(JournalError) -> [Hold] {
    do { return try queue.read { try $0.holds() } } catch { throw JournalError(error, file: file) }
  }

  /// Releases holds by their numbers; returns those that were in force.
  package func release(_ numbers: [Int64], by name: String, at now: Date) throws(JournalError) -> [Hold] {
    try write { db in
      let holds = try db.holds().filter { numbers.contains($0.number) }
      for hold in holds { try db.release(hold, by: name, at: now) }
      return holds
    }
  }

  /// Records a verdict on a parked or refused intent, and returns the changed intent.
  ///
  /// Throws ``JournalError/notParked(intent:state:)`` for any other intent, and for a refused one that was followed by
  /// another effect on its task. A second verdict on the same intent therefore throws as well.
  package func resolve(
    _ id: String, _ resolution: Resolution, why: String, by name: String, at now: Date
  ) throws(JournalError) -> Intent {
    try write { db in
      guard let (tenant, number) = Intent.split(id: id),
        let found = try db.intents(where: "tenant = ? AND number = ?", [tenant, number]).first
      else { throw JournalError.notParked(intent: id, state: nil) }
      let last = try db.intents(where: "tenant = ? AND task = ?", [tenant, found.task.rawValue]).map(\.id).last
      guard found.state == .parked || (found.state == .refused && last == id) else {
        throw JournalError.notParked(intent: id, state: found.state)
      }
      let intent = found.resolved(resolution, by: name, why: why, at: now)
      try db.write(.intent(intent), tenant: tenant, epoch: db.epoch(), by: name)
      try db.run(
        "INSERT INTO verdict (tenant, number, verdict, why, given_by, given) VALUES (?, ?, ?, ?, ?, ?)",
        [tenant, number, resolution.rawValue, why.withoutNUL, name.withoutNUL, now.exact])
      return intent
    }
  }

  /// Closes the file; no other call may follow.
  package func close() { try? queue.close() }

  private func write<Value>(_ body: (Database) throws -> Value) throws(JournalError) -> Value {
    do { return try queue.write(body) } catch { throw JournalError(error, file: file) }
  }
}
