import GeoTareas
package import Records
import Synchronization

/// What a command that only looks has seen of a tenant: it stays in memory, and the journal as it was.
package final class Sight: Sendable {
  private struct Seen {
    var listing: TaskListing?
    var details: [TaskID: TaskListing.Detail] = [:]
  }

  private let seen = Mutex(Seen())

  package init() {}

  /// The tasks of the last poll with the details that were read; nil before there was one.
  package var listing: TaskListing? {
    seen.withLock { seen in
      var listing = seen.listing
      listing?.details = seen.details
      return listing
    }
  }

  /// Keeps what a record says, where it is not about a request; false for requests, which the ledger has to know.
  func takes(_ record: JournalEntry) -> Bool {
    switch record {
    case .requestSent, .requestSettled, .requestWithdrawn: return false
    case .view(let listing): seen.withLock { $0.listing = listing }
    case .detail(let detail, let at):
      seen.withLock { $0.details[detail.task.id] = TaskListing.Detail(detail, at: at) }
    case .intent, .grounds, .rulesLoaded, .decision, .touched, .touchesForgotten, .hold, .holdEnded, .learnt, .standing,
      .counted, .form, .shape:
      break
    }
    return true
  }
}
