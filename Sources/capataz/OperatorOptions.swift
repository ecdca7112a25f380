import ArgumentParser
import CalendarTime
import Daemon
import Foundation
import Glibc
import Journal
import Platform
import Records
import RuleFiles

/// Options of the commands with which people write to the journal.
struct OperatorOptions: ParsableArguments {
  @Option(help: "The state directory; the configuration is not read then.", completion: .directory)
  var state: String?
  @Option(help: "text or json.")
  var format = OutputFormat.text

  /// The state directory: given, or the configuration's.
  func directory(_ shared: SharedOptions, of parent: Capataz) throws(ExitCode) -> String {
    if let state { return state }
    return try ConfigurationFile.loadAlone(shared.path(parent: parent.shared)).state
  }

  /// The zones in which the tenants' times are shown, by name; none where the configuration is not read.
  func zones(_ shared: SharedOptions, of parent: Capataz) -> [String: TimeZone] {
    guard state == nil,
      let known = ConfigurationLoader(state: ConfigurationFile.stateFromSystemd)
        .loadAlone(shared.path(parent: parent.shared)).value
    else { return [:] }
    return Dictionary(known.tenants.map { ($0.name, $0.zone) }) { first, _ in first }
  }

  /// The clocks by which people are told of a hold: the tenant's, or those that all tenants share.
  func clock(of hold: Hold, _ zones: [String: TimeZone]) -> WallTime {
    let shared = Set(zones.values)
    return WallTime(zone: hold.tenant.flatMap { zones[$0] } ?? (shared.count == 1 ? shared.first : nil) ?? .gmt)
  }

  /// Runs `body` with the journal; if that fails, ends with a message and an exit code.
  func withHand<Value>(
    _ directory: String, creates: Bool = false, allowVolatile: Bool = false, _ body: (OperatorJournal) throws -> Value
  ) throws -> Value {
    try Terminal.complaining {
      let hand = try OperatorJournal.open(
        directory: directory, asOf: SystemClock().now(), creates: creates, allowVolatile: allowVolatile)
      defer { hand.close() }
      return try body(hand)
    }
  }
}
