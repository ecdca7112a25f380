import CalendarTime
import Foundation
import Journal
package import Log

/// The report for a terminal, in eighty columns.
package struct ReportText {
  static let width = 80
  let language: ReportLanguage
  let style: TextStyle
  private let reports: [ActivityReport]
  var words: ReportWords { language.words }

  package init(_ reports: [ActivityReport], _ language: ReportLanguage, style: TextStyle = .plain) {
    self.reports = reports
    self.language = language
    self.style = style
  }

  /// All tenants in a table where there are several; then those in full with which there is anything to tell.
  package var lines: [String] {
    guard reports.count > 1 else { return reports.flatMap { block($0) } }
    return overview + reports.filter(\.hasNews).flatMap { [""] + block($0) }
  }

  private var overview: [String] {
    let names = [words.tenant.uppercased()] + reports.map { safe($0.tenant, 40) }
    var columns = kinds(of: reports.map(\.total)).map { kind in
      [words.kind(kind).uppercased()] + reports.map { language.number($0.total[kind]) }
    }
    columns.append([words.inDoubt.uppercased()] + reports.map { language.number($0.inDoubt) })
    columns.append([words.person.uppercased()] + reports.map { language.number($0.matters) })
    return FittedTable(names, columns, width: Self.width).lines
  }

  private func block(_ report: ActivityReport) -> [String] {
    let clock = WallTime(zoneNamed: report.timezone)
    let section = ReportSection(report, clock, self)
    var lines = [
      style.bold("\(words.tenant.lowercased()) \(report.tenant)") + ": "
        + words.period(stamp(report.span.lowerBound, clock), stamp(report.span.upperBound, clock))
    ]
    lines += headline(report).wrapped(to: Self.width, indent: "  ")
    for part in [section.demands, section.waits, section.bars, section.rules, section.latency, section.budget] {
      lines += [""] + part
    }
    return lines + section.notes
  }

  /// What everybody wants to know.
  func headline(_ report: ActivityReport) -> String {
    let done = report.total[.done]
    let first = done == 0 ? words.nothingDone : words.tasksDone(done, language.number(done))
    let needs =
      report.demands.isEmpty
      ? words.nobody : words.personsNeeded(report.matters, language.number(report.matters)) + "."
    return "\(first). \(needs)" + (report.standing?.isDry == true ? " \(words.dryRun)" : "")
  }

  /// The kinds that are not zero everywhere; what is done always is shown.
  func kinds(of tallies: [Tally]) -> [Tally.Kind] {
    Tally.Kind.allCases.filter { kind in kind == .done || tallies.contains { $0[kind] > 0 } }
  }

  func stamp(_ date: Date, _ clock: WallTime) -> String {
    clock.stamp(Date(timeIntervalSince1970: date.timeIntervalSince1970.rounded(.down)))
  }

  /// The same, for a text that is broken into lines: not in the middle of a time.
  func unbroken(_ date: Date, _ clock: WallTime) -> String { stamp(date, clock).replacing(" ", with: "\u{A0}") }

  /// Text of others in at most so many columns.
  func safe(_ text: String, _ columns: Int) -> String { TextStyle.cut(LogText.safe(text), to: columns) }
}
