import Daemon
import Engine
import Foundation
import GeoTareas
import Inspection
import Journal
import Log
import Needs
import Pacing
import Records
import RuleFiles
import Rules
import Sandbox
import Support
import TenantRuntime
import Testing

@Suite(.limit(minutes: 5)) struct PlannerTests {
  @Test("asking the server gives the payload and its price, and writes but its requests; looking gives the same later")
  func askAndLook() async throws {
    let tenancy = try Tenancy()
    try await tenancy.server.withRunning { port in
      let loaded = try tenancy.load(port: port)
      let tenant = try #require(loaded.configuration.tenants.first)
      let rules = try #require(loaded.rules["acme"])
      let journal = try await tenancy.openJournal()
      let planner = Planner(environment: [:], state: nil)
      let asked = try await planner.ask(tenant, rules, journal: journal, log: ReportLog(tenancy.log.logger))
      #expect(asked.actions.map(\.task.id) == [Tenancy.example])
      #expect(asked.price.calls[.complete] == 1)
      #expect(tenancy.server.traffic(of: .complete).total == 0)

      let reader = try JournalReader.open(directory: loaded.configuration.state)
      #expect(try !reader.requests(tenant: "acme").isEmpty)
      #expect(try reader.latestListing(tenant: "acme") == nil)
      #expect(try reader.decisions(tenant: "acme", limit: 9).isEmpty)
      #expect(try await journal.head.sequence == 0)
      _ = try await tenancy.run(loaded, journal, options: tenancy.options(dry: true))
      let looked = try #require(try planner.look(tenant, rules, reader: reader))
      #expect(looked.actions.map(\.write) == asked.actions.map(\.write))
      guard case .at = looked.seen else {
        Issue.record("a look does not say when the tasks were read")
        return
      }
      // What the daemon said last of itself.
      let standing = TenantStanding(
        at: .now, polledAt: nil, tasks: 1, queued: 0, inDoubt: 0, held: 0,
        trouble: "writes stopped: run capataz reload",
        rules: rules.fingerprint, mode: .live, budgets: [])
      try await journal.commit([.standing(standing)], tenant: "acme")
      let stopped = try #require(try planner.look(tenant, rules, reader: reader))
      #expect(stopped.lines()[1] == "trouble: writes stopped: run capataz reload")
      reader.close()
      try await journal.close()
    }
  }

  @Test("there is nothing to look at before a daemon has read the tasks")
  func nothingSeen() async throws {
    let tenancy = try Tenancy()
    let loaded = try tenancy.load(port: 1)
    let tenant = try #require(loaded.configuration.tenants.first)
    let rules = try #require(loaded.rules["acme"])
    let journal = try await tenancy.openJournal()
    let reader = try JournalReader.open(directory: loaded.configuration.state)
    #expect(try Planner(environment: [:], state: nil).look(tenant, rules, reader: reader) == nil)
    reader.close()
    try await journal.close()
  }

  @Test("of a server where nobody listens a plan says what, where and what to do, and no token is spent")
  func nobodyListens() async throws {
    let tenancy = try Tenancy()
    let loaded = try tenancy.load(port: 1)
    let tenant = try #require(loaded.configuration.tenants.first)
    let rules = try #require(loaded.rules["acme"])
    let journal = try await tenancy.openJournal()
    let error = await #expect(throws: PlanError.self) {
      try await Planner(environment: [:], state: nil).ask(
        tenant, rules, journal: journal, log: ReportLog(tenancy.log.logger))
    }
    #expect(error?.ending == .unreachable && error?.why?.isEmpty == false)
    let text = try #require(error?.description)
    for part in ["'acme'", "http://127.0.0.1:1", "check 'url'"] { #expect(text.contains(part), "\(text)") }
    let reader = try JournalReader.open(directory: loaded.configuration.state)
    #expect(try reader.requests(tenant: "acme").isEmpty)
    reader.close()
    try await journal.close()
  }

  @Test("the engine's settings are the tenant's")
  func settings() throws {
    let tenancy = try Tenancy()
    var tenant = try #require(try tenancy.load(port: 1).configuration.tenants.first)
    var settings = Settings(tenant, mode: .live, runsOnce: false, summaryEvery: .seconds(60))
    #expect(settings.tenant == "acme")
    #expect(settings.zone.identifier == "America/Guayaquil")
    #expect(settings.pollEvery == .milliseconds(1_500))
    #expect(settings.staleness == .milliseconds(750))
    #expect(settings.lateApply == .seconds(3))
    #expect(settings.limits[.complete] == RateLimit(requests: 10, per: .seconds(3)))
    #expect(settings.limits[.login] == RateLimit(requests: 2, per: .milliseconds(1_500)))
    #expect(Set(settings.limits.keys) == Set(Endpoint.allCases))
    #expect(settings.statuses == ["PENDING"])
    #expect(settings.summaryEvery == .seconds(60))
    #expect(settings.mode == .live)
    #expect(!settings.runsOnce)
    #expect(settings.logsIn)
    tenant.credentials.login = .token(.env("TOKEN"))
    tenant.poll.overdue = false
    settings = Settings(tenant, mode: .dry, runsOnce: true, summaryEvery: .seconds(60))
    #expect(settings.mode == .dry)
    #expect(settings.runsOnce)
    #expect(!settings.logsIn)
    #expect(!settings.pollsOverdue)
  }
}
