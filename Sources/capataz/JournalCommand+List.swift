import ArgumentParser
import CalendarTime
import Foundation
import GeoTareas
import Inspection
import Journal
import JSON
import Log
import Records
import RuleFiles

/// What to look for in the past.
struct PastOptions: ParsableArguments {
  @Option(help: "Only this tenant.")
  var tenant: String?
  @Option(help: "Only this task.")
  var task: String?
  @Option(help: "Only this rule.")
  var rule: String?
  @Option(help: "Only from this time on: 24h or 7d ago, a day, or a time with its zone, such as 2026-03-09T15:30:00Z.")
  var since: PastTime?
  @Option(help: "At most this many; at least 1.")
  var limit = 50
  @Option(help: "text or json.")
  var format = OutputFormat.text

  func validate() throws {
    guard limit >= 1 else { throw ValidationError("--limit \(limit): expected 1 or more") }
  }

  func filter(at now: Date) -> PastFilter {
    PastFilter(tenant: tenant, task: task.map { TaskID($0) }, rule: rule, since: since?.date(before: now))
  }

  /// Says what was left out, or that nothing fits; on standard error, so that the output stays a list.
  func tellRest(shown: Int, of total: Int, _ what: String, isFiltered: Bool) {
    if total > shown {
      Terminal.complain("capataz: \(shown) of \(total) \(what); show more with --limit \(total)")
    } else if shown == 0 {
      Terminal.complain("capataz: " + (isFiltered ? "no \(what) fit" : "no \(what) yet"))
    }
  }

  var isFiltered: Bool { tenant != nil || task != nil || rule != nil || since != nil }

  /// Refuses a tenant and a rule that neither the configuration nor the journal knows.
  ///
  /// - Parameter rules: The ids of the configuration's rules, by tenant; nil where not all of them can be read.
  func checkNames(
    in configuration: Configuration, _ rules: @autoclosure () -> [String: [String]]?, _ reader: JournalReader
  ) throws {
    func isInJournal(_ filter: PastFilter) throws -> Bool {
      try reader.intents(filter, limit: 1).total > 0 || reader.decisions(filter, limit: 1).total > 0
    }
    if let tenant, !configuration.tenants.contains(where: { $0.name == tenant }),
      try !isInJournal(PastFilter(tenant: tenant))
    {
      throw UnknownName.tenant(tenant, among: configuration.tenants)
    }
    guard let rule, try !isInJournal(PastFilter(tenant: tenant, rule: rule)), let all = rules() else { return }
    let known = all.filter { tenant == nil || $0.key == tenant }.values.flatMap(\.self)
    if !known.contains(rule) { throw UnknownName.rule(rule, of: tenant, among: known) }
  }
}

/// A time in the past, as it is typed.
enum PastTime: ExpressibleByArgument, Equatable {
  case ago(Duration)
  case at(Date)

  init?(argument: String) {
    if let span = Self.span(argument) {
      self = .ago(span)
    } else if let time = TrailTime(argument: argument) {
      self = .at(time.date)
    } else {
      return nil
    }
  }

  /// As it is shown in a help text.
  var defaultValueDescription: String {
    switch self {
    case .ago(let span): "\(span.components.seconds / 3_600)h"
    case .at(let date): date.formatted(.iso8601)
    }
  }

  func date(before now: Date) -> Date {
    switch self {
    case .ago(let span): now.addingTimeInterval(-Double(span.components.seconds))
    case .at(let date): date
    }
  }

  private static func span(_ text: String) -> Duration? {
    guard let unit = text.last, let number = Int64(text.dropLast()), number > 0, number < 100_000 else { return nil }
    return switch unit {
    case "s": .seconds(number)
    case "m": .seconds(number * 60)
    case "h": .seconds(number * 3_600)
    case "d": .seconds(number * 86_400)
    default: nil
    }
  }
}

extension JournalCommand {
  /// Intents, the newest first.
  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists intents: what was done, or was to be done, the newest first.",
      discussion: "Works while the daemon runs and while it does not, and writes nothing.")

    @ParentCommand var parent: JournalCommand
    @OptionGroup var shared: SharedOptions
    @OptionGroup var past: PastOptions
    @Option(help: "Only this state: planned, armed, unknown, done, refused, superseded, parked.")
    var state: Intent.State?

    func run() throws {
      let configuration = try parent.configuration(shared)
      try parent.withReader(shared) { reader in
        try past.checkNames(in: configuration, parent.rules(shared), reader)
        let found = try reader.intents(past.filter(at: .now), states: state.map { [$0] } ?? [], limit: past.limit)
        for intent in found.items {
          switch past.format {
          case .json: Terminal.say(json: intent.json.text)
          case .text: Terminal.say(intent.line(parent.clock(of: intent.tenant, in: configuration)))
          }
        }
        past.tellRest(
          shown: found.items.count, of: found.total, "intents", isFiltered: past.isFiltered || state != nil)
      }
    }
  }

  /// Decisions, the latest first.
  struct Decisions: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists decisions, those of rules in shadow too, the latest first.",
      discussion: """
        A decision is kept when it is news: once for a task as it is. Decisions are kept for 30 days, or as long as \
        'keep' in the configuration says. Works while the daemon runs and while it does not, and writes nothing.
        """)

    @ParentCommand var parent: JournalCommand
    @OptionGroup var shared: SharedOptions
    @OptionGroup var past: PastOptions
    @Option(help: "Only this kind: act, shadow, blocked, skipped, dry.")
    var kind: DecisionEntry.Kind?

    func run() throws {
      let configuration = try parent.configuration(shared)
      try parent.withReader(shared) { reader in
        try past.checkNames(in: configuration, parent.rules(shared), reader)
        let found = try reader.decisions(past.filter(at: .now), kinds: kind.map { [$0] } ?? [], limit: past.limit)
        for decision in found.items {
          switch past.format {
          case .json: Terminal.say(json: decision.json)
          case .text: Terminal.say(decision.line(parent.clock(of: decision.tenant, in: configuration)))
          }
        }
        past.tellRest(
          shown: found.items.count, of: found.total, "decisions", isFiltered: past.isFiltered || kind != nil)
      }
    }
  }
}

extension Intent.State: ExpressibleByArgument {}
extension DecisionEntry.Kind: ExpressibleByArgument {}

extension Intent {
  /// One line for people.
  fileprivate func line(_ clock: WallTime) -> String {
    "\(clock.stamp(changedAt))  \(id)  \(state.rawValue)  task \(LogText.safe(task.rawValue))  "
      + "\(LogText.safe(write.inWords))  rule \(rule)" + (attempts == 1 ? "" : "  \(attempts) attempts")
      + (note.isEmpty ? "" : "  \(LogText.safe(note))")
  }
}

extension JournalReader.TenantDecision {
  /// One line for people.
  fileprivate func line(_ clock: WallTime) -> String {
    let write = entry.write.map { "  \(LogText.safe($0.inWords))" } ?? ""
    let note = entry.note.isEmpty ? "" : "  \(LogText.safe(entry.note))"
    return "\(clock.stamp(entry.at))  \(tenant)  \(entry.kind.rawValue)  task \(LogText.safe(entry.task.rawValue))  "
      + "rule \(entry.rule)\(write)\(note)"
  }

  /// One JSON object; the keys are stable.
  fileprivate var json: String {
    JSONValue.object([
      JSONMember("tenant", .string(tenant)), JSONMember("decided", .string(entry.at.formatted(.iso8601))),
      JSONMember("kind", .string(entry.kind.rawValue)), JSONMember("task", .string(entry.task.rawValue)),
      JSONMember("rule", .string(entry.rule)), JSONMember("rule_fingerprint", .string(entry.ruleFingerprint)),
      JSONMember("endpoint", .optional(entry.write?.endpoint.rawValue)),
      JSONMember("body", entry.write?.body ?? .null), JSONMember("note", .said(entry.note)),
    ]).text
  }
}
