import GeoTareas

/// The true state of a tenant, and what each call does to it and is answered.
struct ModelTenant: Sendable {
  private(set) var tasks: [TaskID: ModelTask] = [:]
  /// Which step follows which.
  var nextStep: [String: String] = [:]
  /// What a write to a task that is not open is answered.
  var conflictStatus = 400
  /// True where a reassignment shows in the entity's label, so that a rule on text can ask for it.
  var labelsAssignee = false
  private var born = 0

  init(_ tasks: [ModelTask] = []) {
    for task in tasks { self.tasks[task.id] = task }
  }

  subscript(id: String) -> ModelTask? {
    get { tasks[TaskID(id)] }
    set { tasks[TaskID(id)] = newValue }
  }

  mutating func change(_ id: TaskID, _ change: (inout ModelTask) -> Void) {
    guard var task = tasks[id] else { return }
    change(&task)
    tasks[id] = task
  }

  /// Answers a read.
  func read(_ call: Call) -> HTTPResponse {
    switch call {
    case .login: return Wire.login
    case .list(let query, let offset): return page(query, offset)
    case .detail(let id): return tasks[id].map { Wire.success($0.detail) } ?? Wire.refusal(404, "NOT_FOUND")
    case .write: return Wire.refusal(500)
    }
  }

  private func page(_ query: TaskQuery, _ offset: Int) -> HTTPResponse {
    let found = tasks.values.filter { task in
      (query.status.map { $0 == task.status } ?? task.isOpen) && (!query.overdueOnly || task.isOverdue)
    }.sorted { $0.id < $1.id }
    let meta = JSONValue.object([JSONMember("total", .number(String(found.count)))])
    return Wire.success(.array(found.dropFirst(offset).prefix(TaskQuery.pageSize).map(\.row)), meta: meta)
  }

  /// Carries out a write; the answer, and whether it changed anything.
  mutating func apply(_ write: Write, to id: TaskID) -> (answer: HTTPResponse, tookEffect: Bool) {
    guard var task = tasks[id] else { return (Wire.refusal(404, "NOT_FOUND"), false) }
    guard task.isOpen else { return (Wire.refusal(conflictStatus, "CONFLICT"), false) }
    var data = [JSONMember("task_id", .string(id.rawValue))]
    switch write {
    case .complete(let result, _, _):
      task.status = TaskStatus.completed
      data += [JSONMember("status", .string(task.status)), JSONMember("result", .string(result))]
      if let next = nextStep[task.step] {
        born += 1
        let successor = ModelTask("\(id.rawValue)-n\(born)", step: next, instance: task.instance)
        tasks[successor.id] = successor
        data.append(JSONMember("next_step", .string(next)))
      }
    case .reassign(let recipient, _):
      switch recipient {
      case .user(let user): (task.user, task.group) = (user, nil)
      case .group(let group): (task.user, task.group) = (nil, group)
      }
      if labelsAssignee { task.label = recipient.id }
      data += [JSONMember("assigned_to_user", .id(task.user)), JSONMember("assigned_to_group", .id(task.group))]
    }
    tasks[id] = task
    return (Wire.success(.object(data)), true)
  }
}
