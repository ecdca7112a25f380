import Engine
package import GeoTareas
import JSON
package import Records

/// The true state of a tenant, and what each call does to it and is answered.
package struct ModelTenant: Sendable {
  package private(set) var tasks: [TaskID: ModelTask] = [:]
  /// The tasks that can still be worked on, in the order of the list.
  package private(set) var open: [TaskID] = []
  /// Which step follows which.
  package var nextStep: [String: String] = [:]
  /// What a write to a task that is not open is answered.
  package var conflictStatus = 400
  /// True where a reassignment shows in the entity's label, so that a rule on text can ask for it.
  package var labelsAssignee = false
  /// No page holds more rows than this, whatever is asked for.
  package var pageCap = TaskQuery.pageSize
  /// False where the list does not say how many tasks there are.
  package var tellsTotal = true
  /// Counts changes.
  package private(set) var version = 0
  /// The version in which a task was changed last.
  private var versions: [TaskID: Int] = [:]
  /// Rows as they are sent, made once for each version of a task.
  private var rows: [TaskID: [UInt8]] = [:]
  private var details: [TaskID: HTTPResponse] = [:]
  /// How many tasks followed on others.
  package private(set) var born = 0

  package init(_ tasks: [ModelTask] = []) {
    for task in tasks { self[task.id.rawValue] = task }
  }

  package subscript(id: String) -> ModelTask? {
    get { tasks[TaskID(id)] }
    set { set(TaskID(id), newValue) }
  }

  package mutating func change(_ id: TaskID, _ change: (inout ModelTask) -> Void) {
    guard var task = tasks[id] else { return }
    change(&task)
    set(id, task)
  }

  private mutating func set(_ id: TaskID, _ task: ModelTask?) {
    version += 1
    let wasOpen = tasks[id]?.isOpen == true
    tasks[id] = task
    versions[id] = version
    rows[id] = nil
    details[id] = nil
    guard task?.isOpen == true else {
      if wasOpen { open.removeAll { $0 == id } }
      return
    }
    if !wasOpen { open.insert(id, at: open.firstIndex { id < $0 } ?? open.endIndex) }
  }

  /// A number that changes whenever the answer to a read may change.
  package func version(of call: Call) -> Int {
    if case .detail(let id) = call { versions[id] ?? 0 } else { version }
  }

  /// Answers a read.
  package mutating func read(_ call: Call) -> HTTPResponse {
    switch call {
    case .login: return Wire.login
    case .list(let query, let offset): return page(query, offset)
    case .detail(let id): return detail(id)
    case .write: return Wire.refusal(500)
    }
  }

  private mutating func page(_ query: TaskQuery, _ offset: Int) -> HTTPResponse {
    let candidates =
      query.status == TaskStatus.completed ? tasks.values.filter { !$0.isOpen }.map(\.id).sorted() : open
    let found = candidates.filter { id in
      guard let task = tasks[id] else { return false }
      return (query.status ?? task.status) == task.status && (!query.overdueOnly || task.isOverdue)
    }
    var body = Array("{\"success\":true,\"data\":[".utf8)
    for (place, id) in found.dropFirst(offset).prefix(min(pageCap, query.limit)).enumerated() {
      if place > 0 { body.append(UInt8(ascii: ",")) }
      body += row(id)
    }
    body += (tellsTotal ? "],\"meta\":{\"total\":\(found.count)}}" : "],\"meta\":{}}").utf8
    return HTTPResponse(status: 200, headers: Wire.jsonHeaders, body: body)
  }

  private mutating func detail(_ id: TaskID) -> HTTPResponse {
    if let detail = details[id] { return detail }
    guard let task = tasks[id] else { return Wire.refusal(404, "NOT_FOUND") }
    let detail = task.detailAnswer
    details[id] = detail
    return detail
  }

  private mutating func row(_ id: TaskID) -> [UInt8] {
    if let row = rows[id] { return row }
    let row = tasks[id]?.rowBytes ?? []
    rows[id] = row
    return row
  }

  /// Carries out a write; the answer, and whether it changed anything.
  package mutating func apply(_ write: Write, to id: TaskID) -> (answer: HTTPResponse, tookEffect: Bool) {
    guard var task = tasks[id] else { return (Wire.refusal(404, "NOT_FOUND"), false) }
    if let refusal = task.refusal { return (Wire.refusal(refusal, "REFUSED"), false) }
    guard task.isOpen else { return (Wire.refusal(conflictStatus, "CONFLICT"), false) }
    var data = [JSONMember("task_id", .string(id.rawValue))]
    switch write {
    case .complete(let result, _, _):
      task.status = TaskStatus.completed
      data += [JSONMember("status", .string(task.status)), JSONMember("result", .string(result))]
      if let next = nextStep[task.step] {
        born += 1
        var successor = ModelTask("\(id.rawValue)-n\(born)", step: next, instance: task.instance)
        successor.created = task.created
        set(successor.id, successor)
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
    set(id, task)
    return (Wire.success(.object(data)), true)
  }

  /// Forgets a completed task that nobody asks about any more.
  package mutating func forget(_ id: TaskID) {
    guard tasks[id]?.isOpen == false else { return }
    tasks[id] = nil
    rows[id] = nil
    details[id] = nil
    versions[id] = nil
  }
}

extension ModelTask {
  /// The task's state as a read shows it.
  package var state: TaskState { TaskState(status: status, user: user, group: group) }
}
