/// A task, open or done, with everything that was done to it.
struct SandboxTask: Sendable {
  enum Status: String, Sendable, CaseIterable {
    case pending = "PENDING"
    case inProgress = "IN_PROGRESS"
    case completed = "COMPLETED"
  }

  /// What a task is about.
  ///
  /// If the workflow is about nothing, it has no id and no label.
  struct Entity: Sendable, Equatable {
    var type: String
    var id: String?
    var label: String?
  }

  /// An earlier step of the same instance that was completed.
  struct PreviousStep: Sendable {
    var stepName: String
    var completedBy: String
    var completedAt: Int
    var result: String
    var captured: [SandboxJSON.Member]
  }

  var id: String
  var instanceID: String
  var workflow: Workflow
  var stepIndex: Int
  var status = Status.pending
  var assignment: Assignment
  var entity: Entity
  /// Seconds since 1970, like all times of a task.
  var due: Int?
  var isEscalated = false
  var createdAt: Int
  var fields: [Workflow.Field]
  var previous: [PreviousStep] = []
  var completedBy: String?
  var completions = 0
  var refusedCompletions = 0
  var effects: [SandboxEffect] = []

  var step: Workflow.Step { workflow.steps[stepIndex] }

  func isOverdue(at unix: Double) -> Bool {
    guard let due, status != .completed else { return false }
    return Double(due) < unix
  }

  /// The order of the list: by creation, then by id.
  static func isListed(_ one: SandboxTask, before other: SandboxTask) -> Bool {
    (one.createdAt, one.id) < (other.createdAt, other.id)
  }
}

extension SandboxTask {
  /// A row of the list.
  func row(in zone: TenantZone) -> SandboxJSON {
    [
      "id": .string(id), "instance_id": .string(instanceID), "workflow_name": .string(workflow.name),
      "step_name": .string(step.name), "status": .string(status.rawValue),
      "assigned_to_user": assignment.userJSON, "assigned_to_group": assignment.groupJSON,
      "entity": entityJSON, "due_date": SandboxJSON(due.map(zone.text)), "escalated": .bool(isEscalated),
      "created_at": .string(zone.text(createdAt)),
    ]
  }

  /// The whole task.
  func detail(in zone: TenantZone) -> SandboxJSON {
    [
      "id": .string(id), "instance_id": .string(instanceID), "workflow_name": .string(workflow.name),
      "step_name": .string(step.name), "step_description": SandboxJSON(step.description),
      "status": .string(status.rawValue),
      "assigned_to_user": assignment.userJSON, "assigned_to_group": assignment.groupJSON,
      "due_date": SandboxJSON(due.map(zone.text)), "escalated": .bool(isEscalated), "entity": entityJSON,
      "available_results": .array(step.results.map { ["code": .string($0.code), "label": .string($0.label)] }),
      "fields": .array(
        fields.map {
          [
            "id": .string($0.id), "name": .string($0.name), "type": .string($0.kind.rawValue),
            "required": .bool($0.isRequired), "value": $0.value,
          ]
        }),
      "previous_steps_data": .array(previous.map { $0.json(in: zone) }),
      "created_at": .string(zone.text(createdAt)),
    ]
  }

  private var entityJSON: SandboxJSON {
    ["type": .string(entity.type), "id": SandboxJSON(entity.id), "label": SandboxJSON(entity.label)]
  }
}

extension SandboxTask.PreviousStep {
  fileprivate func json(in zone: TenantZone) -> SandboxJSON {
    [
      "step_name": .string(stepName), "completed_by": .string(completedBy),
      "completed_at": .string(zone.text(completedAt)), "result": .string(result), "captured_data": .object(captured),
    ]
  }
}
