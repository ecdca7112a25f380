import CalendarTime
import Foundation
import Rules

/// Something that keeps a rule from a task.
struct Reason {
  /// The names that a test may use for it.
  var names: [String]
  /// `no` for a condition that does not hold, `unknown` for one that is not known.
  var truth: Truth
  /// The reason in words for people.
  var text: String
}

extension Rule {
  /// Everything that keeps the rule from `task` at `now`; empty when it acts.
  func reasons(_ task: TaskView, at now: Date) -> [Reason] {
    var reasons = when.reasons(task, at: now)
    if let unless {
      let truth = unless.evaluate(task, at: now)
      if truth != .no {
        let inner = unless.names(where: truth, task, at: now)
        reasons.append(
          Reason(
            names: ["unless"] + inner, truth: truth.negated,
            text: "'unless' \(truth == .yes ? "holds" : "is unknown") (\(inner.first ?? "unless"))"))
      }
    }
    if reasons.isEmpty, let obstacle = obstacle(task, at: now) { reasons.append(obstacle) }
    return reasons
  }

  /// What keeps the rule from acting on a task that it takes.
  func obstacle(_ task: TaskView, at now: Date) -> Reason? {
    if let calendar = safeguards.runWithin, !calendar.isOpen(at: now) {
      return Reason(names: ["run_within"], truth: .no, text: "'run_within': calendar '\(calendar.name)' is closed")
    }
    switch action.rendered(for: task, at: now) {
    case .ready(let action): return misfit(action, task)
    case .skip(let why), .fail(let why): return Reason(names: ["then"], truth: .unknown, text: "'then': \(why)")
    }
  }
}

extension Rule {
  /// A result that the task is known not to offer, so that the daemon would not send it.
  private func misfit(_ action: RenderedAction, _ task: TaskView) -> Reason? {
    guard case .complete(let result, _, _) = action, let known = task.details?.results,
      let problem = TaskDetails.problem(of: result, among: known)
    else { return nil }
    return Reason(names: ["then"], truth: .no, text: "'then': \(problem)")
  }
}

extension Condition {
  /// The outermost parts that do not hold.
  func reasons(_ task: TaskView, at now: Date) -> [Reason] {
    let truth = evaluate(task, at: now)
    guard truth != .yes else { return [] }
    let word = truth == .no ? "does not hold" : "is unknown"
    switch self {
    case .all(let parts): return parts.flatMap { $0.reasons(task, at: now) }
    case .test(let test):
      return [Reason(names: test.names, truth: truth, text: "'\(test.names[0])' \(word)\(test.seen(task))")]
    case .fact(let name, let condition):
      let inner = condition.reasons(task, at: now).filter { $0.truth == truth }
      return [Reason(names: [name] + inner.flatMap(\.names), truth: truth, text: "'\(name)' \(word)")]
    case .any(let parts):
      return [Reason(names: ["any_of"] + parts.flatMap(\.names), truth: truth, text: "'any_of' \(word)")]
    case .none(let parts):
      let inner = parts.flatMap { $0.names(where: truth == .no ? .yes : .unknown, task, at: now) }
      return [Reason(names: ["none_of"] + inner, truth: truth, text: "'none_of' \(word)")]
    }
  }

  /// The names of the parts that have this truth.
  func names(where truth: Truth, _ task: TaskView, at now: Date) -> [String] {
    switch self {
    case .all(let parts), .any(let parts): parts.flatMap { $0.names(where: truth, task, at: now) }
    case .none(let parts): parts.flatMap { $0.names(where: truth.negated, task, at: now) }
    case .test(let test): test.evaluate(task, at: now) == truth ? test.names : []
    case .fact(let name, let condition):
      evaluate(task, at: now) == truth ? [name] + condition.names(where: truth, task, at: now) : []
    }
  }
}

extension Rules.Predicate {
  /// The task's value, in brackets; empty where it says nothing.
  fileprivate func seen(_ task: TaskView) -> String {
    switch self {
    case .text(let field, _): task[field].value.map { " (the task has \($0.debugDescription))" } ?? ""
    case .assignee(let field, _): task[field].name.value.map { " (the task has \($0.debugDescription))" } ?? ""
    default: ""
    }
  }
}
