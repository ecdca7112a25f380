import Foundation
import Rules
import YAML

extension TestTaskReader {
  /// Sets a field of the task; `null` means that there is no value.
  func set(_ key: String, _ node: Node, _ task: inout TaskView) -> Bool {
    if let field = TextField(rawValue: key) {
      guard let text = text(node, field) else { return false }
      task.set(field, text)
      return true
    }
    switch key {
    case "id": return findings.id(node, "a task id").map { task.id = $0 } != nil
    case "instance_id": return findings.id(node, "an instance id").map { task.instanceID = $0 } != nil
    case "assigned_user": return party(node).map { task.assignedUser = $0 } != nil
    case "assigned_group": return party(node).map { task.assignedGroup = $0 } != nil
    case "created": return moment(node).map { task.created = $0 } != nil
    case "due": return moment(node).map { task.due = $0 } != nil
    case "escalated": return findings.flag(node).map { task.escalated = .value($0) } != nil
    default: return findings.flag(node).map { task.listedAsOverdue = $0 } != nil
    }
  }

  private func text(_ node: Node, _ field: TextField) -> Known<String>? {
    if node.isNull { return Known<String>.none }
    if field == .entityID { return findings.id(node, "an entity id").map { .value($0) } }
    if field == .status { return findings.word(node, "status", of: StatusName.self).map { .value($0.rawValue) } }
    return findings.text(node).map { .value($0) }
  }

  private func moment(_ node: Node) -> Known<Date>? {
    if node.isNull { return Known<Date>.none }
    return time.date(node, findings).map { .value($0) }
  }

  /// Reads a name, or `{ id: …, name: … }`; a missing part is made up.
  private func party(_ node: Node) -> Known<Party>? {
    if node.isNull { return Known<Party>.none }
    guard case .mapping = node.content else {
      return findings.text(node, "a name").map { .value(Party(id: "400000000000000001", name: $0)) }
    }
    guard let fields = Fields(node, "an assignee", keys: Keys.party, findings) else { return nil }
    var isGood = true
    var party = Party(id: "400000000000000001", name: "Somebody")
    findings.set(&party.id, fields["id"], &isGood) { findings.id($0, "an id") }
    findings.set(&party.name, fields["name"], &isGood) { findings.text($0, "a name") }
    if isGood, fields["id"] == nil, fields["name"] == nil {
      findings.error("an assignee needs 'id' or 'name'; write null for none", at: node.mark)
      isGood = false
    }
    return isGood ? .value(party) : nil
  }
}

extension TaskView {
  /// Sets a text field.
  mutating func set(_ field: TextField, _ text: Known<String>) {
    switch field {
    case .workflow: workflow = text
    case .step: step = text
    case .status: status = text
    case .entityType: entityType = text
    case .entityID: entityID = text
    case .entityLabel: entityLabel = text
    }
  }

  /// Makes a field unknown, as if its key were missing in the answer.
  mutating func forget(_ key: String) {
    if let field = TextField(rawValue: key) { return set(field, .unknown) }
    switch key {
    case "assigned_user": assignedUser = .unknown
    case "assigned_group": assignedGroup = .unknown
    case "created": created = .unknown
    case "due": due = .unknown
    case "escalated": escalated = .unknown
    default: listedAsOverdue = false
    }
  }
}
