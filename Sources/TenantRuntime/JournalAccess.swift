import Engine
package import GeoTareas
package import Journal
package import Pacing
package import Records

/// A run's journal access.
package enum JournalAccess: Sendable {
  case journal(Journal)
  /// A command looks with the journal in its hands: it takes its requests from the ledger, and writes nothing else.
  case looking(Journal, Sight)
  /// A person must look at the journal first: it is left alone, and the run only observes.
  case withheld(JournalError)

  /// Why nothing is sent; nil when the journal can be used.
  package var obstacle: JournalError? {
    if case .withheld(let error) = self { error } else { nil }
  }

  private var journal: Journal? {
    switch self {
    case .journal(let journal), .looking(let journal, _): journal
    case .withheld: nil
    }
  }

  /// The end of the audit trail; nil where it cannot be read.
  package func trailEnd() async -> Report.TrailEnd? {
    guard let journal, let head = try? await journal.head else { return nil }
    return Report.TrailEnd(sequence: head.sequence, hash: head.hash)
  }

  package func recover(tenant: String, asOf now: ClockReading) async throws(JournalError) -> Recovery {
    switch self {
    case .journal(let journal), .looking(let journal, _): try await journal.recover(tenant: tenant, asOf: now)
    case .withheld: Recovery(hasAmnesia: true)
    }
  }

  package func recollect(
    _ tasks: [TaskID], instances: [String], tenant: String, asOf now: ClockReading
  ) async throws(JournalError) -> Recollection {
    switch self {
    case .journal(let journal), .looking(let journal, _):
      try await journal.recollect(tasks, instances: instances, tenant: tenant, asOf: now)
    case .withheld: Recollection()
    }
  }

  package func commit(_ records: [JournalEntry], tenant: String, limits: [Endpoint: RateLimit])
    async throws(JournalError)
  {
    switch self {
    case .journal(let journal): try await journal.commit(records, tenant: tenant, limits: limits)
    case .looking(let journal, let sight):
      let requests = records.filter { !sight.takes($0) }
      if !requests.isEmpty { try await journal.commit(requests, tenant: tenant) }
    case .withheld: return
    }
  }

  /// For ``LastLook``, right before a write; nil where nothing is written.
  package var fence: JournalFence? {
    get async throws(JournalError) {
      guard case .journal(let journal) = self else { return nil }
      return try await journal.fence
    }
  }

  /// What others changed since the last news; nil when nothing.
  package func news(tenant: String) async throws(JournalError) -> JournalNews? {
    guard let journal else { return nil }
    return try await journal.news(tenant: tenant)
  }
}
