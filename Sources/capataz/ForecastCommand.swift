import ArgumentParser
import Daemon
import Engine
import Foundation
import GeoTareas
import Inspection
import Journal
import Pacing
import Platform
import Records
import RuleFiles
import TenantRuntime

/// When rules will take which tasks.
struct ForecastCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "Shows the coming matches of the tasks seen now, by time.",
    discussion: """
      Each task is followed to the first rule that would change it, if nothing but time changes. Limits and other \
      safeguards do not count, calendars of run_within do. What was done already is left out. While the daemon runs, its last view of the tasks is used.
      """)

  @ParentCommand var parent: Capataz
  @OptionGroup var shared: SharedOptions
  @OptionGroup var looking: InspectionOptions
  @Option(help: "How many days to look ahead: 1 or 7.")
  var days = 1

  func validate() throws {
    guard days == 1 || days == 7 else { throw ValidationError("--days must be 1 or 7") }
  }

  func run() async throws {
    let session = try InspectionSession(options: looking, path: shared.path(parent: parent.shared))
    let state = session.loaded.configuration.state
    let forecasts = try await session.visit { look -> Forecast? in
      let snapshot = look.snapshot
      let journal = try JournalReader.open(directory: state)
      defer { journal.close() }
      let now = SystemClock().now()
      let known = try journal.recollect(snapshot.listing.rows.map(\.task), tenant: snapshot.tenant.name, asOf: now)
      let engine = Engine.seeing(
        snapshot.listing, knowing: known, recovery: try journal.recovery(tenant: snapshot.tenant.name, asOf: now),
        settings: Settings(lookingAt: snapshot.tenant), rules: snapshot.rules, at: now)
      return Forecast(snapshot, decisions: engine.decisions(at: now), from: now.wall, days: days)
    }
    for forecast in forecasts {
      switch looking.format {
      case .json: for line in forecast.jsonLines { Terminal.say(json: line) }
      case .text: for line in forecast.lines(style: looking.style) { Terminal.say(line) }
      }
    }
  }
}
