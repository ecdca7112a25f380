import ArgumentParser
import CalendarTime
import Daemon
import Engine
import Foundation
import Inspection
import GeoTareas
import Journal
import JSON
import Records
import RuleFiles

/// Ends a hold.
struct ReleaseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release",
    abstract: "Releases what is held.",
    discussion: """
      Without a number, the one hold that fits --tenant, --rule and --task is released; when several fit, they are listed \
      and one must be named by its number, or all of them meant with --all. A hold that ends by itself is released in the \
      same way before its time.
      """)

  @ParentCommand var parent: Capataz
  @OptionGroup var shared: SharedOptions
  @Argument(help: "The numbers of the holds.")
  var numbers: [Int64] = []
  @Option(help: "Only holds on this tenant.")
  var tenant: String?
  @Option(help: "Only holds on this rule.")
  var rule: String?
  @Option(help: "Only holds on this task.")
  var task: String?
  @Flag(help: "All that fit, where there are several.")
  var all = false
  @OptionGroup var hand: OperatorOptions

  func run() async throws {
    let directory = try hand.directory(shared, of: parent)
    let zones = hand.zones(shared, of: parent)
    func line(_ hold: Hold) -> String { hold.line(hand.clock(of: hold, zones)) }
    let holds = try hand.withHand(directory) { try $0.holds() }
    let fitting = holds.filter { hold in
      (numbers.isEmpty || numbers.contains(hold.number)) && (tenant == nil || hold.tenant == tenant)
        && (rule == nil || hold.rule == rule)
        && (task == nil || hold.task?.rawValue == task)
    }
    if let unknown = unknown(among: holds, holds.map(line)) { throw unknown }
    guard !fitting.isEmpty, numbers.allSatisfy({ number in fitting.contains { $0.number == number } }) else {
      return try refuse("no such hold is in force", holds.map(line))
    }
    if fitting.count > 1, numbers.isEmpty, !all {
      return try refuse("several holds fit; name one by its number, or say --all", fitting.map(line))
    }
    let released = try hand.withHand(directory) {
      try $0.release(fitting.map(\.number), by: Person.name, at: Date())
    }
    for hold in released {
      hand.format == .json ? Terminal.say(json: hold.json().text) : Terminal.say("released \(line(hold))")
    }
  }

  /// A tenant or a rule on which nothing is held; nil where there is none such.
  private func unknown(among holds: [Hold], _ lines: [String]) -> UnknownName? {
    let known = [("tenant", tenant, holds.compactMap(\.tenant)), ("rule", rule, holds.compactMap(\.rule))]
    for case (let what, let name?, let held) in known where !held.contains(name) {
      guard !holds.isEmpty else { return UnknownName(text: "there is no hold on \(what) '\(name)': nothing is held") }
      let unknown = UnknownName("hold on \(what)", name, among: Set(held).sorted())
      return UnknownName(text: unknown.text, details: ["in force:"] + lines.map { "  \($0)" })
    }
    return nil
  }

  private func refuse(_ why: String, _ holds: [String]) throws {
    Terminal.complain("capataz: \(why)")
    for hold in holds { Terminal.complain("  \(hold)") }
    throw ExitCode.findings
  }
}
