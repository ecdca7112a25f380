import Foundation

extension IndexSearch {
  /// Nearer than this many seconds to the edge of a range, the test itself is asked: it alone rounds.
  static let edge = 1.0

  /// The truth of the step at `place` and those under it.
  func truth(at place: Int, of task: IndexedTask) -> Truth {
    let step = steps[place]
    switch step.kind {
    case .all:
      var next = place + 1
      var result = Truth.yes
      while next < step.end, result != .no {
        result = result.and(truth(at: next, of: task))
        next = Int(steps[next].end)
      }
      return result
    case .any:
      var next = place + 1
      var result = Truth.no
      while next < step.end, result != .yes {
        result = result.or(truth(at: next, of: task))
        next = Int(steps[next].end)
      }
      return result
    case .not: return truth(at: place + 1, of: task).negated
    case .isText:
      let number = task.key.numbers[Int(step.field.rawValue)]
      return number == TextNumber.unknown ? .unknown : Truth(number == step.operand)
    case .hasUser: return Truth(rank: Int(task.key.people) / 3)
    case .hasGroup: return Truth(rank: Int(task.key.people) % 3)
    case .escalated: return task.key.escalated
    case .overdue: return task.key.overdue(at: seconds)
    case .hasDueDate:
      return task.key.dueKnown == .unknown ? .unknown : Truth(task.key.dueKnown == .known)
    case .age, .overdueBy, .dueIn:
      return elapsed(step, task.key) ?? ask(step.operand, task)
    case .kept:
      let number = task.key.numbers[Int(step.field.rawValue)]
      guard let answers, number >= TextNumber.first else { return ask(step.operand, task) }
      return answers.answer(to: step.operand, for: number) { ask(step.operand, task) }
    case .asked: return ask(step.operand, task)
    }
  }

  private func ask(_ predicate: UInt32, _ task: IndexedTask) -> Truth {
    predicates[Int(predicate)].evaluate(task.view, at: now)
  }

  /// Whether a length of clock time is in the step's range; nil where that is for the test itself to say.
  private func elapsed(_ step: IndexProgram.Step, _ key: TaskIndexKey) -> Truth? {
    let passed: Double
    switch step.kind {
    case .age:
      guard key.createdKnown == .known else { return nil }
      passed = seconds - key.created
      if passed < Self.edge { return nil }
    default:
      guard key.dueKnown == .known else { return nil }
      passed = step.kind == .overdueBy ? seconds - key.due : key.due - seconds
      if passed < -Self.edge { return .no }
      if passed < Self.edge { return nil }
    }
    if abs(passed - step.lower) < Self.edge || abs(passed - step.upper) < Self.edge { return nil }
    return Truth(passed > step.lower && passed < step.upper)
  }
}
