import CalendarTime
import Foundation

extension Template {
  /// The text with its references filled in once.
  ///
  /// What they insert is not read as a template again.
  package func rendered(for task: TaskView) -> RenderedValue {
    var text = ""
    for part in parts {
      switch part {
      case .literal(let literal): text += literal
      case .reference(let reference):
        switch reference.value(in: task) {
        case .value(let value): text += value
        case .none: return .skip("${\(reference.name)} is none")
        case .unknown: return .skip("${\(reference.name)} is not known")
        }
      }
      if text.utf8.count > TextLimit.template {
        return .fail("the text is longer than \(TextLimit.template) bytes once it is filled in")
      }
    }
    return .value(.text(text))
  }
}

extension Template.Reference {
  /// The text between `${` and `}`.
  package var name: String {
    switch self {
    case .taskID: "id"
    case .instanceID: "instance_id"
    case .workflow: "workflow"
    case .step: "step"
    case .status: "status"
    case .entityType: "entity.type"
    case .entityID: "entity.id"
    case .entityLabel: "entity.label"
    case .assignedUser: "assigned_user"
    case .assignedGroup: "assigned_group"
    case .dueDate: "due_date"
    case .createdAt: "created_at"
    case .captured(let step, let field): "captured.\(step).\(field)"
    }
  }

  fileprivate func value(in task: TaskView) -> Known<String> {
    switch self {
    case .taskID: .value(task.id)
    case .instanceID: .value(task.instanceID)
    case .workflow: task.workflow
    case .step: task.step
    case .status: task.status
    case .entityType: task.entityType
    case .entityID: task.entityID
    case .entityLabel: task.entityLabel
    case .assignedUser: task.assignedUser.name
    case .assignedGroup: task.assignedGroup.name
    case .dueDate: task.due.map { CivilTime($0, in: task.zone).description }
    case .createdAt: task.created.map { CivilTime($0, in: task.zone).description }
    case .captured(let step, let field): task.details?.lastRecord(of: step)?.captured[field]?.inTemplate ?? .unknown
    }
  }
}

extension FieldContent {
  fileprivate var inTemplate: Known<String> {
    switch self {
    case .text(let text), .number(let text): .value(text)
    case .boolean(let flag): .value(String(flag))
    case .null: .none
    case .other, .unreadable: .unknown
    }
  }
}
