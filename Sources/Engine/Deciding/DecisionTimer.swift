import Foundation
import GeoTareas
import Rules

/// Knows when time alone may change the decision about a task that was decided last.
struct DecisionTimer: Sendable {
  private let points: TransitionTimes
  private var dates = TransitionTimes.Dates([])
  private var tasks: [TaskID] = []
  /// The time up to which the decisions hold.
  private var turnedTo = Date.distantPast
  /// When to look at a decision next; nil where there is no such time.
  private(set) var next: Date?

  init(_ rules: RuleSet) { points = rules.turningPoints }

  /// False where no rule asks for anything that depends on time.
  var mindsTime: Bool { !points.isEmpty }

  /// Starts over: all of these tasks were decided about at `now`.
  mutating func wind(_ decided: [(task: TaskID, key: TaskIndexKey)], at now: Date) {
    tasks = decided.map(\.task)
    dates = TransitionTimes.Dates(decided.lazy.map { ($0.key.creationDate.value, $0.key.dueDate.value) })
    turnedTo = now
    next = points.next(after: now, of: dates)
  }

  /// The tasks to decide about again at `now`.
  mutating func turn(to now: Date) -> [TaskID] {
    let turned = points.turned(after: turnedTo, upTo: now, of: dates).map { tasks[$0] }
    turnedTo = now
    next = points.next(after: now, of: dates)
    return turned
  }
}
