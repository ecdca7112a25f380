import CalendarTime
package import Engine
import Foundation
import GeoTareas
import JSON
package import Log
import Pacing
package import Records
import RuleFiles
import Rules

extension Planner {
  /// What would be done for a tenant.
  package struct Plan: Sendable {
    package var tenant: String
    /// The zone in which times are shown.
    package var timezone: String
    /// When the tasks were read, if that was not just now.
    package var seen: TaskListing.Age
    /// In the order in which they would go, including those that something holds back.
    package var candidates: [Candidate]
    package var outlook: Outlook
    /// The price of everything that nothing holds back.
    package var price: Price
    /// The use of the limits now.
    package var budgets: [BudgetReading]
    /// What keeps the daemon from working with all of the tenant, as it said last; nil where nothing does, or none was asked.
    package var trouble: String?
    /// What waits longer than usual, as the daemon said last.
    package var waits: [Wait] = []
  }
}

/// The plan for people.
extension Planner.Plan {
  /// True when something would be done that nobody has stopped.
  package var hasWork: Bool { candidates.contains { outlook.restraints[$0.task]?.safeguard != .hold } }

  /// What would be done, what it costs, and what each rule decides about the tasks.
  package func lines(style: TextStyle = .plain) -> [String] {
    let waits = candidates.count { outlook.restraints[$0.task] != nil }
    var lines = ["tenant \(tenant): \(candidates.count) to do"]
    if case .at(let date) = seen { lines[0] += ", as seen by the daemon at \(clock.stamp(date))" }
    if waits > 0 { lines[0] += "; \(waits) of them would wait" }
    if let trouble { lines.append(style.bad("trouble: \(LogText.safe(trouble))")) }
    for wait in self.waits where wait.task == nil {
      lines.append(style.doubtful("waits: " + wait.inWords(at: .now, clock)))
    }
    for (index, candidate) in candidates.enumerated() {
      var line = "\(index + 1). task \(LogText.safe(candidate.task.rawValue))  \(candidate.write.endpoint.rawValue)  "
      line += "\(LogText.json(candidate.write.body.text))  rule \(candidate.rule)"
      if let restraint = outlook.restraints[candidate.task] { line += style.doubtful("  waits: \(words(restraint))") }
      lines.append(line)
    }
    if candidates.count > waits {
      lines.append(cost)
    }
    lines.append("limits: \(budgets.words)")
    guard !outlook.rules.isEmpty else { return lines }
    lines.append("rules, in the order they are tried:")
    let table = TextTable(
      nil,
      outlook.rules.enumerated().map { index, rule in
        [
          "  \(index + 1).", rule.rule, rule.stage.rawValue, rule.needsDetails ? "reads the detail" : "list only",
          words(rule),
        ]
      })
    return lines + table.lines
  }

  private var cost: String {
    let order: [Endpoint] = [.complete, .reassign, .detail]
    let calls = order.compactMap { endpoint in price.calls[endpoint].map { "\($0) \(endpoint.rawValue)" } }
    let time = Duration.seconds(Int64(price.time.inSeconds.rounded(.up)))
    return "cost: \(price.calls.values.reduce(0, +).counted("API call")) (\(calls.joined(separator: ", "))), "
      + "about \(time.inWords)"
  }

  private func words(_ rule: RuleOutlook) -> String {
    var parts: [String] = []
    if rule.goes > 0 { parts.append("\(rule.goes) now") }
    for (restraint, count) in held(rule) { parts.append("\(count) would wait: \(words(restraint))") }
    if rule.settled > 0 { parts.append("\(rule.settled) already handled") }
    if rule.watches > 0 { parts.append("\(rule.watches) \(rule.stage == .canary ? "outside its share" : "shadow")") }
    if rule.blocked > 0 { parts.append("\(rule.blocked) left alone: the action does not fit") }
    var text = "takes \(rule.takes)" + (parts.isEmpty ? "" : ": " + parts.joined(separator: "; "))
    if rule.undecided > 0 {
      text += "; cannot be decided for \(rule.undecided)" + (rule.needsDetails ? ", whose detail was not read" : "")
    }
    return text
  }

  private func words(_ restraint: Restraint) -> String {
    "\(restraint.safeguard.rawValue) (\(LogText.safe(restraint.text)))"
      + (restraint.until.map { " until \(clock.stamp($0))" } ?? "")
  }

  /// What holds a rule's effects back, the most frequent reason first.
  private func held(_ rule: RuleOutlook) -> [(restraint: Restraint, count: Int)] {
    // The same safeguard may end at a different time for each task.
    var groups: [String: (restraint: Restraint, count: Int)] = [:]
    for (restraint, count) in rule.restraints {
      let key = "\(restraint.safeguard.rawValue) \(restraint.text)"
      let known = groups[key]
      let first = [known?.restraint.until, restraint.until].compactMap(\.self).min()
      var merged = restraint
      merged.until = first
      groups[key] = (merged, count + (known?.count ?? 0))
    }
    return groups.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.map(\.value)
  }

  private var clock: WallTime { WallTime(zoneNamed: timezone) }
}

/// The plan for programs.
extension Planner.Plan {
  /// One JSON object per action; the keys are stable.
  package var jsonLines: [String] {
    candidates.map { candidate in
      let restraint = outlook.restraints[candidate.task]
      return JSONValue.line([
        ("tenant", tenant), ("task", candidate.task.rawValue), ("rule", candidate.rule),
        ("rule_fingerprint", candidate.ruleFingerprint), ("endpoint", candidate.write.endpoint.rawValue),
        ("body", candidate.write.body.text), ("held_by", restraint?.safeguard.rawValue ?? ""),
        ("held_why", restraint?.text ?? ""), ("held_until", restraint?.until?.formatted(.iso8601) ?? ""),
      ])
    }
  }

  /// One JSON object about the limits; the keys are stable.
  package var limitsJSONLine: String {
    JSONValue.object([
      JSONMember("tenant", .string(tenant)),
      JSONMember("limits", .array(budgets.map(\.json))),
    ]).text
  }

  /// One JSON object per rule, in the order in which rules are tried; the keys are stable.
  package var ruleJSONLines: [String] {
    outlook.rules.enumerated().map { index, rule in
      func number(_ key: String, _ value: Int) -> JSONMember { JSONMember(key, .number(String(value))) }
      return JSONValue.object([
        JSONMember("tenant", .string(tenant)), number("place", index + 1), JSONMember("rule", .string(rule.rule)),
        JSONMember("stage", .string(rule.stage.rawValue)), JSONMember("needs_detail", .bool(rule.needsDetails)),
        number("takes", rule.takes), number("goes", rule.goes), number("watches", rule.watches),
        number("settled", rule.settled), number("blocked", rule.blocked), number("undecided", rule.undecided),
        JSONMember(
          "held",
          .array(
            held(rule).map { restraint, count in
              .object([
                JSONMember("by", .string(restraint.safeguard.rawValue)), JSONMember("why", .string(restraint.text)),
                JSONMember("until", .optional(restraint.until?.formatted(.iso8601))), number("tasks", count),
              ])
            })),
      ]).text
    }
  }
}
