package import Foundation
package struct Glob: Sendable, Equatable {}
extension Rule {
  package func matches(_ task: TaskView, at now: Date) -> Truth {
    func text(_ field: TextField) -> String? {
      switch field {
      case .workflow: task.workflow.value
      case .step: task.step.value
      case .status: task.status.value
      case .entityType: task.entityType.value
      case .entityID: task.entityID.value
      case .entityLabel: task.entityLabel.value
      }
    }
    func truth(_ condition: Condition) -> Truth {
      switch condition {
      case .all(let all): all.reduce(Truth.yes) { $0.and(truth($1)) }
      case .any(let all): all.reduce(Truth.no) { $0.or(truth($1)) }
      case .none(let all): all.reduce(Truth.no) { $0.or(truth($1)) }.negated
      case .test(.text(let field, .equals(let wanted))): text(field).map { Truth($0 == wanted) } ?? .unknown
      default: .unknown
      }
    }
    return truth(when)
  }
}
