import Engine
package import GeoTareas
import Records

/// The names of a tenant with their ids, learned from tasks, for rule writers to copy.
///
/// It contains only what appears in a task that was seen, because the API has no list of users or groups.
package struct TenantDirectory: Sendable, Equatable {
  /// A step of a workflow, by the names rules use.
  package struct StepName: Sendable, Hashable, Comparable {
    package var workflow: String
    package var step: String

    package init(workflow: String, step: String) {
      self.workflow = workflow
      self.step = step
    }

    /// The step of a task; nil when the server left out a part of it.
    package init?(_ task: WorkflowTask) {
      guard let workflow = task.workflowName.value, let step = task.stepName.value else { return nil }
      self.init(workflow: workflow, step: step)
    }

    package static func < (left: StepName, right: StepName) -> Bool {
      (left.workflow, left.step) < (right.workflow, right.step)
    }
  }

  /// What the detail of a task showed about its step.
  package struct Form: Sendable, Equatable {
    /// Nil when they could not be read.
    package var results: [ResultOption]?
    /// Nil when they could not be read.
    package var fields: [FormField]?
    /// The task from which it was learned.
    package var task: TaskID
  }

  /// Names by id, with the number of tasks on which each was seen.
  package struct Parties: Sendable, Equatable {
    package private(set) var names: [String: String] = [:]
    package private(set) var counts: [String: Int] = [:]

    package mutating func add(_ assignee: Assignee) {
      if names[assignee.id]?.isEmpty ?? true { names[assignee.id] = assignee.name ?? "" }
      counts[assignee.id, default: 0] += 1
    }

    /// By name, then by id.
    package var sorted: [(id: String, name: String, tasks: Int)] {
      names.map { ($0.key, $0.value, counts[$0.key] ?? 0) }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }
    }
  }

  package private(set) var users = Parties()
  package private(set) var groups = Parties()
  /// How many tasks each step was seen on.
  package private(set) var steps: [StepName: Int] = [:]
  package private(set) var entityTypes: [String: Int] = [:]
  package private(set) var entities: Set<String> = []
  /// The forms of steps for which a detail was read.
  package private(set) var forms: [StepName: Form] = [:]
  package private(set) var taskCount = 0

  /// Learns from everything in a snapshot.
  package init(_ snapshot: TenantSnapshot) {
    for row in snapshot.listing.rows { learn(row.task) }
    for (_, detail) in snapshot.details.sorted(by: { $0.key < $1.key }) { learn(detail) }
  }

  /// The workflows seen, sorted.
  package var workflows: [String] { Set(steps.keys.map(\.workflow)).sorted() }

  private mutating func learn(_ task: WorkflowTask) {
    taskCount += 1
    if let user = task.assignedUser.value { users.add(user) }
    if let group = task.assignedGroup.value { groups.add(group) }
    if let name = StepName(task) { steps[name, default: 0] += 1 }
    if let type = task.entity.value?.type.value { entityTypes[type, default: 0] += 1 }
    if let id = task.entity.value?.id.value { entities.insert(id) }
  }

  private mutating func learn(_ detail: TaskDetail) {
    guard let name = StepName(detail.task), forms[name] == nil else { return }
    forms[name] = Form(results: detail.availableResults, fields: detail.fields, task: detail.task.id)
  }
}
