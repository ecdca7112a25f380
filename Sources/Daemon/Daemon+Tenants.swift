import Engine
import GeoTareas
import HTTP
import Journal
import Log
import Pacing
import Records
import RuleFiles
import TenantRuntime

/// Starts tenants, and takes their ends.
extension Daemon {
  /// Starts tenants so that their first polls, and with them all later ones, are spread over the time between two
  /// polls.
  func start(
    _ tenants: [TenantConfiguration], _ site: inout SupervisorState, _ group: inout DiscardingTaskGroup
  ) {
    for (place, tenant) in tenants.enumerated() {
      let turn = min(Self.spread, tenant.poll.every / tenants.count)
      start(tenant, &site, &group, after: turn * place)
    }
  }

  /// The time between the first polls of two tenants: about as long as a few calls take.
  private static let spread = Duration.milliseconds(30)

  private func start(
    _ tenant: TenantConfiguration, _ site: inout SupervisorState, _ group: inout DiscardingTaskGroup,
    after delay: Duration = .zero
  ) {
    guard let credentials = site.credentials[tenant.name], let rules = site.configuration.rules[tenant.name] else {
      return
    }
    let inbox = Inbox()
    let pulse = Heartbeat()
    var options = options
    if site.memory.obstacle != nil { options.isDry = true }
    var settings = Settings(
      tenant, mode: options.isDry ? .dry : .live, runsOnce: options.runsOnce,
      summaryEvery: site.configuration.configuration.log.summaryEvery)
    settings.firstPollAfter = delay
    site.tenants[tenant.name] = Running(configuration: tenant, inbox: inbox, pulse: pulse)
    let (memory, network, work) = (site.memory, site.network, settings)
    group.addTask {
      let loop = TenantRunner.Loop(work, rules)
      let end = await run(loop, of: tenant, credentials, memory, network, inbox, pulse)
      controls.post(.ended(tenant: tenant.name, end))
    }
  }

  private func run(
    _ loop: TenantRunner.Loop, of tenant: TenantConfiguration, _ credentials: Credentials, _ memory: JournalAccess,
    _ network: Result<Network, TransportError>, _ inbox: Inbox, _ pulse: Heartbeat
  ) async -> TenantEnd {
    let transport: CurlTransport
    do throws(TransportError) {
      transport = try CurlTransport(configuration: .init(tenant.http), network: try network.get())
    } catch {
      return .transport(error)
    }
    let gateway = APIClient(transport: transport, origin: tenant.url, tenant: tenant.tenant, credentials: credentials)
    let runner = TenantRunner(
      name: tenant.name, inbox: inbox, memory: memory, gateway: gateway, clock: clock, log: log, pulse: pulse,
      connectTimeout: tenant.http.connectTimeout)
    let end: TenantEnd
    do throws(JournalError) {
      end = .ended(try await runner.run(loop))
    } catch {
      end = .journal(error)
    }
    await transport.shutdown()
    return end
  }

  func end(
    _ name: String, _ end: TenantEnd, _ site: inout SupervisorState, _ group: inout DiscardingTaskGroup
  ) {
    var running = site.tenants.removeValue(forKey: name)
    switch end {
    case .journal(let error) where error.disposition == .hold && !options.runsOnce:
      let configuration = running?.configuration
      observe(error, &site)
      if running?.replacement == nil { running?.replacement = configuration }
    case .journal(let error):
      log.write(error.event(.failed(why: error.description)))
      site.ending = .journal(error)
      stop(&site)
    case .transport(let error):
      log.write(.tenantPaused(.noNetwork(why: "\(error)")), of: name)
      site.ending = site.ending.worse(.unreachable)
    case .ended(let ending):
      if case .journal = site.ending { break }
      let end = End(ending)
      site.ending = site.ending.worse(end == .stopped ? end : site.memory.obstacle.map { .journal($0) } ?? end)
    }
    if let replacement = running?.replacement, !site.isStopping { start(replacement, &site, &group) }
  }
}
