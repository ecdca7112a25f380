import GeoTareas
package import Pacing
import Records

/// The state of a tenant, for a status line.
package struct Standing: Sendable, Equatable {
  package var tasks: Int
  package var queued: Int
  package var inDoubt: Int
  package var parked: Int
  /// The intents whose writes were sent and have no answer yet.
  package var writing: [String]
  /// Why the tenant cannot be worked with now; nil when it can.
  package var trouble: String?
  /// When the last complete poll began; nil before the first one, and while the tasks cannot be read.
  package var polledAt: Instant?
}

extension Engine {
  /// Why the tasks, or single ones, cannot be read; nil where they can.
  package var trouble: String? { server.outage.reason ?? server.lookOutage.reason }

  /// The state of the tenant now.
  package func standing(at now: Instant) -> Standing {
    let trouble: String? =
      if server.session.isRefused {
        "credentials refused"
      } else if server.gate.isStopped {
        "writes stopped"
      } else if let ban = server.permissions.bans.min(by: { $0.key.rawValue < $1.key.rawValue }) {
        "we may not \(ban.key.verb) tasks: \(ban.value.reason)"
      } else {
        server.outage.reason
      }
    return Standing(
      tasks: polling.taskCount, queued: queue.count, inDoubt: verification.count,
      parked: book.parkedCount, writing: flights.writes, trouble: trouble,
      polledAt: server.outage.reason == nil ? polling.last : nil)
  }
}
