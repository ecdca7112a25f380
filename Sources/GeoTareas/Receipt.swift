package import JSON

/// What the answer to a successful write confirms.
package struct Receipt: Sendable, Equatable {
  package var taskID: TaskID?
  /// The name of the user or group that got the task, for the log.
  package var assignee: String?
  /// The step that the instance continues with, for the log.
  package var nextStep: String?

  package init(of task: TaskID, assignee: String? = nil, nextStep: String? = nil) {
    taskID = task
    self.assignee = assignee
    self.nextStep = nextStep
  }

  /// Reads the `data` of a write's answer, and checks that it confirms exactly this write: the same task, the wanted
  /// state.
  ///
  /// Nil means that the answer proves nothing.
  package init?(_ data: JSONValue, confirming write: Write, of id: TaskID) {
    guard data["task_id"]?.id == id.rawValue else { return nil }
    taskID = id
    switch write {
    case .complete(let result, _, _):
      guard data["status"]?.string == TaskStatus.completed else { return nil }
      if let said = data["result"], !said.isNull, said.string != result { return nil }
      nextStep = data["next_step"]?.string
    case .reassign(let recipient, _):
      let key =
        switch recipient {
        case .user: "assigned_to_user"
        case .group: "assigned_to_group"
        }
      guard let party = data[key].flatMap({ Assignee($0) }), party.id == recipient.id else { return nil }
      assignee = party.name
    }
  }

  /// True when the answer is about another task, which means that something on the way is badly wrong.
  package static func namesAnotherTask(_ data: JSONValue, than id: TaskID) -> Bool {
    guard let named = data["task_id"]?.id else { return false }
    return named != id.rawValue
  }
}
