import ArgumentParser
import Daemon
import Engine
import GeoTareas
import Glibc
import Inspection
import Journal
import JSON
import Log
import Platform
import Records
import RuleFiles
import Rules
import TenantRuntime
import YAML

/// Shows the state of everything.
struct StatusCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Shows how each tenant stands: last poll, queue, budgets, what is in doubt, parked or held.",
    discussion: """
      Read from the journal, while the daemon runs and while it does not; nothing is asked of the server. The daemon \
      writes down how things stand when a poll has ended: what has changed at once, else every minute. Budgets, what is \
      in doubt, parked and held are as of now.
      """)

  @ParentCommand var parent: Capataz
  @OptionGroup var shared: SharedOptions
  @Option(help: "Only this tenant.")
  var tenant: String?
  @Option(help: "text or json.")
  var format = OutputFormat.text

  func run() throws {
    let (configuration, rules) = try load()
    let reload = ReloadResponder.lastAnswer(in: configuration.state)
    let all = configuration.tenants + strangers(to: configuration, in: reload)
    let tenants = all.filter { tenant == nil || $0.name == tenant }
    guard !tenants.isEmpty else {
      // What is wrong with all of them was already shown.
      guard let tenant else { throw ExitCode.configuration }
      throw ValidationError("there is no tenant '\(tenant)' in the configuration")
    }
    let style = TextStyle(isColoured: Terminal.hasColour(STDOUT_FILENO))
    try Terminal.complaining {
      let reader = try JournalReader.open(directory: configuration.state)
      defer { reader.close() }
      // Asked once, because one daemon runs all tenants.
      let isRunning = reader.isInUse
      for (place, tenant) in tenants.enumerated() {
        let status = try TenantStatus(
          tenant, rules: rules?[tenant.name]?.fingerprint, reload: reload, reader: reader, isRunning: isRunning,
          at: SystemClock().now())
        switch format {
        case .json: Terminal.say(json: status.json.text)
        case .text:
          if place > 0 { Terminal.say("") }
          for line in status.lines(style: style) { Terminal.say(line) }
        }
      }
    }
  }

  /// Tenants that the daemon goes on with, or has left out, while their settings cannot be read.
  ///
  /// They get the documented defaults; what the daemon wrote down itself is shown beside them.
  private func strangers(to configuration: Configuration, in reload: ReloadAnswer?) -> [TenantConfiguration] {
    let known = Set(configuration.tenants.map(\.name))
    return (reload?.tenants ?? []).filter { $0.isRefused && !known.contains($0.tenant) }.compactMap { part in
      guard !part.isFile else {
        Terminal.complain("capataz: \(LogText.escaped(part.words ?? part.tenant))")
        return nil
      }
      return TenantConfiguration(
        name: part.tenant, url: "", tenant: "", timezone: "UTC",
        credentials: CredentialSettings(login: .token(.env("")), apiKey: .env("")), rules: [])
    }
  }

  /// The configuration, and the rules where they have no mistakes.
  private func load() throws(ExitCode) -> (Configuration, [String: RuleSet]?) {
    let path = shared.path(parent: parent.shared)
    let loaded = ConfigurationLoader(state: ConfigurationFile.stateFromSystemd, lints: false).loadByTenant(path)
    guard !loaded.diagnostics.hasErrors else {
      let settings = try ConfigurationFile.loadAlone(path)
      let count = loaded.diagnostics.count { $0.severity == .error }
      Terminal.complain(
        "capataz: \(count.counted("mistake")) in the files; tenants with mistakes in their settings are shown only while a daemon "
          + "runs that knows them; see all with: capataz check")
      return (settings, loaded.value?.rules)
    }
    guard let value = loaded.value else { throw ExitCode.configuration }
    return (value.configuration, value.rules)
  }
}
