/// What a write's success says was done.
package struct Receipt: Sendable, Equatable {
  package var taskID: TaskID?
  /// The name of whoever the task went to, for the log.
  package var assignee: String?
  /// The step the instance goes on with, for the log.
  package var nextStep: String?

  /// Reads the `data` of a write's answer and checks that it confirms just this write: the same task, and the wanted
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

  /// True when the answer is about another task: then something is badly wrong on the way.
  package static func namesAnotherTask(_ data: JSONValue, than id: TaskID) -> Bool {
    guard let named = data["task_id"]?.id else { return false }
    return named != id.rawValue
  }
}
