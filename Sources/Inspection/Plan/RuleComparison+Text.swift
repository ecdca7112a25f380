import CalendarTime
import Foundation
import GeoTareas
import JSON
package import Log
import Records
import RuleFiles
import Rules
import TenantRuntime

/// The comparison for people.
extension RuleComparison {
  /// First how many tasks are decided differently, then each: now, and then.
  ///
  /// - Parameter width: How many columns there are; nil for as many as it takes.
  package func lines(style: TextStyle = .plain, width: Int? = nil) -> [String] {
    let tasks = snapshot.listing.rows.count
    var heading = "tenant \(snapshot.tenant.name): the rules of \(shownPath) against those of the configuration, on "
    heading += tasks.counted("task")
    if case .at(let date) = snapshot.age {
      heading += " as the daemon saw them at \(WallTime(zone: snapshot.zone).stamp(date))"
    }
    let changed = changes.isEmpty ? "the rules mean the same" : changes.words.joined(separator: ", ")
    var lines = [heading, changed, style.bold(count)].flatMap { $0.wrapped(within: width, indent: 2) }
    let rows = TextTable(
      nil, differences.map { ["  " + LogText.safe($0.task.id.rawValue), $0.task.place, $0.task.about] }
    ).lines(within: width)
    for (difference, row) in zip(differences, rows) {
      lines += [""] + row
      lines += [("now ", difference.now, style.bad), ("then", difference.then, style.good)].flatMap {
        when, side, paint in
        paint("    \(when)  \(words(side, on: difference))").wrapped(within: width, indent: 10)
      }
    }
    return lines
  }

  private var shownPath: String { LogText.safe(path, cap: LogText.pathCap) }

  private var count: String {
    let tasks = snapshot.listing.rows.count
    let clause = "\(differences.count) of \(tasks.counted("task")) would be decided differently"
    guard !unclear.isEmpty else { return clause }
    return clause + ", of \(unclear.count) more only the detail can tell, which was not read"
  }

  private func words(_ side: Side, on difference: Difference) -> String {
    guard let rule = side.rule else { return "nothing" }
    let change = names.change(of: difference.task, by: rule, side.write)
    return rule.stage == .live
      ? "\(rule.id): \(change)" : "\(rule.id) (\(rule.stage.rawValue)): \(change)"
  }
}

/// The comparison for programs.
extension RuleComparison {
  /// One JSON object with the counts, then one per task that is decided differently; the keys are stable.
  package var jsonLines: [String] {
    let tenant = JSONMember("tenant", .string(snapshot.tenant.name))
    let seen = if case .at(let date) = snapshot.age { date } else { snapshot.listing.at }
    let head = JSONValue.object([
      tenant, JSONMember("path", .string(path)), JSONMember("seen_at", .string(seen.formatted(.iso8601))),
      JSONMember("tasks", .integer(snapshot.listing.rows.count)), JSONMember("differing", .integer(differences.count)),
      JSONMember("unclear", .integer(unclear.count)),
      JSONMember("rules", changes.output),
    ])
    return [head.text]
      + differences.map { difference in
        JSONValue.object([
          tenant, JSONMember("task", .string(difference.task.id.rawValue)),
          JSONMember("workflow", .optional(difference.task.workflowName.value)),
          JSONMember("step", .optional(difference.task.stepName.value)),
          JSONMember("entity_label", .optional(difference.task.entity.value?.label.value)),
          JSONMember("now", json(difference.now)), JSONMember("then", json(difference.then)),
        ]).text
      }
  }

  /// What one side decides; null for nothing.
  private func json(_ side: Side) -> JSONValue {
    guard let rule = side.rule else { return .null }
    return .object([
      JSONMember("rule", .string(rule.id)), JSONMember("stage", .string(rule.stage.rawValue)),
      JSONMember("endpoint", .optional(side.write?.endpoint.rawValue)), JSONMember("body", side.write?.body ?? .null),
    ])
  }
}
