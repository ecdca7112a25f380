import Engine
package import Foundation
package import GeoTareas
package import Records

/// The names of a tenant with their ids, learned from tasks, for rule writers to copy.
///
/// It contains only what appears in a task that was seen, because the API has no list of users or groups.
package struct TenantDirectory: Sendable, Equatable {
  /// What the detail of a task showed about its step.
  package struct Form: Sendable, Equatable {
    package var form: StepForm
    /// The task from which it was learned; nil where the daemon has kept it.
    package var task: TaskID?
    package var firstSeen: Date
    package var lastSeen: Date
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
  /// The forms of steps for which a detail was read, now or by the daemon.
  package private(set) var forms: [StepName: Form] = [:]
  package private(set) var taskCount = 0
  /// The tenant's zone.
  package let zone: TimeZone

  /// Learns from everything in a snapshot.
  package init(_ snapshot: TenantSnapshot) {
    zone = snapshot.zone
    for row in snapshot.listing.rows { learn(row.task) }
    for (task, detail) in snapshot.details.sorted(by: { $0.key < $1.key }) {
      learn(detail, seen: snapshot.detailTimes[task] ?? snapshot.listing.at)
    }
    for form in snapshot.forms { learn(form) }
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

  private mutating func learn(_ detail: TaskDetail, seen: Date) {
    guard let form = StepForm(detail), forms[form.step].map({ $0.lastSeen < seen }) ?? true else { return }
    forms[form.step] = Form(form: form, task: detail.task.id, firstSeen: seen, lastSeen: seen)
  }

  /// Adds what the daemon has kept, where no later detail is at hand.
  private mutating func learn(_ known: KnownForm) {
    let step = known.form.step
    if let seen = forms[step], seen.lastSeen > known.lastSeen {
      forms[step]?.form = seen.form.after(known.form)
      forms[step]?.firstSeen = min(seen.firstSeen, known.firstSeen)
    } else {
      forms[step] = Form(form: known.form, task: nil, firstSeen: known.firstSeen, lastSeen: known.lastSeen)
    }
  }
}
