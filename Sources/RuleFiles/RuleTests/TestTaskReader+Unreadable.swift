import Rules
import YAML

extension TestTaskReader {
  /// Makes the value at a path of `unreadable` unreadable: the server sent something there that nobody can read.
  ///
  /// `captured` alone stands for an earlier step in addition to the task's own; it may have been any step. Likewise
  /// `captured.STEP` stands for any field of the step, and `form` for the whole form.
  func spoil(_ node: Node, _ task: inout TaskView) -> Bool {
    guard let path = findings.text(node, "a path such as captured.Quote.total") else { return false }
    switch path {
    case "captured":
      task.details?.gap = 0
      return true
    case "form":
      task.details?.form = nil
      return true
    case "task.assigned_user.name", "task.assigned_group.name": return task.forgetName(of: path)
    default: break
    }
    guard let (group, name) = split(path, node.mark) else { return remove(node, &task) }
    switch group {
    case "captured":
      if task.details?.steps.contains(where: { $0.step == name.nfc }) == true {
        setRecord(name.nfc, &task) { $0.isWhole = false }
        return true
      }
      guard let place = place(name, in: task, node.mark) else { return false }
      setRecord(place.step, &task) { $0.captured[place.field] = .unreadable }
      return true
    case "form":
      guard isKnownFormField(name.nfc, of: task, node.mark) else { return false }
      task.details?.form?[name.nfc] = .unreadable
      return true
    default: return remove(node, &task)
    }
  }
}

extension TaskView {
  fileprivate mutating func forgetName(of path: String) -> Bool {
    func nameless(_ party: Known<Party>) -> Known<Party> { party.map { Party(id: $0.id, name: nil) } }
    if path == "task.assigned_user.name" {
      assignedUser = nameless(assignedUser)
    } else {
      assignedGroup = nameless(assignedGroup)
    }
    return true
  }
}
