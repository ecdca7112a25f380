import ArgumentParser
import Daemon
import Foundation
import Inspection

/// When rules will take which tasks.
struct ForecastCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "Shows the coming matches of the tasks seen now, by time.",
    discussion: """
      Each task is followed to the first rule that would change it, if nothing but time changes. Limits and other \
      safeguards do not count, calendars of run_within do. While the daemon runs, its last view of the tasks is used.
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
    let forecasts = try await session.visit { Forecast($0.snapshot, from: Date(), days: days) }
    for forecast in forecasts {
      switch looking.format {
      case .json: for line in forecast.jsonLines { Terminal.say(json: line) }
      case .text: for line in forecast.lines(style: looking.style) { Terminal.say(line) }
      }
    }
  }
}
