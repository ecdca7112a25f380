import GeoTareas
import JSON
import Records

extension Intent {
  /// The line of the trail for a change of this intent: complete where it is new or armed, otherwise only what changed.
  func auditEntry(from earlier: String?) throws -> AuditTrail.Entry {
    var details = [
      JSONMember("task", .string(task.rawValue)), JSONMember("rule", .string(rule)),
      JSONMember("from", .optional(earlier)), JSONMember("to", .string(state.rawValue)),
      JSONMember("attempts", .integer(attempts)),
    ]
    if earlier == nil || state == .armed {
      let body = try JSONReader.read(Array(write.storedBody().utf8))
      details += [
        JSONMember("rule_fingerprint", .string(ruleFingerprint)), JSONMember("instance", .string(instance)),
        JSONMember("episode", .integer(episode)), JSONMember("endpoint", .string(write.endpoint.rawValue)),
        JSONMember("body", body), JSONMember("precondition", precondition.json),
      ]
      if let pool { details.append(JSONMember("pool", .string(pool))) }
    }
    return AuditTrail.Entry(
      kind: "intent.\(state.rawValue)", tenant: tenant, subject: id, why: note, details: details, at: changedAt)
  }
}

extension TaskState {
  var json: JSONValue {
    .object([
      JSONMember("status", .string(status)), JSONMember("user", .optional(user)),
      JSONMember("group", .optional(group)),
    ])
  }
}
