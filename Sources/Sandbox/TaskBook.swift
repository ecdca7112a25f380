import GeoTareas

/// All tasks of the tenant, and the only place where a task is changed.
struct TaskBook: Sendable {
  /// Who does something, when, and whether the client was told otherwise.
  struct Act: Sendable {
    var user: String
    var moment: SandboxMoment
    var isLate = false
  }

  private(set) var tasks: [String: SandboxTask] = [:]
  /// Ids in the order of the list.
  private(set) var order: [String] = []
  /// Every effect, in the order in which they were made.
  private(set) var effects: [SandboxEffect] = []
  /// Every attempt that failed because the task was completed, or because a late one was no longer valid.
  private(set) var refusals: [SandboxEffect] = []

  private let zone: TenantZone
  private let doubleCompletion: SandboxConfiguration.DoubleCompletion

  init(zone: TenantZone, doubleCompletion: SandboxConfiguration.DoubleCompletion) {
    self.zone = zone
    self.doubleCompletion = doubleCompletion
  }

  /// Adds the tasks that a tenant starts with.
  mutating func fill(with many: [SandboxTask]) {
    for task in many { tasks[task.id] = task }
    order = tasks.values.sorted(by: SandboxTask.isListed).map(\.id)
  }

  /// Adds a task at its place in the list.
  mutating func insert(_ task: SandboxTask) {
    tasks[task.id] = task
    var low = 0
    var high = order.count
    while low < high {
      let middle = (low + high) / 2
      if let other = tasks[order[middle]], SandboxTask.isListed(other, before: task) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    order.insert(task.id, at: low)
  }

  /// An id that no task has.
  func newID(_ random: inout SandboxRandom) -> String {
    var id = random.id()
    while tasks[id] != nil { id = random.id() }
    return id
  }

  /// Completes a task and makes the one that follows.
  ///
  /// - Returns: The `data` of the documented answer.
  mutating func complete(
    _ id: String, _ form: CompletionForm, by act: Act, random: inout SandboxRandom
  ) throws(ErrorReply) -> SandboxJSON {
    guard var task = tasks[id] else { throw .unknownTask }
    let now = act.moment.unixSeconds
    var effect = Self.effect(.complete, on: id, by: act)
    effect.result = form.resultCode
    guard task.status != .completed else {
      tasks[id]?.refusedCompletions += 1
      throw refuse(effect, completedRefusal("Task is already completed"))
    }
    do {
      try form.check(against: task)
    } catch {
      if act.isLate { throw refuse(effect, error) }
      throw error
    }
    let result = task.step.results.first { $0.code == form.resultCode }
    let captured =
      form.captured
      + task.fields.filter { field in field.value != .null && !form.captured.contains { $0.name == field.name } }
      .map { .init($0.name, $0.value) }
    task.status = .completed
    task.completedBy = act.user
    task.completions += 1
    task.effects.append(effect)
    tasks[id] = task
    effects.append(effect)
    let done = SandboxTask.PreviousStep(
      stepName: task.step.name, completedBy: act.user, completedAt: now, result: form.resultCode, captured: captured)
    let next = result?.next.map { advance(task, to: $0, after: done, random: &random) }
    return [
      "task_id": .string(id), "status": "COMPLETED", "result": .string(form.resultCode),
      "completed_at": .string(zone.text(now)), "instance_status": next == nil ? "COMPLETED" : "RUNNING",
      "next_step": SandboxJSON(next),
    ]
  }

  /// Makes the task of the next step and returns the step's name.
  private mutating func advance(
    _ task: SandboxTask, to index: Int, after done: SandboxTask.PreviousStep, random: inout SandboxRandom
  ) -> String {
    let step = task.workflow.steps[index]
    let previous = task.previous + [done]
    let next = SandboxTask(
      id: newID(&random), instanceID: task.instanceID, workflow: task.workflow, stepIndex: index,
      assignment: step.assignment, entity: task.entity, due: step.dueAfter.map { done.completedAt + $0 },
      createdAt: done.completedAt, fields: step.fields.filled(from: previous), previous: previous)
    insert(next)
    return step.name
  }

  /// Gives a task to somebody else.
  ///
  /// - Returns: The `data` of the documented answer.
  mutating func reassign(_ id: String, _ form: ReassignmentForm, by act: Act) throws(ErrorReply) -> SandboxJSON {
    guard var task = tasks[id] else { throw .unknownTask }
    var effect = Self.effect(.reassign, on: id, by: act)
    effect.assignee = (form.assignment.user ?? form.assignment.group)?.id
    guard task.status != .completed else {
      throw refuse(effect, completedRefusal("Task is already completed and cannot be reassigned"))
    }
    task.assignment = form.assignment
    task.effects.append(effect)
    tasks[id] = task
    effects.append(effect)
    return [
      "task_id": .string(id), "assigned_to_user": task.assignment.userJSON,
      "assigned_to_group": task.assignment.groupJSON,
      "reassigned_at": .string(zone.text(act.moment.unixSeconds)),
    ]
  }

  private static func effect(_ endpoint: Endpoint, on id: String, by act: Act) -> SandboxEffect {
    SandboxEffect(
      elapsed: act.moment.elapsed, unix: act.moment.unix, user: act.user, endpoint: endpoint, task: id,
      isLate: act.isLate)
  }

  private mutating func refuse(_ effect: SandboxEffect, _ refusal: ErrorReply) -> ErrorReply {
    var effect = effect
    effect.refusal = refusal.message
    refusals.append(effect)
    return refusal
  }

  private func completedRefusal(_ message: String) -> ErrorReply {
    switch doubleCompletion {
    case .validation: .invalid(message)
    case .notfound: .unknownTask
    case .conflict: ErrorReply(.conflict, message)
    }
  }
}

extension [Workflow.Field] {
  /// The fields filled with values that earlier steps captured under the same name, where a field asks for that.
  func filled(from previous: [SandboxTask.PreviousStep]) -> [Workflow.Field] {
    map { field in
      guard field.isCarried else { return field }
      var field = field
      let captured = previous.last { step in step.captured.contains { $0.name == field.name } }?.captured
      field.value = captured?.first { $0.name == field.name }?.value ?? field.value
      return field
    }
  }
}
