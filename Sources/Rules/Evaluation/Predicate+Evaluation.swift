package import Foundation

extension Predicate {
  /// The truth of the test for `task`.
  package func evaluate(_ task: TaskView, at now: Date) -> Truth {
    switch self {
    case .text(let field, let test): test.evaluate(task[field])
    case .assignee(let field, let test): test.evaluate(task[field])
    case .flag(let field, let wanted): wanted ? task.truth(of: field, at: now) : task.truth(of: field, at: now).negated
    case .time(let test): test.evaluate(task, at: now)
    case .value(let test): test.evaluate(task)
    // A step that was not reached has no result, so nothing is known about it.
    case .previousResult(let step, let wanted):
      task.details?.lastRecord(of: step)?.result.map { Truth(wanted.contains($0)) } ?? .unknown
    case .resultAvailable(let wanted):
      task.details?.results.map { results in Truth(wanted.contains { results.contains($0) }) } ?? .unknown
    }
  }

  /// True when only the task's detail can answer it.
  var needsDetails: Bool {
    switch self {
    case .value, .previousResult, .resultAvailable: true
    case .text, .assignee, .flag, .time: false
    }
  }

  /// True when the answer can change while the task does not.
  var dependsOnTime: Bool {
    switch self {
    case .time, .flag(.overdue, _): true
    case .text, .assignee, .flag, .value, .previousResult, .resultAvailable: false
    }
  }
}

extension TaskView {
  /// The value of a text field.
  package subscript(field: TextField) -> Known<String> {
    switch field {
    case .workflow: workflow
    case .step: step
    case .status: status
    case .entityType: entityType
    case .entityID: entityID
    case .entityLabel: entityLabel
    }
  }

  /// The user or the group.
  package subscript(field: AssigneeField) -> Known<Party> {
    switch field {
    case .user: assignedUser
    case .group: assignedGroup
    }
  }

  /// Whether a flag holds.
  ///
  /// `overdue` is what the server says, or else a due date before `now`; a task without a due date is never overdue.
  /// `escalated` has no documented null, so a null is no answer either: it is unknown.
  package func truth(of field: FlagField, at now: Date) -> Truth {
    switch field {
    case .escalated: escalated.value.map { Truth($0) } ?? .unknown
    case .overdue: listedAsOverdue ? .yes : due.truth { $0 < now }
    case .unassigned: assignedUser.exists.negated.and(assignedGroup.exists.negated)
    case .hasUser: assignedUser.exists
    case .hasGroup: assignedGroup.exists
    case .hasDueDate: due.exists
    }
  }
}

extension Known {
  /// Whether there is a value.
  var exists: Truth { truth { _ in true } }

  /// The answer to a test of the value: false where it is none, unknown where it is unknown.
  func truth(_ test: (Value) -> Bool) -> Truth {
    switch self {
    case .unknown: .unknown
    case .none: .no
    case .value(let value): Truth(test(value))
    }
  }
}
