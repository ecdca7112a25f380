package import JSON

extension TaskDetail {
  /// The detail as the API would write it, with only what could be read of it.
  ///
  /// The rest is missing or unreadable again.
  package var json: JSONValue {
    var members = task.json.members ?? []
    if let availableResults { members.append(JSONMember("available_results", .array(availableResults.map(\.json)))) }
    if let fields { members.append(JSONMember("fields", .array(fields.map(\.json)))) }
    if let previousSteps { members.append(JSONMember("previous_steps_data", .array(previousSteps.map(\.json)))) }
    return .object(members)
  }
}

extension ResultOption {
  fileprivate var json: JSONValue {
    .object([JSONMember("code", .string(code)), JSONMember("label", .string(label))])
  }
}

extension FormField {
  fileprivate var json: JSONValue {
    .object([
      JSONMember("name", .string(name)), JSONMember("type", .string(type)), JSONMember("required", .bool(required)),
      JSONMember("value", value),
    ])
  }
}

extension PreviousStep {
  fileprivate var json: JSONValue {
    var members: [JSONMember] = []
    if let stepName { members.append(JSONMember("step_name", .string(stepName))) }
    if let completedBy { members.append(JSONMember("completed_by", .string(completedBy))) }
    if let completedAt { members.append(JSONMember("completed_at", .string(completedAt.description))) }
    if let result { members.append(JSONMember("result", .string(result))) }
    if let capturedData { members.append(JSONMember("captured_data", .object(capturedData))) }
    return .object(members)
  }
}
