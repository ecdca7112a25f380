import Foundation
import GeoTareas
import Journal
import Log
import Records

/// Pictures and tables about one tenant.
extension PageMaker {
  private func kinds(of tallies: [Tally]) -> [Tally.Kind] {
    Tally.Kind.allCases.filter { kind in kind == .done || tallies.contains { $0[kind] > 0 } }
  }

  /// Bars over time; nil where nothing happened.
  var bars: BarPicture? {
    let tallies = report.bars.map(\.tally)
    guard let most = tallies.map(\.total).max(), most > 0 else { return nil }
    let kinds = kinds(of: tallies).filter { report.total[$0] > 0 }
    let totals = kinds.map { "\(words.kind($0)): \(language.number(report.total[$0]))" }.joined(separator: ", ")
    return BarPicture(
      id: anchor, title: "\(words.overTime), \(words.per(report.unit))",
      description: "\(fullPeriod). \(totals). \(words.most(language.number(most))) \(words.per(report.unit)).",
      bars: tallies, kinds: kinds.map { ($0, words.kind($0)) },
      marks: report.bars.map { language.mark($0.span.lowerBound, report.unit, in: zone) }, number: language.number)
  }

  /// The numbers of the bars, without those that are empty.
  var barTable: PageTable? {
    let busy = report.bars.filter { $0.tally.total > 0 }
    guard !busy.isEmpty else { return nil }
    let kinds = kinds(of: busy.map(\.tally))
    let caption = "\(words.overTime), \(words.per(report.unit))"
    return PageTable(
      caption: caption + (busy.count < report.bars.count ? ". \(words.emptyBars)" : ""),
      label: label(caption), first: words.when, headings: kinds.map(words.kind),
      rows: busy.map { bar in
        PageTable.Row(
          name: language.name(bar.span.lowerBound, report.unit, in: zone),
          numbers: kinds.map { PageTable.Number(bar.tally[$0], language) })
      })
  }

  /// What each rule did, and what of it is open.
  var rules: PageTable? {
    let active = report.rules.filter(\.didAnything)
    guard !active.isEmpty else { return nil }
    let kinds = kinds(of: active.map(\.tally))
    func numbers(_ tally: Tally, _ inDoubt: Int, _ parked: Int) -> [PageTable.Number] {
      let open = (report.inDoubt > 0 ? [inDoubt] : []) + (report.parked > 0 ? [parked] : [])
      return (kinds.map { tally[$0] } + open).map { PageTable.Number($0, language) }
    }
    var rows = active.prefix(Self.mostRules).map { rule in
      let most = words.most(language.number(rule.bars.max() ?? 0))
      return PageTable.Row(
        name: LogText.safe(rule.name.id), about: about(rule.name),
        numbers: numbers(rule.tally, rule.inDoubt, rule.parked),
        course: CoursePicture(rule.bars, title: "\(words.course): \(most) \(words.per(report.unit))"))
    }
    let rest = active.dropFirst(Self.mostRules)
    if !rest.isEmpty {
      let sum = rest.reduce(into: Tally()) { $0 += $1.tally }
      rows.append(
        PageTable.Row(
          name: words.otherRules(rest.count, language.number(rest.count)),
          numbers: numbers(sum, rest.reduce(0) { $0 + $1.inDoubt }, rest.reduce(0) { $0 + $1.parked })))
    }
    let open = (report.inDoubt > 0 ? [words.inDoubt] : []) + (report.parked > 0 ? [words.parked] : [])
    return PageTable(
      caption: words.byRule, label: label(words.byRule), first: capitalized(words.rule),
      headings: kinds.map(words.kind) + open, pictures: words.course, rows: rows)
  }

  private func about(_ rule: RuleName) -> String? {
    let parts = [rule.title, rule.owner.map { "\(words.owner): \($0)" }].compactMap(\.self)
    return parts.isEmpty ? nil : parts.map { LogText.safe($0, cap: 160) }.joined(separator: " · ")
  }

  /// From the first moment a rule could act until it was done; nil where nothing was measured.
  var latency: PageTable? {
    guard let all = report.latency else { return nil }
    let measured = report.rules.compactMap { rule in rule.latency.map { (rule.name.id, $0) } }
    let rows = measured.prefix(Self.mostRules) + (measured.count > 1 ? [(words.allRules, all)] : [])
    return PageTable(
      caption: words.latencyMeans, label: label(words.latency), first: capitalized(words.rule),
      headings: [words.tasks, words.median, words.ninety, words.ninetyNine, words.slowest],
      rows: rows.map { name, latency in
        PageTable.Row(
          name: LogText.safe(name),
          numbers: [PageTable.Number(latency.count, language)]
            + [latency.median, latency.ninety, latency.ninetyNine, latency.longest]
            .map { PageTable.Number(language.length($0)) })
      })
  }

  /// The task that took longest.
  var slowest: String? {
    report.latency?.slowest.map { slowest in
      "\(words.slowest): \(words.task) \(LogText.safe(slowest.task.rawValue)) [\(slowest.intent)], "
        + "\(language.length(slowest.seconds))."
    }
  }

  /// The use of each endpoint.
  var budget: PageTable? {
    guard !report.budgets.isEmpty else { return nil }
    return PageTable(
      caption: words.budget, label: label(words.budget), first: words.call,
      headings: [words.byOthers, words.waitingCalls, words.nextFree, words.lastHour, words.attempts],
      pictures: words.used,
      rows: report.budgets.map { budget in
        let reading = budget.reading
        let used = words.gauge(language.number(reading.used), language.number(reading.limit))
        return PageTable.Row(
          name: capitalized(words.endpoint(reading.endpoint)),
          numbers: [
            PageTable.Number(reading.foreign, language), PageTable.Number(reading.waiting, language),
            PageTable.Number(nextFree(reading)), PageTable.Number(budget.lastHour, language),
            budget.attempts.map { PageTable.Number($0, language) } ?? PageTable.Number("–"),
          ],
          gauge: GaugePicture(title: used, used: reading.used, foreign: reading.foreign, of: reading.limit))
      })
  }

  private func nextFree(_ reading: BudgetReading) -> String {
    guard let seconds = reading.nextFreeIn else { return words.onAnswer }
    return seconds == 0 ? words.now : language.length(seconds)
  }

  /// What else there is to know.
  var notes: [String] {
    let kept = report.decisionsSince.map { [words.decisionsSince(moment($0).text)] } ?? []
    return kept + (report.lastLine > 0 ? [words.trail(language.number(Int(report.lastLine)), report.lastHash)] : [])
  }

  /// What a screen reader says of a table; no two on the page are called the same.
  private func label(_ what: String) -> String { words.scrollable("\(report.tenant): \(what)") }
}
