package import GeoTareas
import GRDB
import Records
import Synchronization

/// Checks that a journal still belongs to the process that opened it, and that nobody has set a hold.
///
/// It uses a connection of its own that only reads.
package final class JournalFence: Sendable {
  /// Nil once closed.
  private let queue: Mutex<DatabaseQueue?>
  private let epoch: Int64

  init(file: String, epoch: Int64) throws {
    var configuration = JournalFile.readOnly
    configuration.busyMode = .immediateError
    queue = Mutex(try DatabaseQueue(path: file, configuration: configuration))
    self.epoch = epoch
  }

  /// Nil while writes may be made, otherwise why not, in words for people.
  ///
  /// It waits for no lock of the database, and may be called from any thread. If the journal cannot be read or was
  /// closed, that is an objection.
  package func objection(tenant: String, rule: String, task: TaskID) -> String? {
    let found: (epoch: Int64, hold: Hold?)? = queue.withLock { queue in
      try? queue?.read { db in
        (try db.epoch(), try db.holds(tenant: tenant).first { $0.covers(tenant: tenant, rule: rule, task: task) })
      }
    }
    guard let found else { return "the journal cannot be read" }
    if let hold = found.hold { return "hold \(hold.number) on \(hold.scope)" }
    return found.epoch == epoch ? nil : "another process has opened the journal"
  }

  /// Releases the file.
  ///
  /// From then on there is always an objection.
  func close() {
    queue.withLock { queue in
      try? queue?.close()
      queue = nil
    }
  }
}
