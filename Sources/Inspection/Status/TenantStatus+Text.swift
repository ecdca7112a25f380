import CalendarTime
import Engine
import Foundation
import GeoTareas
package import Log
import Records
import TenantRuntime

/// The status for people.
extension TenantStatus {
  /// One block: a line about the daemon, what it works on, and a table of its budgets.
  package func lines(style: TextStyle = .plain) -> [String] {
    var rows: [[String]] = []
    if let standing { rows.append(["mode", standing.mode == .live ? "live" : "dry run: nothing is written"]) }
    if let trouble = standing?.trouble { rows.append(["trouble", style.bad(LogText.safe(trouble))]) }
    rows += waits(style)
    rows.append(["last poll", lastPoll])
    if let standing { rows.append(["queue", queue(standing)]) }
    rows.append(["in doubt", count(inDoubt, style, see: "capataz journal list")])
    rows.append(["parked", count(parked, style, see: "capataz journal list --state parked")])
    for (number, hold) in holds.enumerated() {
      rows.append([number == 0 ? "holds" : "", style.doubtful(words(hold))])
    }
    if holds.isEmpty { rows.append(["holds", "none"]) }
    rows.append(["rules", words(rules, style)])
    if let refusal { rows += words(refusal).enumerated().map { [$0 == 0 ? "files" : "", style.bad($1)] } }
    let heading = style.bold("tenant \(tenant)") + ": " + state
    let facts = TextTable(nil, rows.map { ["  " + $0[0]] + $0.dropFirst() }).lines
    return [heading] + facts + budgetLines(style)
  }

  private var state: String {
    let running = isRunning ? "running" : "not running"
    guard let standing else { return running }
    if isRunning { return "\(running) (status \(age(standing.at)) old)" }
    return "\(running) (status of \(clock.text(standing.at)) \(timezone))"
  }

  private var lastPoll: String {
    guard let standing else { return "no status yet: the daemon has never finished a poll" }
    guard let polledAt = standing.polledAt else { return "none yet" }
    return "\(clock.text(polledAt)) (\(timezone)), \(age(polledAt)) ago: \(standing.tasks.counted("task"))"
  }

  /// The most waits that are listed one by one.
  private static let mostWaits = 10

  private func waits(_ style: TextStyle) -> [[String]] {
    guard let waits = standing?.waits, !waits.isEmpty else { return [] }
    var lines = waits.prefix(Self.mostWaits).map { style.doubtful($0.inWords(at: now, clock)) }
    if waits.count > Self.mostWaits {
      lines.append("and \(waits.count - Self.mostWaits) more: see capataz status --format json")
    }
    return lines.enumerated().map { [$0 == 0 ? "waits" : "", $1] }
  }

  private func queue(_ standing: TenantStanding) -> String {
    standing.queued == 0
      ? "empty" : "\(standing.queued) wait" + (standing.held > 0 ? ", \(standing.held) of them held" : "")
  }

  private func count(_ intents: [Intent], _ style: TextStyle, see hint: String) -> String {
    guard let oldest = intents.first else { return "none" }
    return style.doubtful("\(intents.count), the oldest for \(age(oldest.changedAt)) (\(oldest.id))") + "; see \(hint)"
  }

  private func words(_ hold: Hold) -> String {
    "hold \(hold.number) on \(LogText.safe(hold.scope)), by \(LogText.safe(hold.by)) for \(age(hold.since)): "
      + LogText.safe(hold.why)
  }

  private func words(_ refusal: ReloadAnswer.Refusal) -> [String] {
    let since = refusal.since.map { " since \(clock.text($0)) (\(timezone)), for \(age($0))" } ?? ""
    let effect = refusal.isLeftOut ? "left out\(since)" : "refused\(since): what was loaded before stays in force"
    return [effect + "; mend and reload:"] + refusal.mistakes.map { LogText.escaped($0) }
  }

  private func words(_ rules: Rules, _ style: TextStyle) -> String {
    let loaded = standing.map { String($0.rules.prefix(12)) }
    let said = loaded.map { "\($0) loaded" } ?? "not loaded yet"
    return switch rules {
    case .asOnDisk: "\(said), as on disk"
    case .differ:
      "\(said), "
        + style.doubtful("differs from the files on disk: \(isRunning ? "reload" : "the next start loads them")")
    case .mistakes: "\(said), " + style.bad("the files have mistakes: run capataz check")
    case .unknown: said
    }
  }

  private func budgetLines(_ style: TextStyle) -> [String] {
    let heading = ["ENDPOINT", "USED", "BY OTHERS", "NEXT FREE", "WAIT", "DRAIN IN", "SHARED WITH"]
    let rows = budgets.map { budget in
      [
        budget.endpoint.rawValue, "\(budget.used)/\(budget.limit)", number(budget.foreign), nextFree(budget),
        number(budget.waiting), budget.waiting > 0 ? Self.rough(budget.drainsIn) : "",
        budget.sharedWith.map(\.rawValue).joined(separator: ", "),
      ]
    }
    let table = TextTable(heading.map { style.bold($0) }, rows).lines.map { "  " + $0 }
    return [""] + table
  }

  private func nextFree(_ budget: BudgetReading) -> String {
    guard let seconds = budget.nextFreeIn else { return "on an answer" }
    return seconds == 0 ? "now" : "in " + Self.rough(seconds)
  }

  private func number(_ value: Int) -> String { value == 0 ? "" : String(value) }

  private func age(_ date: Date) -> String { Self.rough(max(0, now.timeIntervalSince(date))) }

  /// A length of time, rounded to its largest unit.
  static func rough(_ seconds: Double) -> String {
    switch seconds {
    case ..<120: "\(Int(seconds.rounded(.up))) s"
    case ..<7_200: "\(Int(seconds / 60)) min"
    case ..<172_800: "\(Int(seconds / 3_600)) h"
    default: "\(Int(seconds / 86_400)) d"
    }
  }

  private var clock: WallTime { WallTime(zoneNamed: timezone) }
}
