import GeoTareas
import Pacing
import Records
import Synchronization

/// Commits that wait for the journal, in the order in which they came.
final class CommitQueue: Sendable {
  /// One caller's records, and what became of them.
  final class Call: Sendable {
    let records: [JournalEntry]
    let tenant: String
    let limits: [Endpoint: RateLimit]
    private let outcome = Mutex<Result<Void, JournalError>?>(nil)

    init(_ records: [JournalEntry], _ tenant: String, _ limits: [Endpoint: RateLimit]) {
      self.records = records
      self.tenant = tenant
      self.limits = limits
    }

    var answer: Result<Void, JournalError>? {
      get { outcome.withLock { $0 } }
      set { outcome.withLock { $0 = newValue } }
    }
  }

  private let calls = Mutex<[Call]>([])

  func add(_ call: Call) { calls.withLock { $0.append(call) } }

  /// Takes out at most `most` calls, those that have waited longest.
  func take(_ most: Int) -> [Call] {
    calls.withLock { calls in
      let taken = Array(calls.prefix(most))
      calls.removeFirst(taken.count)
      return taken
    }
  }
}
