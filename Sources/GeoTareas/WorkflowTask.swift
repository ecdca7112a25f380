package import JSON

/// A task as a row of the list: the fields of the page "List Tasks".
package struct WorkflowTask: Sendable, Hashable {
  package var id: TaskID
  private var instance: CompactID
  package var workflowName: Reported<String>
  package var stepName: Reported<String>
  package var status: Reported<String>
  package var assignedUser: Reported<Assignee>
  package var assignedGroup: Reported<Assignee>
  package var entity: Reported<Entity>
  package var dueDate: Reported<LocalDateTime>
  package var escalated: Reported<Bool>
  package var createdAt: Reported<LocalDateTime>

  package var instanceID: String {
    get { instance.text }
    set { instance = CompactID(newValue) }
  }

  /// Reads a row; nil when it has no usable id or instance id.
  ///
  /// Every other field may be missing.
  package init?(_ json: JSONValue) {
    guard let id = json["id"]?.id, let instance = json["instance_id"]?.id else { return nil }
    let taskID = TaskID(id)
    guard taskID.pathSegment != nil else { return nil }
    self.id = taskID
    self.instance = CompactID(instance)
    workflowName = json.reported("workflow_name") { $0.name }
    stepName = json.reported("step_name") { $0.name }
    status = json.reported("status") { $0.name }
    assignedUser = json.reported("assigned_to_user") { Assignee($0) }
    assignedGroup = json.reported("assigned_to_group") { Assignee($0) }
    entity = json.reported("entity") { Entity($0) }
    dueDate = json.reported("due_date") { $0.string.flatMap { LocalDateTime($0) } }
    escalated = json.reported("escalated") { $0.bool }
    createdAt = json.reported("created_at") { $0.string.flatMap { LocalDateTime($0) } }
  }
}

extension WorkflowTask {
  /// About how many bytes it takes, in memory or as JSON text, whichever is more.
  package var size: Int {
    var size = 512 + id.rawValue.utf8.count + instanceID.utf8.count
    for text in [workflowName, stepName, status] { size += text.size }
    for party in [assignedUser, assignedGroup] {
      if case .value(let party) = party { size += party.id.jsonSize + (party.name?.jsonSize ?? 0) }
    }
    if case .value(let entity) = entity { size += entity.type.size + entity.id.size + entity.label.size }
    return size
  }

  /// The task with names that many tasks share replaced by `transform`, which returns equal text.
  package func mapNames(_ transform: (String) -> String) -> WorkflowTask {
    func party(_ party: Assignee) -> Assignee {
      var party = party
      party.id = transform(party.id)
      party.name = party.name.map(transform)
      return party
    }
    var task = self
    task.workflowName = workflowName.map(transform)
    task.stepName = stepName.map(transform)
    task.status = status.map(transform)
    task.assignedUser = assignedUser.map(party)
    task.assignedGroup = assignedGroup.map(party)
    if case .value(var entity) = entity {
      entity.type = entity.type.map(transform)
      task.entity = .value(entity)
    }
    return task
  }
}

extension Reported<String> {
  fileprivate var size: Int { if case .value(let text) = self { text.jsonSize } else { 0 } }
}

extension String {
  /// The most bytes it takes in JSON: a control character is written as six.
  fileprivate var jsonSize: Int { utf8.reduce(0) { $0 + ($1 < 0x20 || $1 == 0x7f ? 6 : 1) } }
}

/// A user or group that a task is assigned to.
package struct Assignee: Sendable, Hashable {
  package var id: String
  /// Empty where the server states that there is none; nil where it is missing or cannot be read.
  package var name: String?

  /// Reads `{id, name}`; nil without an id.
  package init?(_ json: JSONValue) {
    guard let id = json["id"]?.id else { return nil }
    self.id = id
    name = json["name"].flatMap { $0.isNull ? "" : $0.name }
  }
}

/// What a task is about.
///
/// Its parts are null in workflows of entity type `NINGUNA`.
package struct Entity: Sendable, Hashable {
  package var type: Reported<String>
  private var compactID: Reported<CompactID>
  package var label: Reported<String>

  package var id: Reported<String> {
    get { compactID.map(\.text) }
    set { compactID = newValue.map { CompactID($0) } }
  }

  package init?(_ json: JSONValue) {
    guard json.members != nil else { return nil }
    type = json.reported("type") { $0.name }
    compactID = json.reported("id") { $0.id.map { CompactID($0) } }
    label = json.reported("label") { $0.name }
  }
}

/// The states of a task that the API names.
package enum TaskStatus {
  package static let pending = "PENDING"
  package static let inProgress = "IN_PROGRESS"
  package static let completed = "COMPLETED"
}
