import Foundation
import GeoTareas
import Journal
import Log
import Records

/// The sections that are tables of numbers.
extension ReportSection {
  private func table(_ title: String, _ names: [String], _ columns: [[String]]) -> [String] {
    [page.style.bold(title.uppercased())]
      + FittedTable(names, columns, width: ReportText.width - 2).lines.map { $0.isEmpty ? "" : "  " + $0 }
  }

  /// What each rule did, and what of it is open.
  var rules: [String] {
    let shown = report.rules.filter(\.didAnything)
    guard !shown.isEmpty else { return [page.style.bold(words.byRule.uppercased()), "  " + words.nothingHappened] }
    var rows = shown.prefix(Self.mostRules).map { ($0.name.id, $0.tally, $0.inDoubt, $0.parked) }
    let rest = shown.dropFirst(Self.mostRules)
    if !rest.isEmpty {
      let sum = rest.reduce(into: Tally()) { $0 += $1.tally }
      rows.append(
        (
          words.otherRules(rest.count, language.number(rest.count)), sum, rest.reduce(0) { $0 + $1.inDoubt },
          rest.reduce(0) { $0 + $1.parked }
        ))
    }
    var columns = page.kinds(of: rows.map(\.1)).map { kind in
      [words.kind(kind).uppercased()] + rows.map { language.number($0.1[kind]) }
    }
    if report.inDoubt > 0 { columns.append([words.inDoubt.uppercased()] + rows.map { language.number($0.2) }) }
    if report.parked > 0 { columns.append([words.parked.uppercased()] + rows.map { language.number($0.3) }) }
    return table(words.byRule, [words.rule.uppercased()] + rows.map { LogText.safe($0.0) }, columns)
  }

  /// From the first moment a rule could act until it was done.
  var latency: [String] {
    let measured = report.rules.compactMap { rule in rule.latency.map { (LogText.safe(rule.name.id), $0) } }
    guard let all = report.latency else { return [page.style.bold(words.latency.uppercased()), "  -"] }
    var rows = Array(measured.prefix(Self.mostRules))
    if measured.count > 1 { rows.append((words.allRules, all)) }
    let columns = [
      [words.tasks.uppercased()] + rows.map { language.number($0.1.count) },
      [words.median.uppercased()] + rows.map { language.length($0.1.median) },
      [words.ninety.uppercased()] + rows.map { language.length($0.1.ninety) },
      [words.ninetyNine.uppercased()] + rows.map { language.length($0.1.ninetyNine) },
      [words.slowest.uppercased()] + rows.map { language.length($0.1.longest) },
    ]
    var lines = table(words.latency, [words.rule.uppercased()] + rows.map(\.0), columns)
    lines += words.latencyMeans.wrapped(to: ReportText.width, indent: "  ").map { page.style.faint($0) }
    if let slowest = all.slowest {
      let task = "\(words.task) \(LogText.safe(slowest.task.rawValue)) [\(slowest.intent)]"
      lines += "\(words.slowest): \(task), \(language.length(slowest.seconds))"
        .wrapped(to: ReportText.width, indent: "  ")
    }
    return lines
  }

  /// The use of each endpoint.
  var budget: [String] {
    let budgets = report.budgets
    func column(_ heading: String, _ cell: (ActivityReport.Budget) -> String) -> [String] {
      [heading.uppercased()] + budgets.map(cell)
    }
    return table(
      words.budget, [words.call.uppercased()] + budgets.map { words.endpoint($0.reading.endpoint) },
      [
        column(words.used) { "\($0.reading.used)/\($0.reading.limit)" },
        column(words.byOthers) { language.number($0.reading.foreign) },
        column(words.waitingCalls) { language.number($0.reading.waiting) },
        column(words.nextFree) { nextFree($0.reading) },
        column(words.lastHour) { language.number($0.lastHour) },
        column(words.attempts) { $0.attempts.map { language.number($0) } ?? "" },
      ])
  }

  private func nextFree(_ reading: BudgetReading) -> String {
    guard let seconds = reading.nextFreeIn else { return words.onAnswer }
    return seconds == 0 ? words.now : language.length(seconds)
  }

  /// What else there is to know.
  var notes: [String] {
    guard let since = report.decisionsSince else { return [] }
    return [""] + words.decisionsSince(page.unbroken(since, clock)).wrapped(to: ReportText.width, indent: "  ")
  }
}
