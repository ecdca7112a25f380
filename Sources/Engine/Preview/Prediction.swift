package import GeoTareas
package import Pacing
package import Rules
package import Records

/// What would become of a task, for who asks why.
package struct Prediction: Sendable, Equatable {
  package var decision: Decision
  /// What keeps a candidate from going now; nil where it goes as soon as calls and the limits of the API let it.
  package var obstacle: Obstacle?

  package init(decision: Decision, obstacle: Obstacle? = nil) {
    self.decision = decision
    self.obstacle = obstacle
  }
}

extension Engine {
  /// What is decided about a task of the last poll at `now`, in place of what was when it was seen; nil where it is not
  /// listed.
  package func decision(about task: TaskID, at now: ClockReading) -> Decision? {
    polling.rows[task].map { decision(about: $0, at: now) }
  }

  /// What is decided about all tasks of the last poll.
  package func decisions(at now: ClockReading) -> [TaskID: Decision] {
    polling.rows.mapValues { decision(about: $0, at: now) }
  }

  /// What rules that only watch would have done instead of what is decided, for the tasks of which they would.
  ///
  /// - Parameter decisions: What is decided about all tasks of the last poll at `now`.
  package func watching(beside decisions: [TaskID: Decision], at now: ClockReading) -> [TaskID: [Decision]] {
    polling.rows.compactMapValues { row in
      guard let decision = decisions[row.id] else { return nil }
      let verdict = active.verdict(on: view(of: row, at: now), at: now.wall)
      let watchers = watchers(beside: decision, of: row, verdict, at: now)
      return watchers.isEmpty ? nil : watchers
    }
  }

  private func decision(about row: Poller.Row, at now: ClockReading) -> Decision {
    decide(about: row, active.verdict(on: view(of: row, at: now), at: now.wall), at: now)
  }

  /// What would become of a task of the last poll that nothing is decided about yet; nil where it is not listed.
  ///
  /// - Parameters:
  ///   - view: The task as rules see it.
  ///   - detail: Its detail, where it was read.
  package func prediction(
    for task: TaskID, as view: TaskView, showing detail: TaskDetail?, _ verdict: Verdict, at now: ClockReading
  ) -> Prediction? {
    guard let row = polling.rows[task] else { return nil }
    let shown = detail.map { Shown(view: view, detail: $0) }
    let decision = decide(about: row, verdict, showing: shown, at: now)
    guard case .candidate(let place, var candidate, let judgement) = decision else {
      return Prediction(decision: decision)
    }
    var ahead = self
    ahead.decide(ahead.judge(at: now), at: now)
    // Whom a pool chooses depends on who was chosen before.
    if candidate.pool != nil, let queued = ahead.queue.inOrder.first(where: { $0.task == task }) { candidate = queued }
    // The queue knows only what is kept of details.
    ahead.queue.remove(task)
    ahead.queue.putBack(candidate)
    return Prediction(
      decision: .candidate(rule: place, candidate, judgement), obstacle: ahead.obstacles(at: now)[task])
  }

  /// What would become of all tasks of the last poll that nothing is decided about yet.
  package func predictions(at now: ClockReading) -> [TaskID: Prediction] {
    var ahead = self
    ahead.decide(ahead.judge(at: now), at: now)
    let obstacles = ahead.obstacles(at: now)
    var predictions: [TaskID: Prediction] = [:]
    for (task, decision) in decisions(at: now) {
      predictions[task] = Prediction(decision: decision, obstacle: obstacles[task])
    }
    return predictions
  }

  /// What keeps each candidate from going now, as if those before it went at once.
  package func obstacles(at now: ClockReading) -> [TaskID: Obstacle] {
    let gate = closedGate(at: now.instant)
    var obstacles: [TaskID: Obstacle] = [:]
    var ahead = self
    for candidate in queue.inOrder {
      obstacles[candidate.task] = ahead.pass(candidate, at: now) ?? gate ?? toss(candidate, at: now)
    }
    return obstacles
  }

  private func toss(_ candidate: Candidate, at now: ClockReading) -> Obstacle? {
    guard book.unresolved(candidate.task) == nil, let rule = active.rule(candidate.rule),
      isTossed(candidate.task, rule, at: now)
    else { return nil }
    return .tossed(effects: Self.dailyHops)
  }

  /// The tasks of the last poll as they were listed.
  package var listed: [TaskID: TaskListing.Row] {
    polling.rows.mapValues { TaskListing.Row(task: $0.task, overdue: $0.overdue) }
  }
}
