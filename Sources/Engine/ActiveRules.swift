import Foundation
import GeoTareas
import Rules

/// The rules in force, with all that follows from them: for new rules it is all made again.
struct ActiveRules: Sendable {
  let rules: RuleSet
  /// Which counts of tasks and effects some rule asks for.
  let needs: RuleNeeds
  /// How many rules there are of each stage, by its name in the files.
  let stages: [String: Int]
  /// The place of each rule in ``rules``, by id.
  private let places: [String: Int]
  /// The listed tasks as the rules see them.
  private var keys: TaskKeyCache
  private var timer: DecisionTimer

  init(_ rules: RuleSet, zone: TimeZone) {
    self.rules = rules
    needs = RuleNeeds(rules)
    stages = rules.rules.reduce(into: [:]) { $0[$1.stage.rawValue, default: 0] += 1 }
    places = rules.places
    keys = TaskKeyCache(rules, zone: zone)
    timer = DecisionTimer(rules)
  }

  /// The place of the rule with this id; nil when there is none.
  func place(of rule: String) -> Int? { places[rule] }

  /// The rule with this id; nil when there is none.
  func rule(_ id: String) -> Rule? { places[id].map { rules.rules[$0] } }

  // MARK: What they say of tasks

  /// The task as listed, without its detail.
  mutating func read(_ row: Poller.Row) -> IndexedTask { keys.read(row) }

  /// The same for who only needs what rules are shown.
  func view(of row: Poller.Row) -> TaskView { keys.view(of: row) }

  /// How urgent a task is, as listed.
  mutating func urgency(of row: Poller.Row, at now: Date) -> Candidate.Urgency { keys.urgency(of: row, at: now) }

  /// Reads a listed task now, rather than when a decision about it is due.
  mutating func prepare(_ row: Poller.Row) { _ = keys.key(of: row) }

  mutating func verdict(on task: IndexedTask, at now: Date) -> Verdict { keys.verdict(on: task, at: now) }

  mutating func verdicts(on tasks: [IndexedTask], at now: Date) -> [Verdict] { keys.verdicts(on: tasks, at: now) }

  /// Of a task as it was listed, without its detail.
  mutating func verdict(on row: Poller.Row, at now: Date) -> Verdict { keys.verdict(on: keys.read(row), at: now) }

  /// Of a task that was not listed like this.
  func verdict(on view: TaskView, at now: Date) -> Verdict { keys.index.verdict(on: view, at: now) }

  /// Forgets tasks that are no longer listed as they were read.
  mutating func prune(keeping isListed: (SeenTask) -> Bool) { keys.prune(keeping: isListed) }

  // MARK: What comes with time

  /// The next moment at which time alone may change a decision; nil where there is none.
  var nextTurn: Date? { timer.next }

  /// Starts over: all of these tasks were decided about at `now`.
  mutating func wind(_ rows: [Poller.Row], at now: Date) {
    guard timer.mindsTime else { return }
    timer.wind(rows.map { ($0.id, keys.key(of: $0)) }, at: now)
  }

  /// The tasks to decide about again at `now`.
  mutating func turn(to now: Date) -> [TaskID] { timer.turn(to: now) }
}
