import CalendarTime
import Engine
import Foundation
import GeoTareas
import JSON
import Pacing
import Records
import Rules

/// What rules must do now, by the truth about the tasks and by what the journal says of earlier effects.
extension SimulatedWorld {
  /// Between looks at rules whose answer changes with time: shorter than their calendar is ever closed.
  private static let turn: Duration = .seconds(600)

  /// After something happened: begins and ends waits, and notes those that were too long.
  mutating func followWaits() {
    guard scenario.patience.isJudged, !scenario.isDry else { return }
    endTrouble()
    if seenVersion != server.tenant.version {
      seenVersion = server.tenant.version
      live.openTasks = server.tenant.open.count
      for id in server.tenant.open where seen[id]?.version != server.tenant.version(of: .detail(id)) {
        stirred.insert(id)
      }
      for id in seen.keys where server.tenant.tasks[id]?.isOpen != true { leave(id) }
      followOddRows()
    }
    if now >= nextTurn {
      nextTurn = now + Self.turn
      stirred.formUnion(server.tenant.open.filter { server.tenant.tasks[$0]?.isTimed == true })
    }
    if isStirred { stirred.formUnion(server.tenant.open) }
    isStirred = false
    for id in stirred.sorted() { live.want(want(of: id), of: id, at: now) }
    stirred = []
    guard now >= nextLook, !isDown else { return }
    nextLook = now + .seconds(5)
    judgeWaits()
  }

  /// While there are rows that cannot be read, people must have been told.
  private mutating func followOddRows() {
    guard scenario.oddities.contains(.illegible) else { return }
    let isOdd = server.tenant.open.contains { server.tenant.tasks[$0]?.oddity?.isLegible == false }
    let want = Liveness.Want(
      rule: "", endpoint: .list, state: TaskState(status: "", user: nil, group: nil), needsDetails: false,
      isBroken: true)
    // Rows without a name that come and go between two polls look like the same.
    if live.isWaiting(for: Liveness.rows) {
      oddUntil = now
    } else if isOdd, now > oddUntil + (scenario.settings.pollEvery + live.pollTime) * 2 {
      live.forget(Liveness.rows)
    }
    live.want(isOdd ? want : nil, of: Liveness.rows, at: now)
  }

  private mutating func leave(_ id: TaskID) {
    seen[id] = nil
    stirred.remove(id)
    live.want(nil, of: id, at: now)
    live.forget(id)
  }

  private mutating func judgeWaits() {
    if let promise = live.brokenPromise(at: now) {
      live.promise = nil
      if let wait = live.waits.first(where: { !$0.want.isBroken && $0.since < promise.end }) {
        let end = "\(promise.kind) ended at \(promise.end), and nothing was begun before \(promise.due)"
        watch.note(.prompt, "\(end); '\(wait.want.rule)' must act on task \(wait.id) since \(wait.since)")
      }
    }
    for wait in live.overdue(at: now) {
      // What changes with time alone may have changed.
      let want = wait.id == Liveness.rows ? wait.want : want(of: wait.id)
      guard want == wait.want else {
        live.want(want, of: wait.id, at: now)
        continue
      }
      let what = "task \(wait.id): '\(wait.want.rule)' must act since \(wait.since), by \(live.due(wait))"
      watch.note(wait.want.isBroken ? .named : .lively, wait.want.isBroken ? "\(what), or be told why not" : what)
    }
    guard scenario.patience.countsWaste else { return }
    if live.vainCalls > live.mostVainCalls {
      watch.note(
        .vain, "\(live.vainCalls) calls within an hour about \(live.vain.count) tasks: \(live.vain.keys.sorted())")
    }
  }

  /// A task as rules should see it.
  struct Sight {
    var view: TaskView
    /// The place of the first rule that matches.
    var match: Int
  }

  /// What was made of an open task.
  struct Seen {
    var version: Int
    var edition: Int
    var sight: Sight?
  }

  /// What a rule must do to a task and the server would let it; nil where there is nothing, or the journal says what it
  /// waits for.
  private mutating func want(of id: TaskID) -> Liveness.Want? {
    guard let task = server.tenant.tasks[id], task.isOpen, let sight = sight(of: task) else { return nil }
    guard !watch.isStopped, pressedButton == nil, !scenario.jumpsClock || !task.isTimed else { return nil }
    let isBroken = task.isBroken || isUnstorable(id)
    guard !isSettled(task, isBroken: isBroken) else { return nil }
    let rule = rules.rules[sight.match]
    guard rule.acts(on: sight.view), rule.isFree, rule.safeguards.runWithin?.isOpen(at: wall) != false,
      !isHeld(rule.id, id), let endpoint = endpoint(of: rule, on: sight.view, task)
    else { return nil }
    return Liveness.Want(
      rule: rule.id, endpoint: endpoint, state: task.state, needsDetails: rule.needsDetails, isBroken: isBroken)
  }

  /// A task as rules should see it, and the first that matches; nil where none does, or it cannot be read.
  private mutating func sight(of task: ModelTask) -> Sight? {
    let version = server.tenant.version(of: .detail(task.id))
    if !task.isTimed, let known = seen[task.id], known.version == version, known.edition == edition {
      return known.sight
    }
    var sight: Sight?
    if task.oddity?.isLegible != false, task.earlierSteps == .asDocumented, let detail = TaskDetail(task.truth) {
      let view = TaskView(
        detail.task, listedAsOverdue: task.isOverdue && scenario.settings.pollsOverdue, zone: scenario.settings.zone,
        details: TaskDetails(detail))
      sight = rules.verdict(on: view, at: wall).match.map { Sight(view: view, match: $0) }
    }
    seen[task.id] = Seen(version: version, edition: edition, sight: sight)
    return sight
  }

  /// The call by which a rule would act; nil where it leaves the task alone, or its work is done.
  private func endpoint(of rule: Rule, on view: TaskView, _ task: ModelTask) -> Endpoint? {
    guard case .ready(let action) = rule.action.rendered(for: view, at: wall) else { return nil }
    switch action {
    case .complete: return .complete
    case .reassign(let reassignment, _):
      switch reassignment.target {
      case .user(let user): return task.user == user ? nil : .reassign
      case .group(let group): return task.group == group && task.user == nil ? nil : .reassign
      case .pool: return .reassign
      }
    }
  }

  private func isHeld(_ rule: String, _ task: TaskID) -> Bool {
    let tenant = scenario.settings.tenant
    return (journal.holds + watch.heardHolds.values).contains {
      $0.covers(tenant: tenant, rule: rule, task: task) && !$0.isOver(asOf: stamp)
    }
  }

  /// Whether the journal says that the effect was made, or what it waits for.
  private func isSettled(_ task: ModelTask, isBroken: Bool) -> Bool {
    guard let last = journal.known(of: task.id).last else { return false }
    switch last.state {
    case .planned: return false
    case .armed: return !isBroken
    case .unknown, .parked: return true
    case .done: return last.left(task.state)
    case .refused: return last.precondition == task.state && !denied.contains(last.id)
    case .superseded: return last.verdict != nil && last.precondition == task.state
    }
  }

  /// Whether no call about a task can come to anything, and how that is to be seen.
  func vanity(of id: TaskID) -> Liveness.Vanity? {
    guard let task = server.tenant.tasks[id] else { return nil }
    let ailment = task.ailment.flatMap { $0.isOfReads ? $0.mayEnd ? Liveness.Vanity.open : .final : nil }
    switch journal.known(of: id).last?.state {
    case .armed, .unknown: return nil
    case .refused: return journal.known(of: id).last?.precondition == task.state ? .final : nil
    case .planned, .done, .superseded, .parked, nil: return ailment
    }
  }
}

extension ModelTask {
  /// The detail as it should be, whatever the server gives.
  fileprivate var truth: JSONValue {
    var task = self
    task.ailment = nil
    return task.detail
  }

  /// True where calls about it never come to anything, and people must hear of it.
  var isBroken: Bool {
    ailment != nil || refusal == 403 || quote?.contains { ($0.value.text.utf8.count) > 64 } == true
  }

  /// True where what rules make of it changes with time.
  fileprivate var isTimed: Bool { step == "Old" || step == "Office" }
}

extension Rule {
  fileprivate func acts(on task: TaskView) -> Bool {
    stage == .live || stage == .canary && isInCanary(instance: task.instanceID)
  }

  /// True where nothing but calendars and people keeps it back.
  fileprivate var isFree: Bool {
    let guards = safeguards
    return guards.limit == nil && guards.cooldown == nil && guards.maxHops == nil && guards.afterHumanTouch == nil
  }
}

extension Intent {
  /// Whether a task is as this effect left it.
  fileprivate func left(_ state: TaskState) -> Bool {
    if verdict == .done, state == precondition { return true }
    switch write {
    case .complete: return state.status == TaskStatus.completed
    case .reassign(.user(let user), _): return state.user == user
    case .reassign(.group(let group), _): return state.group == group && state.user == nil
    }
  }
}
