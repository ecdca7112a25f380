import ArgumentParser
import CalendarTime
import Daemon
import Engine
import Foundation
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
    abstract: "Shows how each tenant stands, what is wrong, since when, and what to do about it.",
    discussion: """
      Read from the journal, while the daemon runs and while it does not; nothing is asked of the server. The daemon \
      writes down how things stand when a poll has ended: what has changed at once, else every minute. Budgets, what is \
      in doubt, parked, refused and held are as of now.

      More than three tenants are shown in a line each, the worst first; --tenant shows one in full.

      With --format openmetrics or prometheus it gives metrics of all tenants instead; they name tenants and rules, and \
      neither customers nor people nor tasks. See capataz-metrics(7).

      With --exit-code it ends with 0 if all is well, 1 if something is wrong that heals by itself, 2 if a person is \
      needed, also where no daemon runs.
      """)

  @ParentCommand var parent: Capataz
  @OptionGroup var shared: SharedOptions
  @Option(help: "Only this tenant, in full.")
  var tenant: String?
  @Flag(help: "Only tenants with which something is wrong.")
  var problems = false
  @Flag(help: "End with 1 if a tenant is degraded, with 2 if a person is needed.")
  var exitCode = false
  @Flag(help: "Draw it again every two seconds until Ctrl-C; what has changed is marked. Only on a terminal.")
  var watch = false
  @Option(help: "text or json; openmetrics or prometheus for metrics.")
  var format = StatusFormat.text
  @Option(
    help: ArgumentHelp(
      "With metrics: rule, or tenant for those of all rules together (default: rule up to 200 tenants).",
      valueName: "grain"))
  var by: MetricGrain?

  func validate() throws {
    if format.metrics == nil {
      if by != nil { throw ValidationError("--by is for metrics: add --format openmetrics") }
    } else if watch || problems || exitCode {
      throw ValidationError("metrics tell everything once: leave --watch, --problems and --exit-code out")
    }
    guard watch else { return }
    if format == .json { throw ValidationError("--watch draws on a terminal: leave --format json out") }
    if exitCode { throw ValidationError("--watch ends with Ctrl-C: leave --exit-code out") }
  }

  func run() throws {
    guard !watch else { return try keepWatching() }
    if let form = format.metrics {
      let report = try MetricFiles.report(shared.path(parent: parent.shared), tenant: tenant, grain: by)
      return try Terminal.say(metrics: form.text(report.families))
    }
    let files = try StatusFiles(shared.path(parent: parent.shared), complain: Terminal.complain)
    let statuses = try Terminal.complaining { try self.statuses(files) }
    switch format {
    case .json:
      for status in statuses where !problems || status.health != .ok { Terminal.say(json: status.json.text) }
    case .text, .openmetrics, .prometheus:
      // A table is cut where the terminal ends: a line that goes on in the next one is no line of a table.
      let columns = statuses.count > StatusPage.mostBlocks ? Terminal.size?.columns : nil
      for line in StatusPage(statuses, onlyProblems: problems, style: style).lines {
        Terminal.say(TextStyle.cut(line.text, to: columns ?? .max))
      }
    }
    guard exitCode else { return }
    switch statuses.map(\.health).max() ?? .ok {
    case .ok: break
    case .degraded: throw ExitCode.degraded
    case .person: throw ExitCode.personNeeded
    }
  }

  /// Colour as standard output allows it.
  var style: TextStyle { TextStyle(isColoured: Terminal.hasColour(STDOUT_FILENO)) }

  /// How the tenants stand that are asked about.
  func statuses(_ files: StatusFiles) throws -> [TenantStatus] {
    let reload = ReloadResponder.lastAnswer(in: files.configuration.state)
    let all = files.tenants(and: reload)
    let tenants = all.filter { tenant == nil || $0.name == tenant }
    // What is wrong with all of them was already shown.
    guard !tenants.isEmpty else {
      guard let tenant else { throw ExitCode.configuration }
      // With `--exit-code` the answer is not one that stands for how a tenant is.
      throw UnknownName.tenant(tenant, among: all, exitCode: exitCode ? .validationFailure : .findings)
    }
    let reader = try JournalReader.open(directory: files.configuration.state)
    defer { reader.close() }
    // Asked once, because one daemon runs all tenants.
    let isRunning = reader.isInUse
    func read(_ tenants: [TenantConfiguration], withBudgets: Bool) throws -> [TenantStatus] {
      try tenants.map { tenant in
        try TenantStatus(
          tenant, rules: files.rules?[tenant.name]?.fingerprint, reload: reload, reader: reader, isRunning: isRunning,
          withBudgets: withBudgets, at: SystemClock().now())
      }
    }
    return try read(tenants, withBudgets: format == .json || tenants.count <= StatusPage.mostBlocks)
  }
}

/// The form of a status.
enum StatusFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json, openmetrics, prometheus

  /// Nil where it is no form of metrics.
  var metrics: MetricFormat? { MetricFormat(rawValue: rawValue) }
}
