import Foundation
import GeoTareas
import Rules

/// When time alone may change a decision about one of the tasks that were decided about last.
struct DecisionTimer: Sendable {
  private let points: TransitionTimes
  private var dates = TransitionTimes.Dates([])
  private var tasks: [TaskID] = []
  /// Up to when the decisions hold.
  private var turnedTo = Date.distantPast
  /// The next moment at which to look; nil where there is none.
  private(set) var next: Date?

  init(_ rules: RuleSet) { points = rules.turningPoints }

  /// False where no rule asks for anything that comes with time.
  var mindsTime: Bool { !points.isEmpty }

  /// All of these tasks were decided about at `now`.
  mutating func wind(_ decided: [(task: TaskID, key: TaskIndexKey)], at now: Date) {
    tasks = decided.map(\.task)
    dates = TransitionTimes.Dates(decided.lazy.map { ($0.key.creationDate.value, $0.key.dueDate.value) })
    turnedTo = now
    next = points.next(after: now, of: dates)
  }

  /// The tasks to decide about anew at `now`.
  mutating func turn(to now: Date) -> [TaskID] {
    let turned = points.turned(after: turnedTo, upTo: now, of: dates).map { tasks[$0] }
    turnedTo = now
    next = points.next(after: now, of: dates)
    return turned
  }
}
