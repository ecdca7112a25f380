import Engine
import GeoTareas
import HTTP
package import Journal
package import Log
import Logging
import Pacing
import Platform
import Records
package import RuleFiles
package import Rules
import TenantRuntime

/// Finds out what would be done for a tenant now, without doing it.
package struct Planner: Sendable {
  private let environment: [String: String]
  private let state: String?
  private let clock = SystemClock()

  /// - Parameters:
  ///   - environment: where the secrets of `{ env: … }` and of systemd are looked up.
  ///   - state: the state directory; nil where no file of it is to be told from others.
  package init(environment: [String: String], state: String?) {
    self.environment = environment
    self.state = state
  }

  /// Asks the server, with tokens from the tenant's own ledger; the caller holds the journal.
  package func ask(
    _ tenant: TenantConfiguration, _ rules: RuleSet, journal: Journal, log: ReportLog, progress: WorkProgress = .silent
  ) async throws -> Plan {
    let settings = Settings(lookingAt: tenant)
    let safety = SecretSafety(state: state)
    let credentials = try CredentialReader(environment: environment, safety: safety).read(tenant.credentials)
    let transport = try CurlTransport(configuration: .init(lookingThrough: tenant.http))
    let runner = TenantRunner(
      name: tenant.name, inbox: Inbox(), memory: .looking(journal, Sight()),
      gateway: APIClient(transport: transport, origin: tenant.url, tenant: tenant.tenant, credentials: credentials),
      clock: clock, log: log, pulse: Heartbeat(), watch: ReadingProgress.watch(settings, progress))
    let (ending, engine) = try await runner.run(Engine(settings: settings, rules: rules))
    await transport.shutdown()
    guard ending == .nothingLeft else { throw PlanError(tenant, ending, engine) }
    return Plan(tenant, rules, engine, seen: .now, at: clock.now())
  }

  /// Uses what a running daemon saw last; nil when it has not seen anything yet.
  package func look(
    _ tenant: TenantConfiguration, _ rules: RuleSet, reader: JournalReader
  ) throws(JournalError) -> Plan? {
    guard let listing = try reader.latestListing(tenant: tenant.name) else { return nil }
    let now = clock.now()
    let known = try reader.recollect(listing.rows.map(\.task), tenant: tenant.name, asOf: now)
    let engine = Engine.deciding(
      listing, knowing: known, recovery: try reader.recovery(tenant: tenant.name, asOf: now),
      settings: Settings(lookingAt: tenant), rules: rules, at: now)
    let standing = try reader.standing(tenant: tenant.name)
    return Plan(tenant, rules, engine, seen: .at(listing.at), standing: standing, at: now)
  }
}
