import ArgumentParser
import Daemon
import Foundation
import Glibc
import Inspection
import JSON
import Journal
import Log
import Pacing
import Platform
import RuleFiles
import TenantRuntime

/// Tells what was done in a span of time.
struct ReportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Reports what was done, what waits, and who must act, for people who were not there.",
    discussion: """
      Read from the journal, while the daemon runs and while it does not; nothing is asked of the server, and nothing is \
      written. What is open, in doubt or parked is as of now, all else is of the time asked about.

      With --format html it is one file for a browser or a printer, without a script and without anything from \
      elsewhere: capataz report --since 7d --lang es --format html >informe.html
      """)

  /// The form of a report.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, json, html
  }

  @ParentCommand var parent: Capataz
  @OptionGroup var shared: SharedOptions
  @Option(help: "From this time on: 24h or 7d ago, a day, or a time with its zone, such as 2026-03-09T15:30:00Z.")
  var since = PastTime.ago(.seconds(86_400))
  @Option(help: "Only this tenant.")
  var tenant: String?
  @Option(help: "text, json or html.")
  var format = Format.text
  @Option(help: "The language of text and page: en or es.")
  var lang = ReportLanguage.en

  func validate() throws {
    guard since.date(before: .now) <= .now else {
      throw ValidationError("--since is in the future: a report goes from then to now")
    }
  }

  func run() throws {
    let configuration = try ConfigurationFile.loadAlone(shared.path(parent: parent.shared))
    let reports = try Terminal.complaining { try self.reports(configuration) }
    switch format {
    case .json: for report in reports { Terminal.say(json: report.json.text) }
    case .html: Terminal.say(try ReportPage(reports, lang).html())
    case .text:
      let style = TextStyle(isColoured: Terminal.hasColour(STDOUT_FILENO))
      for line in ReportText(reports, lang, style: style).lines { Terminal.say(line) }
    }
  }

  private func reports(_ configuration: Configuration) throws -> [ActivityReport] {
    let now = SystemClock().now()
    let since = since.date(before: now.wall)
    let reader = try JournalReader.open(directory: configuration.state)
    defer { reader.close() }
    let tenants = try tenants(of: configuration, reader)
    let source = ReportSource(
      reader, reload: ReloadResponder.lastAnswer(in: configuration.state), isRunning: reader.isInUse,
      showsNames: configuration.log.names)
    return try tenants.map { try ActivityReport($0, since: since, from: source, at: now) }
  }

  /// Those of the configuration; one that is not in it any more, but in the journal, where it is asked for by name.
  private func tenants(of configuration: Configuration, _ reader: JournalReader) throws -> [TenantConfiguration] {
    guard let tenant else { return configuration.tenants }
    let known = configuration.tenants.filter { $0.name == tenant }
    if !known.isEmpty { return known }
    guard try reader.intents(PastFilter(tenant: tenant), limit: 1).total > 0 else {
      throw UnknownName.tenant(tenant, among: configuration.tenants)
    }
    return [TenantConfiguration.stranger(named: tenant)]
  }
}

extension ReportLanguage: ExpressibleByArgument {}

extension TenantConfiguration {
  /// A tenant of which only the name is known, with the documented defaults.
  static func stranger(named name: String) -> TenantConfiguration {
    TenantConfiguration(
      name: name, url: "", tenant: "", timezone: "UTC",
      credentials: CredentialSettings(login: .token(.env("")), apiKey: .env("")), rules: [])
  }
}
