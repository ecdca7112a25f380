import GeoTareas

/// A task as the server showed it, kept once for all who look at it.
final class SeenTask: Sendable, Equatable {
  let task: WorkflowTask

  init(_ task: WorkflowTask) { self.task = task }

  /// Nil when the answer left any part of it out.
  var state: TaskState? { TaskState(task) }

  static func == (left: SeenTask, right: SeenTask) -> Bool { left === right || left.task == right.task }
}

/// What was seen before, so that a task that looks the same is not kept twice, nor the names that many tasks share.
struct SeenTasks: Sendable, Equatable {
  /// More texts than this are begun anew: names are few, and whoever makes them up must not fill the memory.
  private static let mostTexts = 2_000

  private var earlier: [TaskID: SeenTask] = [:]
  private var texts: Set<String> = []

  /// Takes over what a poll saw, for the next one.
  mutating func remember(_ tasks: some Sequence<SeenTask>) {
    for task in tasks { earlier[task.task.id] = task }
  }

  /// The next poll has seen all: what is not in it is gone.
  mutating func forget() { earlier = [:] }

  /// The task as it is kept: as before, if it still looks like that.
  mutating func seen(_ task: WorkflowTask) -> SeenTask {
    if let known = earlier[task.id], known.task == task { return known }
    return SeenTask(task.mapNames { share($0) })
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
