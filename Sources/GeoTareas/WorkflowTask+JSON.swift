package import JSON

extension WorkflowTask {
  /// The task as the API would write it, with only the fields it came with.
  package var json: JSONValue {
    var members = [JSONMember("id", .string(id.rawValue)), JSONMember("instance_id", .string(instanceID))]
    func add<Value>(_ key: String, _ field: Reported<Value>, _ write: (Value) -> JSONValue) {
      if let json = field.json(write) { members.append(JSONMember(key, json)) }
    }
    add("workflow_name", workflowName) { .string($0) }
    add("step_name", stepName) { .string($0) }
    add("status", status) { .string($0) }
    add("assigned_to_user", assignedUser) { $0.json }
    add("assigned_to_group", assignedGroup) { $0.json }
    add("entity", entity) { $0.json }
    add("due_date", dueDate) { .string($0.description) }
    add("escalated", escalated) { .bool($0) }
    add("created_at", createdAt) { .string($0.description) }
    return .object(members)
  }
}

extension Assignee {
  package var json: JSONValue {
    .object([JSONMember("id", .string(id))] + (name.map { [JSONMember("name", .string($0))] } ?? []))
  }
}

extension Entity {
  package var json: JSONValue {
    let parts = [("type", type), ("id", id), ("label", label)]
    return .object(parts.compactMap { key, part in part.json { .string($0) }.map { JSONMember(key, $0) } })
  }
}

extension Reported {
  func json(_ write: (Value) -> JSONValue) -> JSONValue? {
    switch self {
    case .missing: nil
    case .unreadable: .unreadable
    case .null: .null
    case .value(let value): write(value)
    }
  }
}
