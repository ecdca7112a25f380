import Engine
import Foundation
package import GeoTareas
import HTTP
package import Journal
package import Log
import Logging
import Pacing
import Platform
package import Records
package import RuleFiles
package import Rules
import TenantRuntime

/// Reads a tenant's tasks from the server for commands that only look.
///
/// The caller holds the journal. All calls take their tokens from the tenant's ledger and share one login.
package struct TenantReader: Sendable {
  private let tenant: TenantConfiguration
  private let rules: RuleSet
  private let journal: Journal
  private let log: ReportLog
  private let settings: Settings
  private let transport: CurlTransport
  private let gateway: APIClient
  private let clock = SystemClock()
  private let progress: WorkProgress
  private var hasRun = false
  private var lookup: Lookup?

  /// Reads the tenant's secrets; sends nothing.
  ///
  /// - Parameters:
  ///   - state: The directory of `journal`.
  ///   - progress: Is told how far the reading is.
  package init(
    _ tenant: TenantConfiguration, _ rules: RuleSet, environment: [String: String], journal: Journal, state: String,
    log: ReportLog, progress: WorkProgress
  ) throws {
    self.tenant = tenant
    self.rules = rules
    self.journal = journal
    self.log = log
    self.progress = progress
    settings = Settings(lookingAt: tenant)
    let safety = SecretSafety(state: state)
    let credentials = try CredentialReader(environment: environment, safety: safety).read(tenant.credentials)
    transport = try CurlTransport(configuration: .init(lookingThrough: tenant.http))
    gateway = APIClient(transport: transport, origin: tenant.url, tenant: tenant.tenant, credentials: credentials)
  }

  /// Reads all tasks, as a poll of the daemon does.
  ///
  /// A dry run of the tenant's engine reads them. Nothing is written to the API, and in the journal only the requests.
  package mutating func snapshot() async throws -> TenantSnapshot {
    let sight = Sight()
    let runner = TenantRunner(
      name: tenant.name, inbox: Inbox(), memory: .looking(journal, sight), gateway: gateway, clock: clock, log: log,
      pulse: Heartbeat(), watch: ReadingProgress.watch(settings, progress))
    let (ending, engine) = try await runner.run(Engine(settings: settings, rules: rules))
    guard ending == .nothingLeft else { throw PlanError(tenant, ending, engine) }
    hasRun = true
    guard let listing = sight.listing else { throw PlanError(tenant, .unreachable) }
    return TenantSnapshot(tenant: tenant, rules: rules, listing: listing, age: .now)
  }

  /// Reads one task's detail; waits while the limit asks for it.
  package mutating func detail(of task: TaskID) async throws -> TaskDetail {
    var lookup =
      if let lookup { lookup } else {
        try await newLookup()
      }
    defer { self.lookup = lookup }
    return try await lookup.detail(of: task)
  }

  private func newLookup() async throws(JournalError) -> Lookup {
    try await Lookup(settings: settings, journal: journal, gateway: gateway, isLoggedIn: hasRun, progress: progress)
  }

  /// Reads the detail of one task of each step in the snapshot, at most `most`, and adds them to it.
  ///
  /// Steps whose form the daemon has seen within a day are left out, unless all are to be read anew.
  ///
  /// - Parameter wanted: The steps to read; nil for all.
  package mutating func addDetails(
    to snapshot: inout TenantSnapshot, of wanted: Set<StepName>? = nil, anew: Bool = false, most: Int = 25
  ) async throws {
    let oldest = clock.now().wall - 86_400
    let known = Set(snapshot.forms.filter { !anew && $0.lastSeen > oldest }.map(\.form.step))
    let rows = snapshot.firstOfEachStep(wanted, besides: known)
    try await addDetails(of: rows.prefix(most).map(\.task.id), to: &snapshot)
  }

  /// Reads the details of these tasks, and adds them to the snapshot; waits while the limit asks for it.
  package mutating func addDetails(of tasks: [TaskID], to snapshot: inout TenantSnapshot) async throws {
    for (index, task) in tasks.enumerated() {
      progress.begin("\(tenant.name): reading details")
      progress.advance(to: index, of: tasks.count)
      do {
        snapshot.take(try await detail(of: task), of: task)
      } catch LookupError.notFound {
        // The task went since it was listed, so nothing is learned from it.
      }
    }
  }

  /// Releases the network.
  package func close() async { await transport.shutdown() }
}

extension TenantSnapshot {
  /// The first task of each step, by the order of task ids; of the steps in `wanted`, or of all.
  func firstOfEachStep(_ wanted: Set<StepName>?, besides known: Set<StepName>) -> [TaskListing.Row] {
    var seen = known
    return listing.rows.sorted { $0.task.id < $1.task.id }.filter { row in
      guard let name = StepName(row.task), wanted?.contains(name) ?? true else { return false }
      return seen.insert(name).inserted
    }
  }
}
