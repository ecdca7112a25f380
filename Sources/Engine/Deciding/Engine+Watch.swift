import GeoTareas
import Pacing
import Records
import Rules

/// What rules that only watch would do to a task: beside what is decided, never instead of it.
extension Engine {
  /// Of more rules than this that watch one task, the rest is not told.
  private static let mostWatchers = 16

  /// What a rule that takes a task would do if its stage let it.
  func watch(place: Int, _ row: Poller.Row, showing shown: Shown? = nil, at now: ClockReading) -> Decision {
    let rule = rules.rules[place]
    let view = shown?.view ?? view(of: row, at: now)
    if let wait = wait(of: place, on: view, isShown: shown != nil) { return wait }
    let proposal = propose(rule, view, row.id, for: shown?.detail, at: now)
    return rule.stage == .shadow ? .shadow(rule: place, proposal) : .outsideCanary(rule: place, proposal)
  }

  /// What the rules that take a task and only watch would do, in their order, apart from the one that is the decision.
  ///
  /// - Parameters:
  ///   - decision: What is decided about the task.
  ///   - shown: What its detail shows, where that is at hand.
  func watchers(
    beside decision: Decision, of row: Poller.Row, _ verdict: Verdict, showing shown: Shown? = nil, at now: ClockReading
  ) -> [Decision] {
    switch decision {
    // Nothing can be said yet, or the task is none to act on.
    case .unreadable, .notOpen, .busy, .needsDetail, .waitsForPoll: return []
    default: break
    }
    return verdict.watching.filter { $0 != decision.rule }.prefix(Self.mostWatchers).map {
      watch(place: $0, row, showing: shown, at: now)
    }
  }

  /// Whether only the task's detail, which is not known, can tell what some rule that only watches would do.
  ///
  /// No detail is read for that where the decision brings one with it.
  func isWatchedInPart(_ decision: Decision, _ row: Poller.Row, _ verdict: Verdict, at now: ClockReading) -> Bool {
    switch decision {
    case .unreadable, .notOpen, .busy, .candidate, .needsDetail, .lacksDetail, .waitsForPoll: return false
    default: break
    }
    guard verdict.watcherNeedsDetails != nil || verdict.watching.contains(where: { rules.rules[$0].needsDetails }),
      let state = row.state
    else { return false }
    return reader.known(of: row.id, in: state, at: now.instant) == nil
  }

  /// Tells and journals what rules that only watch would have done instead of what is decided, where that is news.
  mutating func announceWatchers(
    beside decision: Decision, of row: Poller.Row, _ verdict: Verdict, showing shown: Shown? = nil, in state: TaskState,
    _ records: inout [JournalEntry], at now: ClockReading
  ) {
    let actor = decision.actor.map { rules.rules[$0] }
    for watcher in watchers(beside: decision, of: row, verdict, showing: shown, at: now) {
      announce(watcher, insteadOf: actor, about: row.id, state, &records, at: now)
    }
  }
}
