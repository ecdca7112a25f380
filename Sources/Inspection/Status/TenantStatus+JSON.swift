import Engine
import Foundation
import GeoTareas
package import JSON
import Records
import TenantRuntime

/// The status for programs.
extension TenantStatus {
  /// One object; its keys are stable.
  package var json: JSONValue {
    .object([
      JSONMember("tenant", .string(tenant)), JSONMember("running", .bool(isRunning)),
      JSONMember("health", .string(health.name)), JSONMember("problems", .array(problems.map(json))),
      JSONMember("as_of", .optional(standing?.at.formatted(.iso8601))),
      JSONMember("mode", .optional(standing?.mode.rawValue)), JSONMember("trouble", .optional(standing?.trouble)),
      JSONMember("waits", .array((standing?.waits ?? []).map { $0.json(tenant) })),
      JSONMember("last_poll", .optional(standing?.polledAt?.formatted(.iso8601))),
      JSONMember("tasks", .count(standing?.tasks)), JSONMember("queue", .count(standing?.queued)),
      JSONMember("held", .count(standing?.held)), JSONMember("in_doubt", .integer(inDoubt.count)),
      JSONMember("in_doubt_since", .optional(inDoubt.first?.changedAt.formatted(.iso8601))),
      JSONMember("parked", .integer(parked.count)),
      JSONMember("parked_since", .optional(parked.first?.changedAt.formatted(.iso8601))),
      JSONMember("refused", .integer(refused.count)),
      JSONMember("refused_since", .optional(refused.first?.changedAt.formatted(.iso8601))),
      JSONMember("blocked", .count(standing?.blocked)), JSONMember("capped", .count(standing?.capped)),
      JSONMember("holds", .array(holds.map { $0.json(asOf: clock) })),
      JSONMember("rules", .string(rules.rawValue)), JSONMember("rules_loaded", .optional(standing?.rules)),
      JSONMember("rules_on_disk", .optional(rulesOnDisk)),
      JSONMember("files_refused_since", .optional(refusal?.since?.formatted(.iso8601))),
      JSONMember("files_mistakes", .texts(refusal?.mistakes ?? [])),
      JSONMember("left_out", .bool(refusal?.isLeftOut ?? false)),
      JSONMember("limits", .array(budgets.map { $0.json(tenant) })),
    ])
  }

  private func json(_ problem: TenantProblem) -> JSONValue {
    .object([
      JSONMember("tenant", .string(tenant)), JSONMember("health", .string(problem.health.name)),
      JSONMember("what", .string(problem.what)), JSONMember("since", .optional(problem.since?.formatted(.iso8601))),
      JSONMember("until", .optional(problem.until?.formatted(.iso8601))),
      JSONMember("advice", .string(problem.advice)),
    ])
  }
}

extension BudgetReading {
  /// One object, with whose it is; its keys are stable.
  ///
  /// Times are whole seconds, rounded up.
  func json(_ tenant: String) -> JSONValue {
    .object([
      JSONMember("tenant", .string(tenant)), JSONMember("endpoint", .string(endpoint.rawValue)),
      JSONMember("limit", .integer(limit)),
      JSONMember("used", .integer(used)), JSONMember("foreign", .integer(foreign)),
      JSONMember("penalty", .integer(penalty)),
      JSONMember("next_free_s", .count(nextFreeIn.map { Int($0.rounded(.up)) })),
      JSONMember("shared_with", .texts(sharedWith.map(\.rawValue))),
      JSONMember("waiting", .integer(waiting)), JSONMember("drain_s", .integer(Int(drainsIn.rounded(.up)))),
    ])
  }
}
