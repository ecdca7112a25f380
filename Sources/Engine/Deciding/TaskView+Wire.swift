package import Foundation
package import GeoTareas
package import Rules

extension TaskView {
  /// Makes the view that rules have of a task of the API, whose times are in `zone`.
  package init(_ task: WorkflowTask, listedAsOverdue: Bool, zone: TimeZone, details: TaskDetails? = nil) {
    self.init(
      task, listedAsOverdue: listedAsOverdue, due: Known(task.dueDate).map { $0.date(in: zone) },
      created: Known(task.createdAt).map { $0.date(in: zone) }, zone: zone, details: details)
  }

  /// Makes the view with times that were worked out before.
  init(
    _ task: WorkflowTask, listedAsOverdue: Bool, due: Known<Date>, created: Known<Date>, zone: TimeZone,
    details: TaskDetails? = nil
  ) {
    self.init(
      id: task.id.rawValue, instanceID: task.instanceID,
      workflow: Known(task.workflowName), step: Known(task.stepName), status: Known(task.status),
      assignedUser: Known(task.assignedUser).map { Party(id: $0.id, name: $0.name) },
      assignedGroup: Known(task.assignedGroup).map { Party(id: $0.id, name: $0.name) },
      entityType: Self.part(of: task.entity) { $0.type }, entityID: Self.part(of: task.entity) { $0.id },
      entityLabel: Self.part(of: task.entity) { $0.label },
      due: due, created: created, escalated: Known(task.escalated), listedAsOverdue: listedAsOverdue, details: details,
      zone: zone)
  }

  private static func part(of entity: Reported<Entity>, _ part: (Entity) -> Reported<String>) -> Known<String> {
    switch entity {
    case .missing, .unreadable: .unknown
    case .null: .none
    case .value(let entity): Known(part(entity))
    }
  }
}

extension Known {
  init(_ reported: Reported<Value>) {
    switch reported {
    case .missing, .unreadable: self = .unknown
    case .null: self = .none
    case .value(let value): self = .value(value)
    }
  }
}
