import Engine
import Foundation
import GeoTareas
import Pacing
import Records
import Rules

/// Looks on as the truth and the daemon's own words pass by, and notes what must not be.
struct Watch {
  /// An effect of a rule that the server carried out.
  struct Effect {
    var request: CallID
    var sentAt: Duration
    /// When the daemon's wall clock showed its attempt.
    var wall: Date
    var amount: Decimal
  }

  /// How a task was seen by complete polls of one life, before and after it changed.
  struct Sighting {
    var life: Int
    var before: TaskState?
    var beforeAt: Duration
    var last: TaskState
    var lastAt: Duration
  }

  struct Touch {
    var at: Duration
    var before: TaskState?
  }

  let scenario: Scenario
  let rules: [String: Rule]
  private(set) var violations: [Violation] = []
  /// Effects by intent, and by task, episode and write.
  var effects: [String: Int] = [:]
  var byRule: [String: [Effect]] = [:]
  /// When the wall clock was set, and what it showed then.
  var clockSettings: [(at: Duration, wall: Date)] = []
  var touches: [TaskID: Touch] = [:]
  var sightings: [TaskID: Sighting] = [:]
  /// Tasks that we completed.
  var ours: Set<TaskID> = []
  /// Tasks that others completed, oldest first.
  var completed: [TaskID] = []
  /// List calls under way.
  var lists: Set<CallID> = []
  /// Writes of each rule since a list was read.
  var cycle: [String: Int] = [:]
  /// How many tasks of each step the last complete polls saw.
  var scopes: [[String: Int]] = []
  /// The answers to list calls since then: what a poll saw that broke is decided about too.
  var pages: [HTTPResponse] = []
  var given: [String: Int] = [:]
  /// When the journal was last told that an intent of a task had come to its end.
  var resolved: [TaskID: Duration] = [:]
  /// Tasks of whose intents the journal does not know the last state: keeping it failed, and nothing depends on it.
  var unkept: Set<TaskID> = []
  /// When the present life began.
  private(set) var began: Duration = .zero
  var isStopped = false
  var isSuspended = false
  /// The holds the engine was told of, by their numbers.
  var heardHolds: [Int64: Hold] = [:]
  /// When the engine was told that nothing holds a rule any more.
  var released: [String: Date] = [:]
  /// The endpoints that the journal says are used up.
  var closedUntil: [Endpoint: Duration] = [:]
  /// The task that pressed the stop button last.
  var button: TaskID?
  /// The same, as the engine saw it in a complete poll of this life.
  var seenButton: TaskID?
  var mostOpen = 0
  /// Calls that the server's limits refused lately.
  var refusals: [Duration] = []

  init(_ scenario: Scenario) {
    self.scenario = scenario
    rules = Dictionary(uniqueKeysWithValues: scenario.rules.rules.map { ($0.id, $0) })
  }

  mutating func note(_ invariant: Violation.Invariant, _ what: String) {
    guard !scenario.overlooked.contains(invariant) else { return }
    violations.append(Violation(invariant: invariant, what: what))
  }

  // MARK: What the daemon is told and says

  mutating func restart(at now: Duration) {
    began = now
    reload()
    isSuspended = false
    lists = []
    cycle = [:]
    closedUntil = [:]
    seenButton = nil
  }

  mutating func reload() {
    isStopped = false
    isSuspended = false
  }

  mutating func hear(_ report: Report) {
    guard case .tenantPaused(let pause) = report.event else { return }
    if case .writesSuspended = pause { isSuspended = true } else { isStopped = true }
  }

  /// An answer to a list call is heard.
  mutating func hearList(_ id: CallID, _ answer: Result<HTTPResponse, TransportError>) {
    guard lists.remove(id) != nil else { return }
    if case .success(let page) = answer { pages.append(page) }
    cycle = [:]
    isSuspended = false
  }

  mutating func see(_ listing: TaskListing, life: Int, at now: Duration) {
    var scope: [String: Int] = [:]
    if let button, listing.rows.contains(where: { $0.task.id == button }) { seenButton = button }
    for row in listing.rows {
      guard let step = row.task.stepName.value else { continue }
      scope[step, default: 0] += 1
      guard let state = TaskState(row.task) else { continue }
      // Right after a start, reads say nothing certain yet.
      guard step == "Cool", now > began + .seconds(120) else { continue }
      guard let last = sightings[row.task.id], last.life == life else {
        sightings[row.task.id] = Sighting(life: life, before: nil, beforeAt: now, last: state, lastAt: now)
        continue
      }
      if last.last != state {
        sightings[row.task.id] = Sighting(
          life: life, before: last.last, beforeAt: last.lastAt, last: state, lastAt: now)
      }
    }
    pages = []
    scopes.append(scope)
    if scopes.count > 3 { scopes.removeFirst() }
  }

  mutating func touch(_ task: TaskID, _ before: TaskState?, at now: Duration) {
    touches[task] = Touch(at: now, before: before)
  }

  // MARK: Memory

  /// Looks at the sizes of the engine's tables.
  mutating func look(at census: Census) {
    for (name, size, most) in census.bounds(tasks: mostOpen + 40) where size > most {
      note(.bounded, "\(name) holds \(size), with at most \(mostOpen) tasks open at a time")
    }
  }
}
