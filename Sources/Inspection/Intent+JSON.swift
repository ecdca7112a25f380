import Foundation
import GeoTareas
import Journal
package import JSON
package import Records

extension Intent {
  /// For programs; its keys are stable.
  package var json: JSONValue { .object(members) }

  /// The members of ``json``, for objects that say more.
  package var members: [JSONMember] {
    [
      JSONMember("tenant", .string(tenant)), JSONMember("intent", .string(id)),
      JSONMember("state", .string(state.rawValue)), JSONMember("task", .string(task.rawValue)),
      JSONMember("instance", .string(instance)), JSONMember("episode", .integer(episode)),
      JSONMember("rule", .string(rule)), JSONMember("rule_fingerprint", .string(ruleFingerprint)),
      JSONMember("endpoint", .string(write.endpoint.rawValue)), JSONMember("body", write.body),
      JSONMember("attempts", .integer(attempts)),
      JSONMember("created", .string(createdAt.formatted(.iso8601))),
      JSONMember("changed", .string(changedAt.formatted(.iso8601))), JSONMember("note", .said(note)),
    ]
  }
}
