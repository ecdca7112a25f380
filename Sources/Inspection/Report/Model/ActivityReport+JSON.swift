import Foundation
import GeoTareas
package import JSON
import Journal
import Records

/// The report for programs.
extension ActivityReport {
  /// One object; its keys are stable, and it is the same in every language.
  package var json: JSONValue {
    .object(
      [
        JSONMember("tenant", .string(tenant)), JSONMember("timezone", .string(timezone)),
        JSONMember("since", .time(span.lowerBound)), JSONMember("until", .time(span.upperBound)),
        JSONMember("per", .string(unit.rawValue)), JSONMember("running", .bool(isRunning)),
      ] + now + [
        JSONMember("totals", .object(whose + total.members)), JSONMember("latency", latency?.json(whose) ?? .null),
        JSONMember("rules", .array(rules.map { $0.json(whose) })),
        JSONMember("bars", .array(bars.map { $0.json(whose) })),
        JSONMember("act", .array(demands.map(\.json))), JSONMember("waits", .array(waits.map(\.json))),
        JSONMember("limits", .array(budgets.map { $0.json(tenant) })),
        JSONMember("decisions_since", .time(decisionsSince)),
        JSONMember(
          "trail",
          lastLine > 0
            ? .object([JSONMember("line", .integer(lastLine)), JSONMember("hash", .string(lastHash))]) : .null),
      ])
  }

  private var whose: [JSONMember] { [JSONMember("tenant", .string(tenant))] }

  /// How things stand.
  private var now: [JSONMember] {
    [
      JSONMember("as_of", .time(standing?.at)), JSONMember("last_poll", .time(standing?.polledAt)),
      JSONMember("mode", .optional(standing.map { $0.isDry ? "dry" : "live" })),
      JSONMember("tasks", .count(standing?.tasks)), JSONMember("queue", .count(standing?.queued)),
      JSONMember("held", .count(standing?.held)), JSONMember("capped", .count(standing?.capped)),
      JSONMember("blocked", .count(standing?.blocked)), JSONMember("in_doubt", .integer(inDoubt)),
      JSONMember("parked", .integer(parked)),
    ]
  }
}

extension Tally {
  fileprivate var members: [JSONMember] { Kind.allCases.map { JSONMember($0.name, .integer(self[$0])) } }
}

extension Tally.Kind {
  /// The name in JSON and of a class of the page.
  var name: String {
    switch self {
    case .done: "done"
    case .refused: "refused"
    case .superseded: "superseded"
    case .shadow: "shadow"
    case .dry: "dry"
    case .blocked: "blocked"
    case .capped: "capped"
    case .skipped: "skipped"
    }
  }
}

extension ActivityReport.Rule {
  fileprivate func json(_ whose: [JSONMember]) -> JSONValue {
    .object(
      whose + name.members + tally.members + [
        JSONMember("in_doubt", .integer(inDoubt)), JSONMember("parked", .integer(parked)),
        JSONMember("bars", .array(bars.map { .integer($0) })), JSONMember("latency", latency?.json(whose) ?? .null),
      ])
  }
}

extension ActivityReport.Bar {
  fileprivate func json(_ whose: [JSONMember]) -> JSONValue {
    .object(
      whose + [JSONMember("from", .time(span.lowerBound)), JSONMember("until", .time(span.upperBound))] + tally.members)
  }
}

extension ActivityReport.Latency {
  fileprivate func json(_ whose: [JSONMember]) -> JSONValue {
    .object(
      whose + [
        JSONMember("count", .integer(count)), JSONMember("median_s", .seconds(median)),
        JSONMember("p90_s", .seconds(ninety)), JSONMember("p99_s", .seconds(ninetyNine)),
        JSONMember("longest_s", .seconds(longest)), JSONMember("slowest_task", .optional(slowest?.task.rawValue)),
        JSONMember("slowest_intent", .optional(slowest?.intent)),
      ])
  }
}

extension ActivityReport.Budget {
  fileprivate func json(_ tenant: String) -> JSONValue {
    .object(
      (reading.json(tenant).members ?? []) + [
        JSONMember("last_hour", .integer(lastHour)), JSONMember("attempts", .count(attempts)),
      ])
  }
}

extension RuleName {
  fileprivate var members: [JSONMember] {
    [JSONMember("rule", .string(id)), JSONMember("title", .optional(title)), JSONMember("owner", .optional(owner))]
  }
}

extension Matter {
  fileprivate func json(_ more: [JSONMember], last: [JSONMember] = []) -> JSONValue {
    .object(
      [
        JSONMember("tenant", .string(tenant)), JSONMember("what", .string(kind.rawValue)),
        JSONMember("count", .integer(count)), JSONMember("since", .time(since)), JSONMember("until", .time(until)),
        JSONMember("intent", .optional(intent)), JSONMember("obstacle", .optional(obstacle?.name)),
        JSONMember("hold", .count(hold)),
      ] + more + [JSONMember("why", .optional(why))] + JSONValue.members(task) + JSONValue.members(rule) + last)
  }
}

extension Demand {
  fileprivate var json: JSONValue {
    json([], last: [JSONMember("commands", .texts(commands.map(\.line)))])
  }
}

extension Waiting {
  fileprivate var json: JSONValue { json([JSONMember("by", .optional(by))]) }
}

extension JSONValue {
  fileprivate static func time(_ date: Date?) -> JSONValue { .optional(date?.formatted(.iso8601)) }
  /// To the hundredth.
  fileprivate static func seconds(_ length: Double) -> JSONValue {
    .number(String((length * 100).rounded() / 100))
  }

  fileprivate static func members(_ task: TaskName?) -> [JSONMember] {
    [
      JSONMember("task", .optional(task?.id)), JSONMember("label", .optional(task?.label)),
      JSONMember("workflow", .optional(task?.workflow)), JSONMember("step", .optional(task?.step)),
    ]
  }

  fileprivate static func members(_ rule: RuleName?) -> [JSONMember] {
    [
      JSONMember("rule", .optional(rule?.id)), JSONMember("title", .optional(rule?.title)),
      JSONMember("owner", .optional(rule?.owner)),
    ]
  }
}
