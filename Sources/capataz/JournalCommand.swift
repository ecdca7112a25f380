import ArgumentParser
import CalendarTime
import Daemon
import Engine
import Foundation
import GeoTareas
import Journal
import JSON
import Log
import Records
import RuleFiles
import Rules

/// The record of what was done.
struct JournalCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "journal", abstract: "Shows what the daemon did, from its journal.",
    subcommands: [List.self, Decisions.self, Show.self, Export.self, Verify.self, Backup.self, AcceptRestore.self])

  @ParentCommand var parent: Capataz

  /// The state directory that the configuration names.
  func stateDirectory(_ shared: SharedOptions) throws(ExitCode) -> String {
    let path = shared.path(parent: parent.shared)
    return try ConfigurationFile.loadAlone(path).state
  }

  /// The settings of the tenants that have no mistakes.
  func configuration(_ shared: SharedOptions) throws(ExitCode) -> Configuration {
    try ConfigurationFile.loadAlone(shared.path(parent: parent.shared))
  }

  /// The ids of each tenant's rules; nil where a mistake keeps some of them from being read.
  func rules(_ shared: SharedOptions) -> [String: [String]]? {
    let loaded = ConfigurationLoader(state: ConfigurationFile.stateFromSystemd, lints: false)
      .load(shared.path(parent: parent.shared))
    return loaded.value?.rules.mapValues { $0.rules.map(\.id) }
  }

  /// The clocks on the walls of a tenant; those of UTC where the configuration does not have it any more.
  func clock(of tenant: String, in configuration: Configuration) -> WallTime {
    WallTime(zone: configuration.tenants.first { $0.name == tenant }?.zone ?? .gmt)
  }

  /// Runs `body` on the journal; if that cannot be read, ends with a message and its exit code.
  func withReader(_ shared: SharedOptions, _ body: (JournalReader) throws -> Void) throws {
    let directory = try stateDirectory(shared)
    try Terminal.complaining {
      let reader = try JournalReader.open(directory: directory)
      defer { reader.close() }
      try body(reader)
    }
  }
}
