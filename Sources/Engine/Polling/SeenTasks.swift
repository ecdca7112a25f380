import GeoTareas

/// A task as the server showed it, kept once for all who look at it.
final class SeenTask: Sendable, Equatable {
  let task: WorkflowTask
  /// Of this look of the task alone, among all that one engine has seen.
  let number: UInt64
  /// Its state by itself, for who needs no more of it; nil when any part of that is missing or unreadable.
  let sight: SeenState?

  var state: TaskState? { sight?.state }

  init(_ task: WorkflowTask, number: UInt64) {
    self.task = task
    self.number = number
    sight = TaskState(task).map { SeenState($0) }
  }

  /// To be asked for instead of the task's, which would be copied for it.
  var id: TaskID { task.id }

  static func == (left: SeenTask, right: SeenTask) -> Bool { left === right || left.task == right.task }
}

/// A task's state as the server showed it.
final class SeenState: Sendable, Equatable {
  let state: TaskState

  init(_ state: TaskState) { self.state = state }

  static func == (left: SeenState, right: SeenState) -> Bool { left === right || left.state == right.state }
}

/// What was seen before, so that a task that looks the same is not kept twice, nor the names that many tasks share.
struct SeenTasks: Sendable, Equatable {
  /// More texts than this are begun anew: names are few, and whoever makes them up must not fill the memory.
  private static let mostTexts = 2_000
  /// No more than this is kept of polls that did not come to their ends, in bytes, but for the last of them.
  private let mostHeld: Int

  private var earlier: [TaskID: SeenTask] = [:]
  /// What is held of them, in bytes.
  private(set) var held = 0
  private var texts: Set<String> = []
  private var nextNumber: UInt64 = 0

  init(mostHeld: Int) { self.mostHeld = mostHeld }

  /// A task as it was seen before the present poll.
  subscript(task: TaskID) -> SeenTask? { earlier[task] }

  /// The tasks that were seen before the present poll.
  var tasks: some Collection<TaskID> { earlier.keys }

  /// Takes over what a poll saw, for the next one.
  mutating func remember(_ tasks: some Sequence<SeenTask>) {
    // The tasks of polls that break off again and again may be ever new ones.
    if held > mostHeld { forget() }
    for task in tasks {
      let old = earlier.updateValue(task, forKey: task.id)
      held += task.task.size - (old?.task.size ?? 0)
    }
  }

  /// The next poll has seen all: what is not in it is gone.
  mutating func forget() { (earlier, held) = ([:], 0) }

  /// The task as it is kept: as before, if it still looks like that.
  mutating func seen(_ task: WorkflowTask) -> SeenTask {
    if let known = earlier[task.id], known.task == task { return known }
    defer { nextNumber += 1 }
    return SeenTask(task.mapNames { share($0) }, number: nextNumber)
  }

  private mutating func share(_ text: String) -> String {
    // Shorter ones need no memory of their own.
    guard text.utf8.count > 15 else { return text }
    if texts.count >= Self.mostTexts { texts = [] }
    // Not the text's own equality, which takes different bytes for the same: they are to be kept as they came.
    let known = texts.insert(text).memberAfterInsert
    return known.utf8.elementsEqual(text.utf8) ? known : text
  }
}
