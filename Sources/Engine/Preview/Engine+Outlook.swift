package import GeoTareas
package import Pacing
import Records
package import Rules

/// What the rules decide about the tasks now, and what holds effects back, without doing anything.
extension Engine {
  /// Decides about the tasks of the last poll and lets the candidates go in their turn, as far as limits leave room for
  /// them at this moment.
  package func outlook(at now: ClockReading) -> Outlook {
    var outlook = Outlook(rules: rules.rules.map { RuleOutlook($0) })
    let queued = Set(queue.inOrder.lazy.map(\.task))
    var ahead = self
    for row in polling.rows.values {
      let verdict = ahead.active.verdict(on: ahead.see(row, at: now), at: now.wall)
      let decision = ahead.decide(about: row, verdict, at: now)
      let watchers = ahead.watchers(beside: decision, of: row, verdict, at: now)
      outlook.count(decision, watchers, about: row.id, verdict, isQueued: queued.contains(row.id))
    }
    ahead.forgetTroubles()
    for candidate in queue.inOrder {
      guard let place = active.place(of: candidate.rule) else { continue }
      if let restraint = ahead.pass(candidate, at: now)?.restraint {
        outlook.restrain(candidate.task, of: place, by: restraint)
      } else {
        outlook.rules[place].goes += 1
      }
    }
    return outlook
  }

  /// Plans do not tell what calls fail for, which may end any time.
  private mutating func forgetTroubles() {
    server.troubles.forget()
    server.permissions.renew()
  }

  /// Lets a candidate go as if its effect were made at once; or says what keeps it from going.
  mutating func pass(_ candidate: Candidate, at now: ClockReading) -> Obstacle? {
    guard let rule = active.rule(candidate.rule) else { return nil }
    limits.beginMoment()
    switch holdback(of: rule.id, candidate.task, at: now) ?? obstacle(to: candidate, at: now) {
    case .capped(let limit, _): return .capped(limit: limit, left: sumLeft(of: rule, for: candidate, at: now.wall))
    case let obstacle?: return obstacle
    case nil: break
    }
    let open = book.unresolved(candidate.task)
    limits.begin(
      Intent(
        id: open?.id ?? "ahead of \(candidate.task)", task: candidate.task, instance: "", episode: 1,
        write: candidate.write, rule: rule.id, ruleFingerprint: rule.fingerprint, precondition: candidate.state,
        state: .armed, createdAt: now.wall, changedAt: now.wall))
    return nil
  }
}

/// What the rules decide about the tasks.
package struct Outlook: Sendable, Equatable {
  /// In the order they are tried.
  package var rules: [RuleOutlook]
  /// What holds back the effect on each task.
  package private(set) var restraints: [TaskID: Restraint] = [:]

  fileprivate init(rules: [RuleOutlook]) { self.rules = rules }

  /// Counts a task at the rules that take it, that watch it, or that could not be decided; one that is queued as a
  /// candidate only as taken.
  fileprivate mutating func count(
    _ decision: Decision, _ watchers: [Decision], about task: TaskID, _ verdict: Verdict, isQueued: Bool
  ) {
    switch decision {
    case .unreadable, .notOpen: return
    default: break
    }
    for place in verdict.undecided + verdict.askers { rules[place].undecided += 1 }
    for watcher in watchers {
      guard let place = watcher.rule else { continue }
      rules[place].takes += 1
      count(watcher, about: task, at: place)
    }
    guard let place = verdict.taker else { return }
    rules[place].takes += 1
    if !isQueued { count(decision, about: task, at: place) }
  }

  private mutating func count(_ decision: Decision, about task: TaskID, at place: Int) {
    switch decision {
    case .unreadable, .notOpen, .noRule, .undecided, .needsDetail: break
    case .lacksDetail: rules[place].undecided += 1
    case .shadow, .outsideCanary: rules[place].watches += 1
    case .restrained(_, let reason, _): restrain(task, of: place, by: reason.restraint)
    case .leftAlone, .blocked, .misfit: rules[place].blocked += 1
    case .busy, .waitsForPoll, .unrecalled, .past, .blockedBefore, .candidate: rules[place].settled += 1
    }
  }

  fileprivate mutating func restrain(_ task: TaskID, of place: Int, by restraint: Restraint) {
    restraints[task] = restraint
    rules[place].restraints[restraint, default: 0] += 1
  }
}

/// What one rule decides about the tasks, as numbers of tasks.
package struct RuleOutlook: Sendable, Equatable {
  package var rule: String
  package var stage: Rule.Stage
  /// Whether the rule needs the detail, to decide or to carry out; then each of its tasks costs one call.
  package var needsDetails: Bool
  /// Tasks for which it is the first rule that matches, or that it watches before that one.
  package var takes = 0
  /// Tasks that it could not decide, for want of the detail or of something that the server left out.
  package var undecided = 0
  /// Of those that it takes: only reported, because of its stage.
  package var watches = 0
  /// Of those that it takes: the action does not fit, or a value is missing.
  package var blocked = 0
  /// Of those that it takes: done before, in flight, in doubt, or already there.
  package var settled = 0
  /// Of those that it takes: the effect would be made now.
  package var goes = 0
  /// Of those that it takes: the effect would wait, counted by what holds it back.
  package var restraints: [Restraint: Int] = [:]

  fileprivate init(_ rule: Rule) {
    self.rule = rule.id
    stage = rule.stage
    needsDetails = rule.needsDetails
  }
}
