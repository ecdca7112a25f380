import GeoTareas
import Records

/// A task as the server showed it, kept once for all parts that need it.
final class SeenTask: Sendable, Equatable {
  let task: WorkflowTask
  /// A number for this view of the task, unique within one engine.
  let number: UInt64
  /// Its state alone, for parts that need no more; nil when any part of it is missing or unreadable.
  let sight: SeenState?

  var state: TaskState? { sight?.state }

  init(_ task: WorkflowTask, number: UInt64) {
    self.task = task
    self.number = number
    sight = TaskState(task).map { SeenState($0) }
  }

  /// Use this instead of `task.id`, which would copy the task.
  var id: TaskID { task.id }

  static func == (left: SeenTask, right: SeenTask) -> Bool { left === right || left.task == right.task }
}

/// A task's state as the server showed it.
final class SeenState: Sendable, Equatable {
  let state: TaskState

  init(_ state: TaskState) { self.state = state }

  static func == (left: SeenState, right: SeenState) -> Bool { left === right || left.state == right.state }
}

/// What was seen before, so that a task that looks the same is kept once, and so are names that many tasks share.
struct SeenTasks: Sendable, Equatable {
  /// The table of shared texts is cleared above this size.
  ///
  /// Real names are few, and made-up ones must not fill the memory.
  private static let mostTexts = 2_000
  /// The most bytes kept from polls that were given up, apart from the last of them.
  private let mostHeld: Int

  private var earlier: [TaskID: SeenTask] = [:]
  /// How many bytes those tasks take.
  private(set) var held = 0
  private var texts: Set<String> = []
  private var nextNumber: UInt64 = 0

  init(mostHeld: Int) { self.mostHeld = mostHeld }

  /// The task as it was seen before the present poll.
  subscript(task: TaskID) -> SeenTask? { earlier[task] }

  /// The tasks that were seen before the present poll.
  var tasks: some Collection<TaskID> { earlier.keys }

  /// Takes over what a poll saw, for the next one.
  mutating func remember(_ tasks: some Sequence<SeenTask>) {
    // Polls that are given up again and again may show new tasks each time.
    if held > mostHeld { forget() }
    for task in tasks {
      let old = earlier.updateValue(task, forKey: task.id)
      held += task.task.size - (old?.task.size ?? 0)
    }
  }

  /// Drops everything: the next poll has seen all tasks, and what is not in it is gone.
  mutating func forget() { (earlier, held) = ([:], 0) }

  /// The task to keep: the earlier object, if it still looks the same.
  mutating func seen(_ task: WorkflowTask) -> SeenTask {
    if let known = earlier[task.id], known.task == task { return known }
    defer { nextNumber += 1 }
    return SeenTask(task.mapNames { share($0) }, number: nextNumber)
  }

  private mutating func share(_ text: String) -> String {
    // Shorter texts need no memory of their own.
    guard text.utf8.count > 15 else { return text }
    if texts.count >= Self.mostTexts { texts = [] }
    // Compare bytes, because text equality takes different bytes for the same: texts must be kept as they came.
    let known = texts.insert(text).memberAfterInsert
    return known.utf8.elementsEqual(text.utf8) ? known : text
  }
}
