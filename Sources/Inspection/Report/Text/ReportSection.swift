import CalendarTime
import Foundation
import GeoTareas
import Journal
import Log
import Records

/// The sections about one tenant.
struct ReportSection {
  /// The most rules that have a line of their own.
  static let mostRules = 40
  let report: ActivityReport
  let clock: WallTime
  let page: ReportText
  var words: ReportWords { page.words }
  var language: ReportLanguage { page.language }

  init(_ report: ActivityReport, _ clock: WallTime, _ page: ReportText) {
    self.report = report
    self.clock = clock
    self.page = page
  }

  func counting(_ count: Int) -> Counting { Counting(count: count, number: language.number(count)) }

  private func heading(_ text: String) -> String { page.style.bold(text.uppercased()) }

  /// Who must act, since when, why, and what to type.
  var demands: [String] {
    [heading(words.act)]
      + (report.demands.isEmpty ? ["  " + words.nobody] : report.demands.flatMap { lines(of: $0) })
  }

  private func lines(of demand: Demand) -> [String] {
    let text = demand.obstacle.map { told($0) + "." } ?? words.demand(demand.kind, counting(demand.count))
    var lines = indented(text, 2)
    lines[0] = page.style.bad(lines[0])
    lines += about(demand.task, demand.rule, intent: demand.intent, count: demand.count)
    if let time = time(demand.since, demand.until) { lines += indented(time, 4) }
    if let why = demand.why { lines += indented("\(words.why): \(LogText.safe(why))", 4) }
    if let obstacle = demand.obstacle { lines += indented(words.advice(obstacle), 4) }
    return lines + typed(demand)
  }

  private func told(_ obstacle: Standstill) -> String { LogText.safe(words.obstacle(obstacle)) }

  /// What to type; what a person can answer as one line.
  private func typed(_ demand: Demand) -> [String] {
    let lines = demand.commands.filter { [nil, .show].contains($0.meaning) }.map(\.line)
    let answer = demand.commands.contains { $0.meaning == .drop } ? demand.intent : nil
    return (lines + (answer.map { ["capataz resolve \($0) --done|--not-done|--drop --why TEXT"] } ?? []))
      .map { "    " + page.style.good($0) }
  }

  /// What waits, and since when.
  var waits: [String] {
    var lines = [heading(words.waits)]
    if let standing = report.standing {
      lines += indented("\(words.queue(standing, language)) (\(words.asOf(page.unbroken(standing.at, clock))))", 2)
    } else {
      lines.append("  " + words.neverPolled)
    }
    if report.waits.isEmpty { lines.append("  " + words.nothingWaits) }
    for wait in report.waits {
      var text = wait.obstacle.map { told($0) } ?? words.waiting(wait.kind, counting(wait.count))
      if wait.kind == .hold {
        let parts = [
          wait.rule.map { "\(words.rule) \(LogText.safe($0.id))" },
          wait.task.map { "\(words.task) \(LogText.safe($0.id))" },
        ].compactMap(\.self)
        text += ": " + (parts.isEmpty ? words.holdOnAll : parts.joined(separator: ", "))
      }
      lines += indented(text, 2)
      let isNamed = wait.kind != .hold && wait.obstacle == nil
      if isNamed { lines += about(wait.task, wait.rule, intent: wait.intent, count: wait.count) }
      if let time = time(wait.since, wait.until) { lines += indented(time, 4) }
      if let by = wait.by { lines += indented("\(words.by) \(LogText.safe(by))", 4) }
      if let why = wait.why { lines += indented("\(words.why): \(LogText.safe(why))", 4) }
    }
    return lines
  }

  /// Task, rule and owner, as far as they are known.
  private func about(_ task: TaskName?, _ rule: RuleName?, intent: String?, count: Int) -> [String] {
    var lines: [String] = []
    if let task {
      let known = [task.label, task.workflow, task.step].compactMap(\.self).filter { !$0.isEmpty }
      let more = count > 1 ? ", …" : ""
      lines += indented(
        "\(words.task) \(LogText.safe(task.id))\(more)"
          + (known.isEmpty ? "" : " (\(known.map { page.safe($0, 60) }.joined(separator: ", ")))")
          + (intent.map { " [\($0)]" } ?? ""), 4)
    }
    if let rule {
      let title = rule.title.map { ": \(page.safe($0, 60))" } ?? ""
      let owner = rule.owner.map { "; \(words.owner): \(page.safe($0, 60))" } ?? ""
      lines += indented("\(words.rule) \(LogText.safe(rule.id))\(title)\(owner)", 4)
    }
    return lines
  }

  private func time(_ since: Date?, _ until: Date?) -> String? {
    var parts: [String] = []
    if let since {
      let age = language.length(max(0, report.span.upperBound.timeIntervalSince(since)))
      parts.append("\(words.since) \(page.unbroken(since, clock)) (\(age))")
    }
    if let until { parts.append("\(words.nextTry) \(page.unbroken(until, clock))") }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }

  private func indented(_ text: String, _ columns: Int) -> [String] {
    text.wrapped(to: ReportText.width, indent: String(repeating: " ", count: columns))
  }
}
