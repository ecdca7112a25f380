import Rules
import YAML

/// Reads `then`: exactly one action.
///
/// The maximum lengths are those of the vendor's page "Workflow Tasks".
struct ActionDecoder {
  let findings: Diagnostics
  let definitions: Definitions

  func action(_ node: Node) -> Action? {
    let examples = ["complete": "{ complete: { result: CODE } }", "reassign": "{ reassign: { group: \"ID\" } }"]
    let fields = Fields(node, "'then'", keys: Keys.actions, scalar: { examples[$0] }, findings)
    guard let (key, value) = fields?.exactlyOne(of: Keys.actions) else { return nil }
    return key == "complete" ? completion(value).map { .complete($0) } : reassignment(value).map { .reassign($0) }
  }

  private func completion(_ node: Node) -> Completion? {
    guard
      let fields = Fields(
        node, "'complete'", keys: Keys.complete, scalar: { $0.inQuotes.map { "{ result: \($0) }" } }, findings)
    else { return nil }
    let result = fields.required("result").flatMap { findings.name($0, "a result code", atMost: 80) }
    let comment = fields["comment"].map { self.comment($0, atMost: 2000) }
    let data = fields["captured_data"].map { capturedData($0) }
    guard let result, comment != .some(nil), data != .some(nil) else { return nil }
    return Completion(result: result, capturedData: data?.flatMap { $0 } ?? [], comment: comment?.flatMap { $0 })
  }

  private func reassignment(_ node: Node) -> Reassignment? {
    guard let fields = Fields(node, "'reassign'", keys: Keys.reassign, findings) else { return nil }
    var isGood = true
    var notToCurrent = false
    var keepsPerson = false
    let comment = fields["comment"].map { self.comment($0, atMost: 500) }
    findings.set(&notToCurrent, fields["not_to"], &isGood) {
      findings.onlyWord($0, "current_assignee", "'not_to'") ? true : nil
    }
    findings.set(&keepsPerson, fields["same_person_per"], &isGood) {
      findings.onlyWord($0, "instance", "'same_person_per'") ? true : nil
    }
    guard let (key, value) = fields.exactlyOne(of: ["user", "group", "pool"]) else { return nil }
    if key != "pool", fields["same_person_per"] != nil {
      findings.error(
        "'same_person_per' chooses in a pool and cannot stand beside '\(key)'", at: fields.mark(of: "same_person_per"))
      isGood = false
    }
    guard let target = target(key, value), isGood, comment != .some(nil) else { return nil }
    return Reassignment(
      target: target, comment: comment?.flatMap { $0 }, notToCurrent: notToCurrent,
      keepsPersonPerInstance: keepsPerson)
  }

  private func target(_ key: String, _ node: Node) -> Reassignment.Target? {
    switch key {
    case "user": findings.id(node, "a user id").map { .user(id: $0) }
    case "group": findings.id(node, "a group id").map { .group(id: $0) }
    default: definitions.pool(node).map { .pool($0) }
    }
  }

  private func comment(_ node: Node, atMost limit: Int) -> Template? {
    findings.text(node, "the comment", atMost: limit).flatMap { findings.template($0, node) }
  }

  private func capturedData(_ node: Node) -> [CapturedField]? {
    guard case .mapping(let entries) = node.content else {
      return findings.expected("a map of field names and values", node)
    }
    let values = ValueDecoder(findings: findings)
    return findings.all(entries) { entry in
      let key = Node(.scalar(entry.key.scalar), mark: entry.key.mark)
      guard let name = findings.name(key, "a field name", atMost: 1_000), let value = values.value(entry.value) else {
        return nil
      }
      return CapturedField(name: name, value: value)
    }
  }
}
