import Engine
import Foundation
import GeoTareas
import JSON
import Log
import Pacing
import Records
import Rules

/// The plan for programs.
extension Planner.Plan {
  /// One JSON object per action; the keys are stable.
  package var jsonLines: [String] { actions.map { json(of: $0).text } }

  private func json(of action: PlannedAction) -> JSONValue {
    let task = action.task
    return .object([
      JSONMember("tenant", .string(tenant)), JSONMember("task", .string(task.id.rawValue)),
      JSONMember("kind", .string(action.kind.rawValue)),
      JSONMember("turn", .count(action.turn)),
      JSONMember("workflow", .optional(task.workflowName.value)), JSONMember("step", .optional(task.stepName.value)),
      JSONMember("entity_type", .optional(task.entity.value?.type.value)),
      JSONMember("entity_label", .optional(task.entity.value?.label.value)),
      JSONMember("assigned_user", Self.json(task.assignedUser)),
      JSONMember("assigned_group", Self.json(task.assignedGroup)),
      JSONMember("to", to(action.write)),
      JSONMember("rule", .string(action.rule.id)), JSONMember("rule_fingerprint", .string(action.rule.fingerprint)),
      JSONMember("stage", .string(action.rule.stage.rawValue)), JSONMember("title", .optional(action.rule.title)),
      JSONMember("owner", .optional(action.rule.owner)),
      JSONMember("endpoint", .optional(action.write?.endpoint.rawValue)),
      JSONMember("body", action.write?.body ?? .null), JSONMember("held_by", .optional(action.heldBy)),
      JSONMember("held_why", .optional(action.why)),
      JSONMember("held_until", .optional(action.until?.formatted(.iso8601))),
      JSONMember("instead_of", .optional(action.insteadOf)), JSONMember("intent", .optional(action.intent)),
    ])
  }

  private static func json(_ party: Reported<Assignee>) -> JSONValue {
    guard let party = party.value else { return .null }
    return .object([JSONMember("id", .string(party.id)), JSONMember("name", .optional(party.name))])
  }

  /// Who gets the task; null for a completion, and where a pool is still to choose.
  private func to(_ write: Write?) -> JSONValue {
    guard case .reassign(let recipient, _) = write else { return .null }
    let kind =
      switch recipient {
      case .user: "user"
      case .group: "group"
      }
    return .object([
      JSONMember("kind", .string(kind)), JSONMember("id", .string(recipient.id)),
      JSONMember("name", .optional(names.name(of: recipient))),
    ])
  }

  /// One JSON object about what the plan costs, the limits, and what stops it; the keys are stable.
  package var limitsJSONLine: String {
    JSONValue.object([
      JSONMember("tenant", .string(tenant)),
      JSONMember("limits", .array(budgets.map { $0.json(tenant) })),
      JSONMember(
        "cost",
        .object([
          JSONMember(
            "calls",
            .object(
              price.calls.sorted { $0.key.rawValue < $1.key.rawValue }.map {
                JSONMember($0.key.rawValue, .integer($0.value))
              })),
          JSONMember("seconds", .integer(Int(price.time.inSeconds.rounded(.up)))),
        ])),
      JSONMember("trouble", .optional(trouble)), JSONMember("waits", .array(waits.map { $0.json(tenant) })),
    ]).text
  }

  /// One JSON object per rule, in the order in which rules are tried; the keys are stable.
  package var ruleJSONLines: [String] {
    outlook.rules.enumerated().map { index, rule in
      JSONValue.object([
        JSONMember("tenant", .string(tenant)), JSONMember("place", .integer(index + 1)),
        JSONMember("rule", .string(rule.rule)),
        JSONMember("stage", .string(rule.stage.rawValue)), JSONMember("needs_detail", .bool(rule.needsDetails)),
        JSONMember("takes", .integer(rule.takes)), JSONMember("goes", .integer(rule.goes)),
        JSONMember("watches", .integer(rule.watches)),
        JSONMember("settled", .integer(rule.settled)), JSONMember("blocked", .integer(rule.blocked)),
        JSONMember("undecided", .integer(rule.undecided)),
        JSONMember(
          "held",
          .array(
            held(rule).map { restraint, count in
              .object([
                JSONMember("by", .string(restraint.safeguard.rawValue)), JSONMember("why", .string(restraint.text)),
                JSONMember("until", .optional(restraint.until?.formatted(.iso8601))),
                JSONMember("tasks", .integer(count)),
              ])
            })),
      ]).text
    }
  }

  /// What holds a rule's effects back, the most frequent reason first.
  func held(_ rule: RuleOutlook) -> [(restraint: Restraint, count: Int)] {
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
}
