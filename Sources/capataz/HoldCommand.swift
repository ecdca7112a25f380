import ArgumentParser
import CalendarTime
import Daemon
import Engine
import Foundation
import Inspection
import GeoTareas
import Journal
import JSON
import Log
import Pacing
import Platform
import Records
import RuleFiles
import Rules

/// Holds a tenant, a rule, or everything.
struct HoldCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hold",
    abstract: "Stop button: nothing new is completed or reassigned, for everything, one tenant, one rule or one task.",
    discussion: """
      In force when the command returns, whether the daemon runs or not, and until 'capataz release', or, with --for, \
      until its time is over. A write that is in flight already is finished; reading goes on. Where there are several \
      holds, each counts.
      """)

  @ParentCommand var parent: Capataz
  @OptionGroup var shared: SharedOptions
  @Option(help: "Only this tenant.")
  var tenant: String?
  @Option(help: "Only this rule.")
  var rule: String?
  @Option(help: "Only this task.")
  var task: String?
  @Option(
    name: .customLong("for"),
    help: "After this time, such as 30m, 2h or 1.5d, the hold ends by itself; also over restarts.")
  var length: String?
  @Option(help: "The reason, for others to read.")
  var why: String
  @Flag(help: "Hold a tenant or a rule that the configuration does not have.")
  var force = false
  @OptionGroup var hand: OperatorOptions
  @Flag(help: "Allow a state directory on a file system that does not survive a power cut.")
  var allowVolatileState = false

  func validate() throws {
    try Person.validate(why: why)
    _ = try term()
    if let task, task.isEmpty || task.contains(where: \.isWhitespace) {
      throw ValidationError("--task '\(LogText.safe(task))': expected a task's id, as capataz plan shows it")
    }
  }

  func run() async throws {
    let directory = try stateDirectory()
    let length = try term()
    let hold = try hand.withHand(directory, creates: true, allowVolatile: allowVolatileState) {
      let now = SystemClock().now()
      return try $0.hold(
        tenant: tenant, rule: rule, task: task.map { TaskID($0) }, why: why, by: Person.name,
        term: length.map { Hold.Term(begun: now, length: $0) }, at: now.wall)
    }
    if hand.format == .json { return Terminal.say(json: hold.json().text) }
    let clock = hand.clock(of: hold, hand.zones(shared, of: parent))
    let end = hold.term.map { "\(clock.stamp($0.end.wholeSecond)), or " } ?? ""
    Terminal.say(
      "hold \(hold.number): \(LogText.safe(hold.scope)) is held until \(end)'capataz release \(hold.number)'")
  }

  /// How long it lasts; nil where only a person ends it.
  private func term() throws(ValidationError) -> Duration? {
    guard let length else { return nil }
    let given = "--for '\(LogText.safe(length))'"
    let hint = "expected a time such as 30m, 2h or 1.5d"
    let tooLong = ValidationError(
      "\(given) is too long: at most \(Hold.Term.longest.components.seconds / 86_400)d; without --for it lasts until "
        + "'capataz release'")
    let time: Duration
    do throws(DurationText.Problem) { time = try DurationText.parse(length) } catch {
      switch error {
      case .tooLong: throw tooLong
      case .noUnit: throw ValidationError("\(given) has no unit; \(hint)")
      case .unknownUnit, .notADuration: throw ValidationError("\(given): \(hint)")
      }
    }
    guard time >= .seconds(1) else { throw ValidationError("\(given): that is over before it begins; \(hint)") }
    guard time <= Hold.Term.longest else { throw tooLong }
    return time
  }

  /// The state directory; throws when what should be held does not exist.
  private func stateDirectory() throws -> String {
    if let state = hand.state { return state }
    let path = shared.path(parent: parent.shared)
    let settings = try ConfigurationFile.loadAlone(path)
    if !force { try check(settings.tenants.map(\.name), path) }
    return settings.state
  }

  /// Checks that the rule exists, where all rules can be read.
  ///
  /// A broken file must not prevent a hold.
  private func check(_ tenants: [String], _ path: String) throws(UnknownName) {
    if let tenant, !tenants.contains(tenant) {
      throw UnknownName("tenant", tenant, among: tenants, others: "capataz status").orForce
    }
    guard let rule,
      let loaded = ConfigurationLoader(state: ConfigurationFile.stateFromSystemd, lints: false).load(path).value
    else { return }
    let rules = tenants.filter { tenant == nil || $0 == tenant }.flatMap { loaded.rules[$0]?.rules.map(\.id) ?? [] }
    guard !rules.contains(rule) else { return }
    throw UnknownName.rule(rule, of: tenant, among: rules).orForce
  }
}

extension UnknownName {
  /// The same, with what holds something that is not there.
  fileprivate var orForce: UnknownName {
    let more = text.hasSuffix("?") ? " With" : "; with"
    return UnknownName(text: "\(text)\(more) --force it is held all the same", exitCode: exitCode)
  }
}

extension Hold {
  /// One line for people.
  func line(_ clock: WallTime) -> String {
    let end = term.map { " until \(clock.stamp($0.end.wholeSecond))" } ?? ""
    return
      "hold \(number): \(LogText.safe(scope)), by \(LogText.safe(by)) since \(clock.stamp(since.wholeSecond))\(end): "
      + LogText.safe(why)
  }
}

extension Date {
  /// The second in which it is.
  fileprivate var wholeSecond: Date { Date(timeIntervalSince1970: timeIntervalSince1970.rounded(.down)) }
}
