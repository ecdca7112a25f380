import Foundation
import GeoTareas
package import JSON
import Journal
import Records

/// The answer for programs; the keys are stable.
extension PastEffect {
  package var json: JSONValue {
    .object([
      JSONMember("tenant", .string(tenant)), JSONMember("intent", .string(intent.id)),
      JSONMember("state", .string(intent.state.rawValue)), JSONMember("task", .string(intent.task.rawValue)),
      JSONMember("endpoint", .string(intent.write.endpoint.rawValue)), JSONMember("body", intent.write.body),
      JSONMember("attempts", .number(String(intent.attempts))),
      JSONMember("created", .string(intent.createdAt.formatted(.iso8601))),
      JSONMember("changed", .string(intent.changedAt.formatted(.iso8601))),
      JSONMember("note", .string(intent.note)), JSONMember("rule", .string(intent.rule)),
      JSONMember("rule_fingerprint", .string(intent.ruleFingerprint)),
      JSONMember("rule_now", .string(ruleNow.rawValue)),
      JSONMember("rule_text", rule.map { .string($0.text.text) } ?? .null),
      JSONMember("rule_title", rule?.text.title.map { .string($0) } ?? .null),
      JSONMember("owner", rule?.text.owner.map { .string($0) } ?? .null),
      JSONMember("grounds", .array(grounds.map(\.whole))),
    ])
  }
}

extension Grounds {
  fileprivate var whole: JSONValue {
    var members = [
      JSONMember("attempt", .number(String(attempt))), JSONMember("at", .string(at.formatted(.iso8601))),
      JSONMember("workflow", task.workflow.orNull), JSONMember("step", task.step.orNull),
      JSONMember("entity_type", task.entityType.orNull), JSONMember("entity_label", task.entityLabel.orNull),
      JSONMember("assigned_user", task.user.orNull), JSONMember("assigned_group", task.group.orNull),
      JSONMember("when", when.whole),
    ]
    members.append(JSONMember("unless", unless?.whole ?? .null))
    return .object(members)
  }
}

extension Grounds.Condition {
  fileprivate var whole: JSONValue {
    .object([
      JSONMember("key", .string(key)), JSONMember("fact", .bool(isFact)), JSONMember("truth", .string(truth.word)),
      JSONMember("wanted", .string(wanted)), JSONMember("saw", seen.orNull),
      JSONMember("conditions", .array(children.map(\.whole))),
    ])
  }
}

extension String? {
  fileprivate var orNull: JSONValue { map { .string($0) } ?? .null }
}
