import CalendarTime
package import Foundation

extension TimeTest {
  /// The truth of the test for `task`.
  ///
  /// False where there is nothing to measure: without a due date, for `overdue_by` before it, and for `due_in` after
  /// it. Unknown where the date is unknown, or where working time is asked for without a calendar. A task that was
  /// created in the future, as a slow clock sees it, has the age zero.
  package func evaluate(_ task: TaskView, at now: Date) -> Truth {
    switch stretch(task, at: now) {
    case .unknown: return .unknown
    case .none: return .no
    case .value(let stretch):
      return [lower.map { ($0, true) }, upper.map { ($0, false) }].truthOfAll { bound in
        guard let (bound, isLower) = bound else { return .yes }
        guard let ruler = TimeRuler(bound.span.unit, calendar) else { return .unknown }
        let passed = ruler.position(at: stretch.end) - ruler.position(at: stretch.start)
        if passed == bound.span.length { return Truth(bound.isInclusive) }
        return Truth((passed < bound.span.length) != isLower)
      }
    }
  }

  /// The stretch of time that is measured.
  func stretch(_ task: TaskView, at now: Date) -> Known<(start: Date, end: Date)> {
    switch field {
    case .age: return task.created.map { (min($0, now), now) }
    case .overdueBy:
      guard let due = task.due.value else { return task.due.map { ($0, now) } }
      return due < now ? .value((due, now)) : .none
    case .dueIn:
      guard let due = task.due.value else { return task.due.map { (now, $0) } }
      return now <= due ? .value((now, due)) : .none
    }
  }

  /// The moments at which the test's answer for `task` may change: when each bound is reached and passed, and the due
  /// date.
  func turningPoints(_ task: TaskView) -> [Date] {
    let known = field == .age ? task.created.value : task.due.value
    guard let date = known else { return [] }
    var points = field == .age ? [] : [date, date + 1]
    for bound in [lower, upper].compactMap({ $0 }) {
      guard let ruler = TimeRuler(bound.span.unit, calendar),
        let (reached, passed) = TimeBound(span: bound.span, ruler: ruler, isAhead: field == .dueIn).moments(of: date)
      else { continue }
      points += [reached, passed]
    }
    return points
  }
}
