package import Foundation

extension Rule {
  /// Whether the rule takes `task`: what `when` asks for holds, and what `unless` names does not.
  ///
  /// An unknown `unless` protects the task: the answer is then never `yes`.
  package func matches(_ task: TaskView, at now: Date) -> Truth {
    let wanted = when.evaluate(task, at: now)
    guard wanted != .no, let unless else { return wanted }
    return wanted.and(unless.evaluate(task, at: now).negated)
  }
}
