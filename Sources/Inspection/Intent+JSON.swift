import Foundation
import GeoTareas
import Journal
package import JSON
package import Records

extension Intent {
  /// The tenant whose task it is about.
  package var tenant: String { Intent.split(id: id)?.tenant ?? "" }

  /// For programs; its keys are stable.
  package var json: JSONValue { .object(members) }

  /// The members of ``json``, for objects that say more.
  package var members: [JSONMember] {
    [
      JSONMember("tenant", .string(tenant)), JSONMember("intent", .string(id)),
      JSONMember("state", .string(state.rawValue)), JSONMember("task", .string(task.rawValue)),
      JSONMember("instance", .string(instance)), JSONMember("episode", .number(String(episode))),
      JSONMember("rule", .string(rule)), JSONMember("rule_fingerprint", .string(ruleFingerprint)),
      JSONMember("endpoint", .string(write.endpoint.rawValue)), JSONMember("body", write.body),
      JSONMember("attempts", .number(String(attempts))),
      JSONMember("created", .string(createdAt.formatted(.iso8601))),
      JSONMember("changed", .string(changedAt.formatted(.iso8601))), JSONMember("note", .said(note)),
    ]
  }
}
