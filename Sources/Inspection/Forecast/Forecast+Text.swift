import CalendarTime
import Engine
import Foundation
import GeoTareas
import JSON
package import Log
import Records
import RuleFiles
import Rules

extension Forecast {
  /// The forecast for people, by day; tasks of one rule at the same minute share a line.
  package func lines(style: TextStyle = .plain) -> [String] {
    let clock = WallTime(zone: snapshot.zone)
    var lines = [
      "tenant \(snapshot.tenant.name): \(matches.count) coming \(matches.count == 1 ? "match" : "matches") of "
        + "\(snapshot.listing.rows.count.counted("task")) until "
        + "\(clock.stamp(until.wholeSecond)), if nothing but time changes"
    ]
    if case .at(let date) = snapshot.age {
      lines[0] += style.faint("; tasks as the daemon saw them at \(clock.stamp(date))")
    }
    var day = ""
    for group in groups {
      let heading = group.isNow ? "now" : "\(clock.weekday(group.at)) \(clock.day(group.at))"
      if heading != day {
        day = heading
        lines.append(style.bold(heading))
      }
      let rule = snapshot.rules.rules[group.rule]
      let time = group.isNow ? "     " : clock.time(group.at).prefix(5)
      let tasks = group.tasks.prefix(Self.mostNamed).map { LogText.safe($0.rawValue) }.joined(separator: ", ")
      let more = group.tasks.count - Self.mostNamed
      lines.append(
        "  \(time)  \(rule.id) (\(rule.stage.rawValue))  \(rule.action.inWords)  \(group.tasks.count.counted("task")): "
          + tasks
          + (more > 0 ? " and \(more) more" : ""))
    }
    for (index, count) in undecided.sorted(by: { $0.key < $1.key }) {
      lines.append(
        style.doubtful(
          "rule '\(snapshot.rules.rules[index].id)' cannot be decided for \(count.counted("task")) from what was read of them"
        ))
    }
    return lines
  }

  /// One JSON object per match; the keys are stable.
  package var jsonLines: [String] {
    let rows = Dictionary(snapshot.listing.rows.map { ($0.task.id, $0.task) }) { first, _ in first }
    return matches.map { match in
      let rule = snapshot.rules.rules[match.rule]
      return JSONValue.object([
        JSONMember("tenant", .string(snapshot.tenant.name)), JSONMember("at", .string(match.at.formatted(.iso8601))),
        JSONMember("now", .bool(match.isNow)), JSONMember("rule", .string(rule.id)),
        JSONMember("stage", .string(rule.stage.rawValue)), JSONMember("task", .string(match.task.rawValue)),
        JSONMember("workflow", .optional(rows[match.task]?.workflowName.value)),
        JSONMember("step", .optional(rows[match.task]?.stepName.value)),
      ]).text
    }
  }

  private static let mostNamed = 5

  private struct Group {
    package var at: Date
    package var isNow: Bool
    package var rule: Int
    package var tasks: [TaskID]
  }

  /// Matches of one rule within one minute, in their order.
  private var groups: [Group] {
    var groups: [Group] = []
    for match in matches {
      let minute = (match.at.timeIntervalSince1970 / 60).rounded(.down)
      let index = groups.firstIndex {
        $0.isNow == match.isNow && $0.rule == match.rule
          && (match.isNow || ($0.at.timeIntervalSince1970 / 60).rounded(.down) == minute)
      }
      if let index {
        groups[index].tasks.append(match.task)
      } else {
        groups.append(Group(at: match.at, isNow: match.isNow, rule: match.rule, tasks: [match.task]))
      }
    }
    return groups.sorted { $0.isNow && !$1.isNow }
  }
}

extension Action {
  /// What the rule does, in as few words as possible.
  package var inWords: String {
    switch self {
    case .complete(let completion): "complete '\(LogText.safe(completion.result))'"
    case .reassign(let reassignment):
      switch reassignment.target {
      case .user(let id): "reassign to user \(id)"
      case .group(let id): "reassign to group \(id)"
      case .pool(let pool): "reassign within pool '\(pool.name)'"
      }
    }
  }
}
