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
    rows.append(["last poll", lastPoll])
    if let standing { rows.append(["queue", queue(standing)]) }
    rows.append(["in doubt", count(inDoubt, style.doubtful, see: "capataz journal list")])
    rows.append(["parked", count(parked, style.bad, see: "capataz journal list --state parked")])
    rows.append(["refused", count(refused, style.bad, see: "capataz journal list --state refused")])
    if let standing {
      rows.append([
        "blocked",
        standing.blocked == 0
          ? "none" : style.bad(standing.blocked.counted("task")) + "; see capataz journal decisions --kind blocked",
      ])
    }
    for (number, hold) in holds.enumerated() {
      rows.append([number == 0 ? "holds" : "", style.doubtful(words(hold))])
    }
    if holds.isEmpty { rows.append(["holds", "none"]) }
    rows.append(["rules", words(rules, style)])
    if let refusal { rows += words(refusal).enumerated().map { [$0 == 0 ? "files" : "", style.bad($1)] } }
    // That nothing runs says it already.
    let need = isRunning && health == .person ? "; a person is needed" : ""
    let heading = style.bold("tenant \(tenant)") + ": \(state)\(need)"
    let facts = TextTable(nil, (troubles(style) + rows).map { ["  " + $0[0]] + $0.dropFirst() }).lines
    return [heading] + facts + budgetLines(style)
  }

  private var state: String {
    let running = isRunning ? "running" : "not running"
    guard let standing else { return running }
    if isRunning { return "\(running) (status \(age(standing.at)) old)" }
    return "\(running) (status of \(stamp(standing.at)))"
  }

  private var lastPoll: String {
    guard let standing else { return "no status yet: the daemon has never finished a poll" }
    guard let polledAt = standing.polledAt else { return "none yet" }
    return "\(stamp(polledAt)), \(age(polledAt)) ago: \(standing.tasks.counted("task"))"
  }

  /// The most problems that are listed one by one.
  private static let mostProblems = 10

  /// What is wrong, what needs a person first: each with since when, until when, and what to do.
  private func troubles(_ style: TextStyle) -> [[String]] {
    let problems = problems
    var rows = problems.prefix(Self.mostProblems).flatMap { problem in
      let label = problem.health.name
      let what = LogText.safe(problem.what)
      let time = time(of: problem)
      return [[label, problem.health == .person ? style.bad(what) : style.doubtful(what)]]
        + (time.isEmpty ? [] : [["", time]]) + [["", "to do: \(LogText.safe(problem.advice))"]]
    }
    if problems.count > Self.mostProblems {
      rows.append(["", "and \(problems.count - Self.mostProblems) more: see capataz status --format json"])
    }
    return rows
  }

  private func time(of problem: TenantProblem) -> String {
    var parts: [String] = []
    if let since = problem.since { parts.append("since \(stamp(since)) (\(age(since)))") }
    if let until = problem.until {
      parts.append(until > now ? "next try in \(length(until.timeIntervalSince(now)))" : "being tried")
    }
    return parts.joined(separator: "; ")
  }

  private func queue(_ standing: TenantStanding) -> String {
    guard standing.queued > 0 else { return "empty" }
    var parts = ["\(standing.queued) wait"]
    if standing.held > 0 { parts.append("\(standing.held) of them held") }
    if standing.capped > 0 { parts.append("\(standing.capped) capped by a limit of their rule") }
    return parts.joined(separator: ", ")
  }

  private func count(_ intents: [Intent], _ paint: (String) -> String, see hint: String) -> String {
    guard let oldest = intents.first else { return "none" }
    return paint("\(intents.count), the oldest for \(age(oldest.changedAt)) (\(oldest.id))") + "; see \(hint)"
  }

  private func words(_ hold: Hold) -> String {
    "hold \(hold.number) on \(LogText.safe(hold.scope)), by \(LogText.safe(hold.by)) for \(age(hold.since))"
      + "\(end(of: hold)): \(LogText.safe(hold.why))"
  }

  private func end(of hold: Hold) -> String {
    guard let end = hold.term?.end(asOf: clock) else { return "" }
    return hold.isOver(asOf: clock)
      ? ", its time was over at \(stamp(end)) and the daemon ends it" : ", until \(stamp(end))"
  }

  private func words(_ refusal: ReloadAnswer.Refusal) -> [String] {
    let since = refusal.since.map { " since \(stamp($0)), for \(age($0))" } ?? ""
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
        number(budget.waiting), budget.waiting > 0 ? length(budget.drainsIn) : "",
        budget.sharedWith.map(\.rawValue).joined(separator: ", "),
      ]
    }
    if budgets.isEmpty { return [] }
    let table = TextTable(heading.map { style.bold($0) }, rows).lines.map { "  " + $0 }
    return [""] + table
  }

  private func nextFree(_ budget: BudgetReading) -> String {
    guard let seconds = budget.nextFreeIn else { return "on an answer" }
    return seconds == 0 ? "now" : "in " + length(seconds)
  }

  private func number(_ value: Int) -> String { value == 0 ? "" : String(value) }

  /// How long ago something was.
  func age(_ date: Date) -> String { length(max(0, now.timeIntervalSince(date))) }

  private func length(_ seconds: Double) -> String { isTimeless ? "…" : Self.rough(seconds) }

  private func stamp(_ date: Date) -> String {
    WallTime(zoneNamed: timezone).stamp(Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down)))
  }

  /// A length of time, rounded to its largest unit.
  static func rough(_ seconds: Double) -> String {
    switch seconds {
    case ..<120: "\(Int(seconds.rounded(.up))) s"
    case ..<7_200: "\(Int(seconds / 60)) min"
    case ..<172_800: "\(Int(seconds / 3_600)) h"
    default: "\(Int(seconds / 86_400)) d"
    }
  }
}
