package import JSON

/// A task with its form: the fields of the page "Task Detail".
package struct TaskDetail: Sendable, Equatable {
  package var task: WorkflowTask
  /// Result codes with which the task can be completed; nil when the answer did not contain them in readable form.
  package var availableResults: [ResultOption]?
  /// Form fields; nil when the answer did not contain them in readable form.
  package var fields: [FormField]?
  /// What earlier steps captured, oldest first; nil when the answer did not contain such a list.
  ///
  /// An entry that cannot be read is included, with what is known about it.
  package var previousSteps: [PreviousStep]?

  package init?(_ json: JSONValue) {
    guard let task = WorkflowTask(json) else { return nil }
    self.task = task
    availableResults = json["available_results"]?.array.flatMap { Self.all($0) { ResultOption($0) } }
    fields = json["fields"]?.array.flatMap { Self.all($0) { FormField($0) } }
    previousSteps = json["previous_steps_data"]?.array.map { $0.map { PreviousStep($0) } }
  }

  /// All of them, or nil if one is unreadable: a form that is known only in part counts as unknown.
  private static func all<Item>(_ values: [JSONValue], _ read: (JSONValue) -> Item?) -> [Item]? {
    let items = values.compactMap(read)
    return items.count == values.count ? items : nil
  }
}

/// A way to complete a task.
package struct ResultOption: Sendable, Equatable {
  package var code: String
  package var label: String

  init?(_ json: JSONValue) {
    guard let code = json["code"]?.string else { return nil }
    self.code = code
    label = json["label"]?.string ?? code
  }
}

/// A field of a task's form.
package struct FormField: Sendable, Equatable {
  /// The key under which `captured_data` carries the value.
  package var name: String
  /// `text`, `number`, `date`, `boolean`, `select`, `file`, or a word that the vendor's page does not list yet.
  package var type: String
  package var required: Bool
  /// Unreadable where it is missing.
  package var value: JSONValue

  init?(_ json: JSONValue) {
    guard let name = json["name"]?.string, let type = json["type"]?.string else { return nil }
    self.name = name
    self.type = type
    // An unreadable flag counts as required, so that a missing value blocks instead of being sent.
    required = json["required"]?.bool ?? true
    // A missing value is not a stated null.
    value = json["value"] ?? .unreadable
  }
}

/// What was captured in an earlier step of the same instance.
package struct PreviousStep: Sendable, Equatable {
  /// Nil when it could not be read: it may be any step.
  package var stepName: String?
  package var completedBy: String?
  package var completedAt: LocalDateTime?
  /// Nil when the entry has no readable result.
  package var result: String?
  /// Nil when the entry has no readable data: it may contain any field.
  package var capturedData: [JSONMember]?

  init(_ json: JSONValue) {
    stepName = json["step_name"]?.string
    completedBy = json["completed_by"]?.string
    completedAt = json["completed_at"]?.string.flatMap { LocalDateTime($0) }
    result = json["result"]?.string
    capturedData = json["captured_data"]?.members
  }
}
