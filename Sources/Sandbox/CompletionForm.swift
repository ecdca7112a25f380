/// The body of a completion, checked as far as it can be without the task.
struct CompletionForm: Sendable {
  var resultCode: String
  var captured: [SandboxJSON.Member]

  init(resultCode: String, captured: [SandboxJSON.Member]) {
    self.resultCode = resultCode
    self.captured = captured
  }

  /// - Throws: `VALIDATION_ERROR` naming the first member that is missing, of the wrong type or too long.
  init(_ body: SandboxJSON) throws(ErrorReply) {
    guard body.members != nil else { throw .invalid("The body must be an object") }
    guard let code = body["result_code"] else { throw .invalid("result_code is required") }
    guard let code = code.string, !code.isEmpty else { throw .invalid("result_code must be a string") }
    guard code.unicodeScalars.count <= 80 else { throw .invalid("result_code must have at most 80 characters") }
    resultCode = code
    if let captured = body["captured_data"] {
      guard let members = captured.members else { throw .invalid("captured_data must be an object") }
      self.captured = members
    } else {
      captured = []
    }
    try body.checkComment(atMost: 2000)
  }

  /// Checks the form against the step it is for.
  /// - Throws: `VALIDATION_ERROR` naming what does not fit.
  func check(against task: SandboxTask) throws(ErrorReply) {
    guard task.step.results.contains(where: { $0.code == resultCode }) else {
      throw .invalid("result_code '\(resultCode)' is not one of available_results")
    }
    for member in captured {
      guard let field = task.fields.first(where: { $0.name == member.name }) else {
        throw .invalid("captured_data has no field '\(member.name)'")
      }
      try field.check(member.value)
    }
    for field in task.fields where field.isRequired {
      let given = captured.first { $0.name == field.name }?.value ?? field.value
      guard given != .null, given != "" else { throw .invalid("captured_data.\(field.name) is required") }
    }
  }
}

extension Workflow.Field {
  /// Checks the type of a captured value; a select must be one of its options, where they are known.
  fileprivate func check(_ value: SandboxJSON) throws(ErrorReply) {
    switch (kind, value) {
    case (.number, .number), (.boolean, .bool), (.text, .string), (.date, .string), (.file, .string): return
    case (.select, .string(let text)):
      guard options.isEmpty || options.contains(text) else {
        throw .invalid("captured_data.\(name) must be one of its options")
      }
    case (.number, _): throw .invalid("captured_data.\(name) must be a number")
    case (.boolean, _): throw .invalid("captured_data.\(name) must be a boolean")
    default: throw .invalid("captured_data.\(name) must be a string")
    }
  }
}

extension SandboxJSON {
  fileprivate func checkComment(atMost limit: Int) throws(ErrorReply) {
    guard let comment = self["comment"] else { return }
    guard let text = comment.string else { throw .invalid("comment must be a string") }
    guard text.unicodeScalars.count <= limit else { throw .invalid("comment must have at most \(limit) characters") }
  }
}

/// The body of a reassignment, checked.
struct ReassignmentForm: Sendable {
  var assignment: Assignment

  init(assignment: Assignment) { self.assignment = assignment }

  /// - Throws: `VALIDATION_ERROR` unless exactly one known user or group is named.
  init(_ body: SandboxJSON) throws(ErrorReply) {
    guard body.members != nil else { throw .invalid("The body must be an object") }
    let user = try Self.id(in: body, "assign_to_user_id")
    let group = try Self.id(in: body, "assign_to_group_id")
    try body.checkComment(atMost: 500)
    switch (user, group) {
    case (let id?, nil):
      guard let user = Staff.user(id) else { throw .invalid("assign_to_user_id is not a known user") }
      assignment = .user(user)
    case (nil, let id?):
      guard let group = Staff.group(id) else { throw .invalid("assign_to_group_id is not a known group") }
      assignment = .group(group)
    case (nil, nil): throw .invalid("One of assign_to_user_id or assign_to_group_id is required")
    case (_?, _?): throw .invalid("Only one of assign_to_user_id and assign_to_group_id may be given")
    }
  }

  private static func id(in body: SandboxJSON, _ name: String) throws(ErrorReply) -> String? {
    guard let value = body[name] else { return nil }
    guard let id = value.string, !id.isEmpty else { throw .invalid("\(name) must be a string") }
    guard id.unicodeScalars.count <= 30 else { throw .invalid("\(name) must have at most 30 characters") }
    return id
  }
}
