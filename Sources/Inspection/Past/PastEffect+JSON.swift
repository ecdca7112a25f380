import Foundation
import GeoTareas
package import JSON
import Journal
import Records
import Rules

/// The answer for programs; the keys are stable.
extension PastEffect {
  package var json: JSONValue {
    .object([
      JSONMember("tenant", .string(tenant)), JSONMember("intent", .string(intent.id)),
      JSONMember("state", .string(intent.state.rawValue)), JSONMember("task", .string(intent.task.rawValue)),
      JSONMember("endpoint", .string(intent.write.endpoint.rawValue)), JSONMember("body", intent.write.body),
      JSONMember("attempts", .integer(intent.attempts)),
      JSONMember("created", .string(intent.createdAt.formatted(.iso8601))),
      JSONMember("changed", .string(intent.changedAt.formatted(.iso8601))),
      JSONMember("note", .said(intent.note)), JSONMember("rule", .string(intent.rule)),
      JSONMember("rule_fingerprint", .string(intent.ruleFingerprint)),
      JSONMember("rule_now", .string(ruleNow.rawValue)),
      JSONMember("rule_text", .optional(rule?.text.text)),
      JSONMember("rule_title", .optional(rule?.text.title)),
      JSONMember("owner", .optional(rule?.text.owner)),
      JSONMember("grounds", .array(grounds.map { $0.json(tenant) })),
    ])
  }
}

extension Grounds {
  fileprivate func json(_ tenant: String) -> JSONValue {
    .object([
      JSONMember("tenant", .string(tenant)),
      JSONMember("attempt", .integer(attempt)), JSONMember("at", .string(at.formatted(.iso8601))),
      JSONMember("workflow", .optional(task.workflow)), JSONMember("step", .optional(task.step)),
      JSONMember("entity_type", .optional(task.entityType)), JSONMember("entity_label", .optional(task.entityLabel)),
      JSONMember("assigned_user", .optional(task.user)), JSONMember("assigned_group", .optional(task.group)),
      JSONMember("when", Explanation.Node(when).json),
      JSONMember("unless", unless.map { Explanation.Node($0).json } ?? .null),
    ])
  }
}
