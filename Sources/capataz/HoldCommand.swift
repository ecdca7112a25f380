import ArgumentParser
import CalendarTime
import Daemon
import Engine
import Foundation
import Inspection
import Journal
import JSON
import Log
import Records
import RuleFiles
import Rules

/// Holds a tenant, a rule, or everything.
struct HoldCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hold",
    abstract: "Stop button: nothing new is completed or reassigned, for everything, one tenant or one rule.",
    discussion: """
      In force when the command returns, whether the daemon runs or not, and until 'capataz release'. A write that is in \
      flight already is finished; reading goes on.
      """)

  @ParentCommand var parent: Capataz
  @OptionGroup var shared: SharedOptions
  @Option(help: "Only this tenant.")
  var tenant: String?
  @Option(help: "Only this rule.")
  var rule: String?
  @Option(help: "The reason, for others to read.")
  var why: String
  @Flag(help: "Hold a tenant or a rule that the configuration does not have.")
  var force = false
  @OptionGroup var hand: OperatorOptions
  @Flag(help: "Allow a state directory on a file system that does not survive a power cut.")
  var allowVolatileState = false

  func validate() throws { try Person.validate(why: why) }

  func run() async throws {
    let directory = try stateDirectory()
    let hold = try hand.withHand(directory, creates: true, allowVolatile: allowVolatileState) {
      try $0.hold(tenant: tenant, rule: rule, why: why, by: Person.name, at: Date())
    }
    if hand.format == .json { return Terminal.say(json: hold.json.text) }
    Terminal.say("hold \(hold.number): \(hold.scope) is held until 'capataz release \(hold.number)'")
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
    let second = Date(timeIntervalSince1970: since.timeIntervalSince1970.rounded(.down))
    return "hold \(number): \(LogText.safe(scope)), by \(LogText.safe(by)) since \(clock.stamp(second)): "
      + LogText.safe(why)
  }
}
