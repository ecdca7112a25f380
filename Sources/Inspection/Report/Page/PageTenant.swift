import CalendarTime
import Foundation
import GeoTareas
import Journal
import Log
import Records

/// A tenant's part of the page.
struct PageTenant {
  var anchor: String
  var name: String
  var headline: String
  var period: String
  var zone: String
  var tiles: [PageTile]
  var demands: [PageItem]
  var queue: String
  var waits: [PageItem]
  var perUnit: String
  var bars: BarPicture?
  var barTable: PageTable?
  var rules: PageTable?
  var latency: PageTable?
  var slowest: String?
  var budget: PageTable?
  var notes: [String]
}

/// Makes the part of the page about one tenant.
struct PageMaker {
  /// The most rules that have a row of their own.
  static let mostRules = 40
  let report: ActivityReport
  let language: ReportLanguage
  let anchor: String
  let zone: TimeZone
  var words: ReportWords { language.words }

  init(_ report: ActivityReport, _ language: ReportLanguage, anchor: String) {
    self.report = report
    self.language = language
    self.anchor = anchor
    zone = TimeZone(checked: report.timezone)
  }

  var tenant: PageTenant {
    PageTenant(
      anchor: anchor, name: LogText.safe(report.tenant),
      headline: ReportText([report], language).headline(report), period: fullPeriod, zone: words.zone(report.timezone),
      tiles: tiles, demands: report.demands.map(item), queue: queue, waits: report.waits.map(item),
      perUnit: words.per(report.unit), bars: bars, barTable: barTable, rules: rules, latency: latency,
      slowest: slowest, budget: budget, notes: notes)
  }

  var period: String { words.period(moment(report.span.lowerBound).text, moment(report.span.upperBound).text) }

  /// The same as the beginning of a sentence.
  var fullPeriod: String { capitalized(period) }

  func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

  func moment(_ date: Date, isAged: Bool = false) -> PageMoment {
    PageMoment(
      iso: date.formatted(.iso8601), text: language.moment(date, in: zone),
      age: isAged ? language.length(max(0, report.span.upperBound.timeIntervalSince(date))) : nil)
  }

  private var tiles: [PageTile] {
    let total = report.total
    var tiles = [tile(words.kind(.done), total[.done], "done")]
    tiles.append(tile(words.person, report.matters, report.demands.isEmpty ? "quiet" : "alarm"))
    for kind in Tally.Kind.allCases where kind != .done && (total[kind] > 0 || kind == .refused) {
      tiles.append(tile(words.kind(kind), total[kind], total[kind] > 0 ? kind.name : "quiet"))
    }
    tiles.append(tile(words.inDoubt, report.inDoubt, report.inDoubt > 0 ? "doubt" : "quiet"))
    tiles.append(tile(words.parked, report.parked, report.parked > 0 ? "alarm" : "quiet"))
    return tiles
  }

  private func tile(_ label: String, _ count: Int, _ tone: String) -> PageTile {
    PageTile(label: label, value: language.number(count), tone: tone)
  }

  private var queue: String {
    guard let standing = report.standing else { return words.neverPolled }
    return "\(words.queue(standing, language)) (\(words.asOf(moment(standing.at).text)))."
  }

  private func item(_ demand: Demand) -> PageItem {
    let counting = Counting(count: demand.count, number: language.number(demand.count))
    var item = item(
      demand.obstacle.map { told($0) + "." } ?? words.demand(demand.kind, counting), demand.task, demand.rule,
      demand.count, demand.since, demand.until)
    item.intentID = demand.intent
    item.reason = demand.why.map { LogText.safe($0, cap: 512) }
    item.advice = demand.obstacle.map { words.advice($0) }
    item.commands = PageItem.CommandList(
      lines: demand.commands.map { command in
        PageItem.Command(line: command.line, meaning: command.meaning.map { words.meaning($0) })
      })
    return item
  }

  private func item(_ wait: Waiting) -> PageItem {
    let counting = Counting(count: wait.count, number: language.number(wait.count))
    var text = wait.obstacle.map { told($0) } ?? words.waiting(wait.kind, counting)
    if wait.kind == .hold, wait.rule == nil, wait.task == nil { text += ": \(words.holdOnAll)" }
    let task = wait.obstacle == nil ? wait.task : nil
    var item = item(text, task, wait.rule, wait.count, wait.since, wait.until)
    item.intentID = wait.intent
    item.byName = wait.by.map { LogText.safe($0) }
    item.reason = wait.why.map { LogText.safe($0, cap: 512) }
    return item
  }

  private func told(_ obstacle: Standstill) -> String { LogText.safe(words.obstacle(obstacle)) }

  private func item(
    _ text: String, _ task: TaskName?, _ rule: RuleName?, _ count: Int, _ since: Date?, _ until: Date?
  ) -> PageItem {
    let known = [task?.label, task?.workflow, task?.step].compactMap(\.self).filter { !$0.isEmpty }
    return PageItem(
      text: text, since: since.map { moment($0, isAged: true) }, until: until.map { moment($0) },
      taskID: task.map { LogText.safe($0.id) + (count > 1 ? ", …" : "") },
      taskAbout: known.isEmpty ? nil : known.map { LogText.safe($0, cap: 120) }.joined(separator: " · "),
      ruleID: rule.map { LogText.safe($0.id) }, ruleTitle: rule?.title.map { LogText.safe($0, cap: 160) },
      ownerName: rule?.owner.map { LogText.safe($0, cap: 160) })
  }
}
