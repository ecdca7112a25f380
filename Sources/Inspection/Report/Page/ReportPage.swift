import Foundation
import Journal
import Log
import Mustache
import Platform

/// The report as one file for a browser and a printer, without a script and without anything from elsewhere.
///
/// It is XML as well as HTML, so that any reader of either can check its form.
package struct ReportPage {
  let lang: String
  let title: String
  let heading: String
  /// What the browser is told to allow: this page's own style, and nothing else.
  let policy: String
  let style = PageStyle.text
  let generator: String
  let made: String
  let words: ReportWords
  let period: String?
  let overview: PageTable?
  let tenants: [PageTenant]
  let terms: [PageTerm]

  /// All tenants in a table where there are several; then those in full with which there is anything to tell.
  package init(_ reports: [ActivityReport], _ language: ReportLanguage) {
    let words = language.words
    self.words = words
    lang = language.rawValue
    let program = "capataz \(ProgramIdentity.version)"
    generator = program
    heading = words.title
    title = reports.count == 1 ? "\(words.title): \(reports[0].tenant)" : words.title
    policy = "default-src 'none'; style-src 'sha256-\(PageStyle.hash)'; base-uri 'none'; form-action 'none'"
    let makers = reports.enumerated().map { PageMaker($1, language, anchor: "t\($0 + 1)") }
    let shown = reports.count > 1 ? makers.filter(\.report.hasNews) : makers
    overview = reports.count > 1 ? Self.overview(makers, language) : nil
    tenants = shown.map(\.tenant)
    let zones = Set(reports.map(\.timezone))
    period =
      reports.count == 1
      ? nil : reports.first.flatMap { zones.count == 1 ? PageMaker($0, language, anchor: "").fullPeriod : nil }
    made =
      reports.first.map { words.made(program, PageMaker($0, language, anchor: "").moment($0.span.upperBound).text) }
      ?? ""
    terms =
      Tally.Kind.allCases.filter { kind in reports.contains { $0.total[kind] > 0 } }
      .map { PageTerm(word: words.kind($0), meaning: words.meaningOf($0)) } + [
        PageTerm(word: words.inDoubt, meaning: words.inDoubtMeans),
        PageTerm(word: words.parked, meaning: words.parkedMeans),
      ]
  }

  private static func overview(_ makers: [PageMaker], _ language: ReportLanguage) -> PageTable {
    let words = language.words
    let reports = makers.map(\.report)
    let kinds = Tally.Kind.allCases.filter { kind in kind == .done || reports.contains { $0.total[kind] > 0 } }
    let rows = makers.map { maker in
      PageTable.Row(
        name: LogText.safe(maker.report.tenant),
        link: maker.report.hasNews ? maker.anchor : nil,
        numbers: (kinds.map { maker.report.total[$0] }
          + [maker.report.inDoubt, maker.report.parked, maker.report.matters])
          .map { PageTable.Number($0, language) })
    }
    return PageTable(
      caption: words.tenants, label: words.scrollable(words.tenants), first: words.tenant,
      headings: kinds.map(words.kind) + [words.inDoubt, words.parked, words.person], rows: rows)
  }

  /// The page as text.
  package func html() throws -> String {
    _ = PageEscaping.isKnown
    return try MustacheTemplate(string: PageTemplate.text).render(self)
  }
}
