import Engine
import Foundation
import GeoTareas
import Pacing
import Records
import Rules

/// What is said of tasks to people who ask why, held against the engine's own decisions and what becomes of them.
extension SimulatedWorld {
  /// A task of which it was said that its effect would be made now.
  struct Announced {
    var rule: String
    var since: Duration
    var wall: Date
    var state: TaskState?
    var edition: Int
  }

  /// Asks of all tasks why something is done to them, or nothing, at a moment like any other.
  mutating func ask() {
    nextQuestion = steps + askers.number(1...(2 * stepsBetweenQuestions))
    checkReasons()
  }

  private mutating func checkReasons() {
    // Until then the journal does not say what the engine knows.
    guard !isDown, !isStopping, now >= frozenUntil, now >= unkeptUntil, unheard.isEmpty else { return }
    let decisions = engine.decisions(at: stamp).filter { !watch.unkept.contains($0.key) }
    questions += decisions.count
    for (task, decision) in decisions.sorted(by: { $0.key < $1.key }) {
      watch.check(
        decision, about: task, engine.rules.rules, journal.known(of: task), touched: journal.touches[task], at: now,
        wall)
    }
    followAnnounced(decisions)
    // What was before or behind the jump cannot be told from the journal to the second.
    guard !scenario.jumpsClock, let listing = journal.latestListing else { return }
    let listed = engine.listed
    for (task, said) in explained(listing).sorted(by: { $0.key < $1.key }) {
      guard let decision = decisions[task], let row = listing.rows.first(where: { $0.task.id == task }),
        listed[task] == row
      else { continue }
      compare(said.decision, with: decision, about: task, listedAt: listing.at)
      if case .candidate(let rule, _, _) = said.decision, said.obstacle == nil, case .candidate = decision,
        announced[task] == nil, let state = TaskState(row.task), server.tenant.tasks[task]?.state == state
      {
        // Where somebody has changed it since it was listed, nobody could know.
        announced[task] = Announced(
          rule: engine.rules.rules[rule].id, since: now, wall: wall, state: state, edition: edition)
      }
    }
  }

  /// What people are told of the tasks that were seen last, from the journal alone.
  private func explained(_ listing: TaskListing) -> [TaskID: Prediction] {
    let known = journal.recollect(listing.rows.map(\.task.id), instances: listing.rows.map(\.task.instanceID))
    return Engine.seeing(
      listing, knowing: known, recovery: journal.recovery(since: wall - 86_400), settings: scenario.settings,
      rules: engine.rules, at: stamp
    ).predictions(at: stamp)
  }

  /// The reason that people are told is the engine's own.
  private mutating func compare(_ said: Decision, with decision: Decision, about task: TaskID, listedAt: Date) {
    switch decision {
    // Known only to a process that runs.
    case .busy(_, writing: nil), .waitsForPoll, .unrecalled, .blockedBefore: return
    default: break
    }
    // The one or the other has not read it, or not of late, and says so.
    if said.asksForDetail || decision.asksForDetail { return }
    if said.isSettling || decision.isSettling, !isSettled(task, listedAt) { return }
    let (told, own) = (said.reason(engine.rules.rules), decision.reason(engine.rules.rules))
    if told != own { watch.note(.reasons, "\(task): people are told '\(told)', decided is '\(own)'") }
  }

  /// Whether all that a list shows was surely read after our last effect on a task showed, however long reading it took.
  private func isSettled(_ task: TaskID, _ listedAt: Date) -> Bool {
    let last = max(watch.resolved[task] ?? .zero, watch.began) + scenario.settings.settleTime
    // An attempt that was proved to have had no effect settles, too.
    let changed = journal.known(of: task).map(\.changedAt).max() ?? .distantPast
    let slack = Duration.seconds(900)
    return listedAt > scenario.wallStart + (last + slack).inSeconds
      && listedAt > changed + (scenario.settings.settleTime + slack).inSeconds
  }

  /// An effect that would be made now is made, unless the world changes first.
  private mutating func followAnnounced(_ decisions: [TaskID: Decision]) {
    for (task, said) in announced.sorted(by: { $0.key < $1.key }) {
      let isOver =
        journal.known(of: task).contains { $0.changedAt >= said.wall - 1 } || said.edition != edition
        || server.tenant.tasks[task]?.state != said.state || (journal.touches[task] ?? .distantPast) >= said.wall - 1
      guard !isOver, let decision = decisions[task] else {
        if isOver { announced[task] = nil }
        continue
      }
      switch decision {
      case .candidate, .busy, .waitsForPoll, .unrecalled, .needsDetail, .lacksDetail: break
      // What the look has shown, or the time, was not known before.
      case .noRule, .undecided, .leftAlone, .blocked, .misfit, .blockedBefore, .shadow, .outsideCanary, .unreadable,
        .notOpen:
        announced[task] = nil
      case .restrained, .past:
        guard !scenario.jumpsClock else { continue }
        watch.note(
          .reasons,
          "\(task): rule '\(said.rule)' would act, people were told; nothing was done, and now it is "
            + "'\(decision.reason(engine.rules.rules))'")
      }
    }
  }

  /// In the end nothing is left of which it was said that it would be done.
  mutating func checkLastReasons() {
    guard !isDown, !scenario.isDry, now >= unkeptUntil else { return }
    let decisions = engine.decisions(at: stamp)
    followAnnounced(decisions)
    let obstacles = engine.obstacles(at: stamp)
    for (task, said) in announced.sorted(by: { $0.key < $1.key }) where said.since < scenario.faultsUntil {
      guard case .candidate = decisions[task], obstacles[task] == nil, server.tenant.tasks[task]?.isBroken == false,
        !isUnstorable(task)
      else { continue }
      watch.note(.reasons, "\(task): rule '\(said.rule)' would act since \(said.since), and never did")
    }
  }
}

extension Decision {
  /// The way out in a word, with the rule and the intent that it rests on.
  func reason(_ rules: [Rule]) -> String {
    let rule = rule.map { " by \(rules[$0].id)" } ?? ""
    switch self {
    case .unreadable: return "unreadable"
    case .notOpen(let status): return "not open: \(status)"
    case .busy(_, let intent): return intent.map { "unresolved \($0.id)" + rule } ?? "looked at" + rule
    case .needsDetail, .lacksDetail: return "detail wanted" + rule
    case .noRule: return "no rule"
    case .undecided: return "undecided" + rule
    case .waitsForPoll: return "waits for a poll" + rule
    case .shadow: return "shadow" + rule
    case .outsideCanary: return "outside the canary" + rule
    case .restrained(_, .maxHops(let hops, _), _): return "\(hops) hops" + rule
    case .restrained(_, .cooldown(_, let until), _): return "cooldown until \(until ?? .distantFuture)" + rule
    case .restrained(_, .afterHumanTouch(_, let until), _): return "hands off until \(until ?? .distantFuture)" + rule
    case .leftAlone(_, let why): return "left alone, \(why)" + rule
    case .blocked(_, let why): return "blocked, \(why)" + rule
    case .misfit(_, _, let why): return "misfit, \(why)" + rule
    case .unrecalled: return "unrecalled" + rule
    case .past(_, _, .unresolved(let intent)): return "unresolved \(intent.id)" + rule
    case .past(_, _, .settling(let intent, _)): return "settling \(intent.id)" + rule
    case .past(_, _, .doneBefore(let intent)): return "done before, \(intent.id)" + rule
    case .past(_, _, .alreadyThere): return "there already" + rule
    case .blockedBefore: return "blocked before" + rule
    case .candidate: return "candidate" + rule
    }
  }

  var isSettling: Bool { if case .past(_, _, .settling) = self { true } else { false } }
}
