import JSON

/// A row of the list that is left alone, because an essential part of it cannot be read.
package struct RowFault: Sendable, Hashable {
  /// The first part that cannot be read.
  package enum Part: String, Sendable, Hashable {
    /// The row is not an object.
    case row
    case id
    case instance = "instance_id"
    case status
    case user = "assigned_to_user"
    case group = "assigned_to_group"
    /// It is larger than an answer may be.
    case size
    /// The server does not answer a page properly that contains this row.
    case answer
  }

  /// Its place among the rows, from 0.
  package var place: Int
  /// Its task; nil where that cannot be read.
  package var task: TaskID?
  package var part: Part
  /// True where the part is missing, false where it is unreadable.
  package var isMissing: Bool

  package init(at place: Int, task: TaskID? = nil, _ part: Part, isMissing: Bool = false) {
    self.place = place
    self.task = task
    self.part = part
    self.isMissing = isMissing
  }

  /// What is wrong with a row from which `task` was read; nil when nothing is.
  init?(_ row: JSONValue, _ task: WorkflowTask?, at place: Int) {
    if let task {
      guard let (part, isMissing) = task.unreadablePart else { return nil }
      self.init(at: place, task: task.id, part, isMissing: isMissing)
    } else if row.members == nil {
      self.init(at: place, .row)
    } else if let id = row["id"]?.id.map({ TaskID($0) }), id.pathSegment != nil {
      self.init(at: place, task: id, .instance, isMissing: row[Part.instance.rawValue] == nil)
    } else {
      self.init(at: place, .id, isMissing: row["id"] == nil)
    }
  }
}

extension WorkflowTask {
  /// The first missing or unreadable part that the state of the task depends on; nil when all can be read.
  fileprivate var unreadablePart: (RowFault.Part, isMissing: Bool)? {
    switch status {
    case .value: break
    case .unreadable: return (.status, false)
    case .missing, .null: return (.status, true)
    }
    for (part, assignee) in [(RowFault.Part.user, assignedUser), (.group, assignedGroup)] {
      switch assignee {
      case .value, .null: continue
      case .unreadable: return (part, false)
      case .missing: return (part, true)
      }
    }
    return nil
  }
}
