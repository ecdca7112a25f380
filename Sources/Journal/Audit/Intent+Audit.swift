import GeoTareas
import JSON
import Records

extension Intent {
  /// The line of the trail for a change of this intent: complete where it is new or armed, otherwise only what changed.
  func auditEntry(from earlier: String?) throws -> AuditTrail.Entry {
    var details = [
      JSONMember("task", .string(task.rawValue)), JSONMember("rule", .string(rule)),
      JSONMember("from", earlier.map { .string($0) } ?? .null), JSONMember("to", .string(state.rawValue)),
      JSONMember("attempts", .number(String(attempts))),
    ]
    if earlier == nil || state == .armed {
      let body = try JSONReader.read(Array(write.storedBody().utf8))
      details += [
        JSONMember("rule_fingerprint", .string(ruleFingerprint)), JSONMember("instance", .string(instance)),
        JSONMember("episode", .number(String(episode))), JSONMember("endpoint", .string(write.endpoint.rawValue)),
        JSONMember("body", body), JSONMember("precondition", precondition.json),
      ]
      if let pool { details.append(JSONMember("pool", .string(pool))) }
    }
    let tenant = Intent.split(id: id)?.tenant ?? ""
    return AuditTrail.Entry(
      kind: "intent.\(state.rawValue)", tenant: tenant, subject: id, why: note, details: details, at: changedAt)
  }
}

extension TaskState {
  var json: JSONValue {
    .object([
      JSONMember("status", .string(status)), JSONMember("user", user.map { .string($0) } ?? .null),
      JSONMember("group", group.map { .string($0) } ?? .null),
    ])
  }
}
