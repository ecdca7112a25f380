import GeoTareas
import Log
import Rules

extension WorkflowTask {
  /// The most columns of a name in a table.
  private static let widest = 48

  /// Where it stands in its workflow.
  var place: String { "\(Self.text(workflowName)) / \(Self.text(stepName))" }

  /// What it is about; empty where it is about nothing.
  var about: String {
    guard let entity = entity.value else { return "" }
    if let label = entity.label.value { return Self.shown(label) }
    return entity.id.value.map { "\(Self.text(entity.type)) \(Self.shown($0))" } ?? ""
  }

  /// Whether it is where a reassignment would put it.
  func isWith(_ recipient: Write.Recipient) -> Bool {
    switch recipient {
    case .user(let id): assignedUser.value?.id == id
    case .group(let id): assignedGroup.value?.id == id && assignedUser.value == nil
    }
  }

  private static func text(_ name: Reported<String>) -> String { name.value.map { shown($0) } ?? "?" }

  private static func shown(_ text: String) -> String { TextStyle.cut(LogText.safe(text), to: widest) }
}

extension TenantNames {
  /// What becomes of a task: from whom to whom, or how it is completed.
  ///
  /// - Parameter write: The exact request; nil where a pool is still to choose, or there is none.
  func change(of task: WorkflowTask, by rule: Rule, _ write: Write?) -> String {
    let holder = LogText.safe(Self.holder(of: task))
    switch write {
    case .complete(let result, _, _): return "complete '\(LogText.safe(result))'"
    case .reassign(let recipient, _) where task.isWith(recipient): return "already with \(holder)"
    case .reassign(let recipient, _): return "\(holder) -> \(LogText.safe(words(of: recipient)))"
    case nil: break
    }
    guard case .reassign(let reassignment) = rule.action else { return rule.action.inWords }
    return "\(holder) -> \(words(reassignment.target))"
  }

  private func words(_ target: Reassignment.Target) -> String {
    switch target {
    case .user(let id): LogText.safe(words(of: .user(id: id)))
    case .group(let id): LogText.safe(words(of: .group(id: id)))
    case .pool(let pool): "somebody of pool '\(pool.name)'"
    }
  }
}
