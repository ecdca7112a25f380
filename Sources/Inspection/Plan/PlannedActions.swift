import Engine
import Foundation
import GeoTareas
import Pacing
import Records
import Rules

/// Everything that the rules want of the tasks now, in the order in which a plan shows it.
struct PlannedActions {
  private let engine: Engine
  private let outlook: Outlook
  private let rules: RuleSet
  private let now: ClockReading
  /// What the daemon said last of what waits.
  private let waits: [Wait]
  private let tasks: [TaskID: WorkflowTask]
  private let decisions: [TaskID: Decision]
  /// What rules that only watch would do beside these.
  private let watching: [TaskID: [Decision]]

  /// - Parameters:
  ///   - decisions: What the engine decides about each task.
  ///   - listed: The tasks that it has seen.
  init(
    _ engine: Engine, _ decisions: [TaskID: Decision], _ listed: [TaskID: TaskListing.Row], _ outlook: Outlook,
    _ rules: RuleSet, waits: [Wait], at now: ClockReading
  ) {
    self.engine = engine
    self.outlook = outlook
    self.rules = rules
    self.waits = waits
    self.now = now
    self.decisions = decisions
    watching = engine.watching(beside: decisions, at: now)
    tasks = listed.mapValues(\.task)
  }

  /// First what acts or waits for its turn, in that order; then what a safeguard keeps back, what needs a person, and what
  /// only watches, each in the order of the rules.
  var all: [PlannedAction] {
    let queued = engine.candidates
    let obstacles = engine.obstacles(at: now)
    let places = rules.places
    let candidates = queued.enumerated().compactMap { index, candidate -> PlannedAction? in
      guard let task = tasks[candidate.task], let place = places[candidate.rule] else { return nil }
      var action = PlannedAction(.act, task, rules.rules[place], candidate.write)
      action.turn = index + 1
      return held(action, by: obstacles[candidate.task])
    }
    let known = Set(queued.map(\.task))
    let decided = decisions.compactMap { id, decision -> PlannedAction? in
      known.contains(id) ? nil : other(decision, tasks[id])
    }
    let others = decided + watching.flatMap { id, watchers in watchers.compactMap { beside($0, id) } }
    func order(_ action: PlannedAction) -> (Int, Int, TaskID) {
      (Self.order(action.kind), places[action.rule.id] ?? 0, action.task.id)
    }
    return candidates + others.sorted { order($0) < order($1) }
  }

  private static func order(_ kind: PlannedAction.Kind) -> Int { PlannedAction.Kind.allCases.firstIndex(of: kind) ?? 0 }

  /// An action with what holds it back: its own rule, a person, what the daemon said of the server, or what is known of it.
  private func held(_ action: PlannedAction, by obstacle: Obstacle?) -> PlannedAction {
    var action = action
    if let restraint = outlook.restraints[action.task.id] ?? obstacle?.restraint {
      action.hold(by: restraint)
    } else if let wait = waits.first(where: { $0.keepsBack(action) }) {
      action.hold(by: "server", "\(wait.what): \(wait.why)", until: wait.until)
    } else if let obstacle {
      let (why, until) = words(obstacle)
      action.hold(by: "server", why, until: until)
    }
    return action
  }

  private func words(_ obstacle: Obstacle) -> (String, Date?) {
    switch obstacle {
    case .postponed(let why, let until): ("calls about the task fail: \(why)", until.map(date))
    case .forbidden(let endpoint, let why, let until):
      ("the server forbids us to \(endpoint.verb) tasks: \(why)", date(until))
    case .paused(let until): ("all writes wait", until.map(date))
    case .stopped: ("all writes wait for a person: run capataz reload", nil)
    case .tossed(let effects): ("the task has had \(effects) effects within a day: a person is asked instead", nil)
    case .held, .stopButton, .closed, .capped: ("it is held back", nil)
    }
  }

  private func date(_ instant: Instant) -> Date { now.wall + (instant - now.instant).inSeconds }

  /// What comes of a task that no effect is queued for; nil where there is nothing to show.
  private func other(_ decision: Decision, _ task: WorkflowTask?) -> PlannedAction? {
    guard let task, let rule = decision.rule.map({ rules.rules[$0] }) else { return nil }
    switch decision {
    case .shadow(_, let proposal): return watching(.shadow, task, rule, proposal)
    case .outsideCanary(_, let proposal): return watching(.outsideCanary, task, rule, proposal)
    case .restrained(_, let reason, let proposal):
      var action = watching(.held, task, rule, proposal)
      if action?.kind == .held { action?.hold(by: reason.restraint) }
      return action
    case .blocked(_, let why): return PlannedAction(.blocked, task, rule, why: why)
    case .misfit(_, let write, let problems): return PlannedAction(.blocked, task, rule, write, why: problems)
    case .past(_, let write, let past): return person(past, task, rule, write)
    case .unreadable, .notOpen, .busy, .needsDetail, .noRule, .undecided, .waitsForPoll, .lacksDetail, .leftAlone,
      .unrecalled, .blockedBefore, .candidate:
      return nil
    }
  }

  /// What a rule that only watches would do to a task instead of what is decided.
  private func beside(_ watcher: Decision, _ task: TaskID) -> PlannedAction? {
    var action = other(watcher, tasks[task])
    action?.insteadOf = decisions[task]?.actor.map { rules.rules[$0].id }
    return action
  }

  private func watching(
    _ kind: PlannedAction.Kind, _ task: WorkflowTask, _ rule: Rule, _ proposal: Proposal
  ) -> PlannedAction? {
    switch proposal {
    // Whom a pool chooses depends on who was chosen before.
    case .write(let write, _, let pool): PlannedAction(kind, task, rule, pool == nil ? write : nil)
    case .skip: nil
    case .block(let why): PlannedAction(kind, task, rule, why: "it would not fit: \(why)")
    case .misfit(let write, let why): PlannedAction(kind, task, rule, write, why: "it would not fit: \(why)")
    }
  }

  /// What is left to a person; nil for what needs none.
  private func person(_ past: Past, _ task: WorkflowTask, _ rule: Rule, _ write: Write?) -> PlannedAction? {
    let kind: PlannedAction.Kind
    switch past {
    case .unresolved(let intent) where intent.state == .parked: kind = .parked
    case .doneBefore(let intent) where intent.state == .refused: kind = .refused
    case .unresolved, .settling, .doneBefore, .alreadyThere: return nil
    }
    let note = past.intent?.note.replacing(Intent.refusalNote, with: "", maxReplacements: 1) ?? ""
    var action = PlannedAction(kind, task, rule, write ?? past.intent?.write, why: note)
    action.intent = past.intent?.id
    return action
  }
}

extension PlannedAction {
  fileprivate mutating func hold(by restraint: Restraint) {
    hold(by: restraint.safeguard.rawValue, restraint.text, until: restraint.until)
  }

  fileprivate mutating func hold(by what: String, _ why: String, until: Date?) {
    kind = .held
    heldBy = what
    self.why = why
    self.until = until
  }
}

extension Wait {
  /// Whether an effect cannot go while this lasts: it is about the task itself, the effect's endpoint, or what every
  /// effect needs.
  fileprivate func keepsBack(_ action: PlannedAction) -> Bool {
    switch Standstill(self) {
    case .task(let task): task == action.task.id.rawValue
    case .endpoint(let endpoint): !endpoint.isWrite || endpoint == action.write?.endpoint
    case .everything, .list, .details, .writes: true
    case .other: false
    }
  }
}
