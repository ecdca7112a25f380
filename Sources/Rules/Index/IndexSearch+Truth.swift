import CalendarTime
import Foundation
import Patterns

extension IndexSearch {
  /// Within this many seconds of the edge of a range, the test itself is asked, because only the test rounds.
  static let edge = 1.0

  /// The truth of the step at `place` and those under it.
  func truth(at place: Int, of task: UnsafePointer<IndexedTask>) -> Truth {
    let step = program.steps[place]
    switch step.kind {
    case .all:
      var next = place + 1
      var result = Truth.yes
      while next < step.end, result != .no {
        result = result.and(truth(at: next, of: task))
        next = Int(program.steps[next].end)
      }
      return result
    case .any:
      var next = place + 1
      var result = Truth.no
      while next < step.end, result != .yes {
        result = result.or(truth(at: next, of: task))
        next = Int(program.steps[next].end)
      }
      return result
    case .not: return truth(at: place + 1, of: task).negated
    case .isText:
      let number = task.pointee.key.numbers[Int(step.field.rawValue)]
      return number == TextNumber.unknown ? .unknown : Truth(number == step.operand)
    case .hasUser: return Truth(rank: Int(task.pointee.key.people) / 3)
    case .hasGroup: return Truth(rank: Int(task.pointee.key.people) % 3)
    case .escalated: return task.pointee.key.escalated
    case .overdue: return task.pointee.key.overdue(at: seconds)
    case .hasDueDate:
      return task.pointee.key.dueKnown == .unknown ? .unknown : Truth(task.pointee.key.dueKnown == .known)
    case .age, .overdueBy, .dueIn:
      return elapsed(step, task.pointee.key) ?? ask(step.operand, task)
    case .kept:
      let number = task.pointee.key.numbers[Int(step.field.rawValue)]
      guard number >= TextNumber.first else { return ask(step.operand, task) }
      if let marks = memory.marks(of: number), !marks.pointee.hold(program.neededMarks[Int(step.operand)]) {
        return .no
      }
      return memory.answer(to: step.operand, for: number) { ask(step.operand, task) }
    case .workTime:
      let test = program.workTests[Int(step.operand)]
      return workTime(test, task.pointee.key) ?? ask(test.predicate, task)
    case .asked: return ask(step.operand, task)
    }
  }

  private func ask(_ predicate: UInt32, _ task: UnsafePointer<IndexedTask>) -> Truth {
    program.predicates[Int(predicate)].evaluate(task.pointee.view, at: now)
  }

  /// Whether a length of clock time is in the step's range; nil where the test itself must decide.
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

  /// Whether a length of working time is in the test's range; nil where the test itself must decide.
  private func workTime(_ test: IndexWorkTest, _ key: TaskIndexKey) -> Truth? {
    guard !memory.turns.isEmpty else { return nil }
    let date: Double
    if test.field == .age {
      guard key.createdKnown == .known, seconds - key.created >= Self.edge else { return nil }
      date = key.created
    } else {
      guard key.dueKnown == .known else { return nil }
      let passed = test.field == .overdueBy ? seconds - key.due : key.due - seconds
      if passed < -Self.edge { return .no }
      if passed < Self.edge { return nil }
      date = key.due
    }
    var isInside = true
    for (place, isLower) in [(test.lower, true), (test.upper, false)] where place >= 0 {
      guard let isFar = isBeyond(place, date) else { return nil }
      isInside = isInside && isFar == isLower
    }
    return Truth(isInside)
  }

  /// Whether more working time than a bound lies between now and a date; nil where they are about equal.
  private func isBeyond(_ place: Int32, _ date: Double) -> Bool? {
    let bound = program.bounds[Int(place)]
    if memory.turns[Int(place)].now != seconds { memory.turns[Int(place)] = bound.turn(at: now) }
    let turn = memory.turns[Int(place)]
    if date < turn.first { return !bound.isAhead }
    return date > turn.last ? bound.isAhead : nil
  }
}
