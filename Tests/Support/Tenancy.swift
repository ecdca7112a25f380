package import Daemon
package import Engine
import Foundation
package import GeoTareas
import HTTP
package import Journal
import Log
import Pacing
import Platform
import Records
package import RuleFiles
package import Sandbox
package import TenantRuntime

/// A tenant in this process: sandbox, journal, rules and transport, all of them real.
package struct Tenancy: Sendable {
  package static let example = TaskID("674839201748392018")

  package let folder: TemporaryFolder
  package let server: SandboxServer
  package let log = KeptLog()

  package init(_ change: (inout SandboxConfiguration) -> Void = { _ in }) throws {
    folder = try TemporaryFolder()
    var configuration = SandboxConfiguration()
    configuration.port = 0
    configuration.scale = 20
    change(&configuration)
    server = SandboxServer(configuration: configuration)
  }

  /// Loads a configuration whose one rule completes the vendor's example task.
  ///
  /// - Parameters:
  ///   - rules: Further rules, behind that one.
  ///   - settings: Further lines of the tenant.
  package func load(
    port: UInt16, apiKey: String = "gtk_sandbox_0123456789", rules: String = "", settings: String = ""
  ) throws -> LoadedConfiguration {
    try folder.write("sandbox-password", to: "password")
    try folder.write(apiKey, to: "api-key")
    try folder.write(
      """
      schema: 1
      rules:
        - id: send-welcome
          stage: live
          when: { step: Send Welcome Email, entity_id: "738291047382910473" }
          then:
            complete: { result: sent, captured_data: { email_address: contact@acme.com, template: Premium Welcome } }
      \(rules)
      """, to: "rules.yaml")
    let path = try folder.write(
      """
      schema: 1
      state: state
      tenants:
        acme:
          url: http://127.0.0.1:\(port)
          timezone: America/Guayaquil
          credentials: { email: robot@acme.example, password: { file: password }, api_key: { file: api-key } }
          rules: [rules.yaml]
          poll: { every: 1500ms }
          limits:
            list: { requests: 30, per: 3s }
            detail: { requests: 30, per: 3s }
            complete: { requests: 10, per: 3s }
            reassign: { requests: 10, per: 3s }
            login: { requests: 2, per: 1500ms }
          staleness: 750ms
          late_apply: 3s
          http: { connect_timeout: 1s, timeout: 10s }
          \(settings)
      """, to: "config.yaml")
    let loaded = ConfigurationLoader().load(path)
    return try found(loaded.value, "\(loaded.diagnostics)")
  }

  package func openJournal() async throws -> Journal {
    try await Journal.open(directory: folder.path + "/state", asOf: SystemClock().now(), allowVolatile: true)
  }

  package func options(once: Bool = true, dry: Bool = false) -> Daemon.Options {
    var options = Daemon.Options(configPath: folder.path + "/config.yaml", environment: [:])
    options.runsOnce = once
    options.isDry = dry
    return options
  }

  /// Runs the tenant's loop to its end.
  package func run(
    _ loaded: LoadedConfiguration, _ journal: Journal, options: Daemon.Options, inbox: Inbox = Inbox(),
    pulse: Heartbeat = Heartbeat()
  ) async throws -> (ending: Ending, engine: Engine) {
    let tenant = try found(loaded.configuration.tenants.first)
    let rules = try found(loaded.rules[tenant.name])
    let credentials = try CredentialReader(environment: [:]).read(tenant.credentials)
    let transport = try CurlTransport(configuration: .init())
    let runner = TenantRunner(
      name: tenant.name, inbox: inbox, memory: .journal(journal),
      gateway: APIClient(transport: transport, origin: tenant.url, tenant: tenant.tenant, credentials: credentials),
      clock: SystemClock(), log: ReportLog(log.logger), pulse: pulse)
    var settings = Settings(
      tenant, mode: options.isDry ? .dry : .live, runsOnce: options.runsOnce, summaryEvery: .seconds(900))
    // Tests count the calls that are made for rules.
    settings.spareReads = 0
    let result: Result<(ending: Ending, engine: Engine), JournalError>
    do throws(JournalError) {
      result = .success(try await runner.run(Engine(settings: settings, rules: rules)))
    } catch {
      result = .failure(error)
    }
    await transport.shutdown()
    return try result.get()
  }
}

/// What a test lacks.
package struct Missing: Error, CustomStringConvertible {
  package var description: String
}

/// The value; throws where there is none.
private func found<Value>(_ value: Value?, _ why: String = "the configuration has no such part") throws -> Value {
  guard let value else { throw Missing(description: why) }
  return value
}
