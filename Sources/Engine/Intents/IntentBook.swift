import Foundation
import GeoTareas
import Pacing
import Records

/// What we did, or may have done, to the tasks that matter now.
///
/// It decides whether an effect may be made: once per episode, and never while an earlier one is in flight, in doubt or
/// settling. It does not hold everything: tasks not in memory must be recalled from the journal first.
struct IntentBook: Sendable, Equatable {
  /// A task's intents, oldest first.
  private struct Entry: Sendable, Equatable {
    var intents: [Intent]
    /// Reads begun at or after this time show the result of our last effect.
    var settled: Instant

    /// Whether `effect` may be made in an episode in which it may have been made before.
    ///
    /// Giving a task away through a pool is one effect, whichever member the pool chooses.
    func again(_ effect: EffectKey, _ pool: String?, in episode: Int) -> Judgement {
      let earlier = intents.filter { $0.episode == episode }
      if pool != nil,
        let given = earlier.first(where: { $0.pool == pool && ($0.state != .superseded || $0.verdict == .drop) })
      {
        return .no(.doneBefore(given))
      }
      guard let same = earlier.first(where: { $0.effect == effect }) else {
        return .fresh(episode: episode)
      }
      return same.state == .superseded && same.verdict != .drop ? .resume(same) : .no(.doneBefore(same))
    }
  }

  private var entries: [TaskID: Entry] = [:]
  let settleTime: Duration

  init(settleTime: Duration) { self.settleTime = settleTime }

  /// How many tasks are held.
  var count: Int { entries.count }

  func knows(_ task: TaskID) -> Bool { entries[task] != nil }

  /// The unsettled intent of `task`; there is at most one.
  func unresolved(_ task: TaskID) -> Intent? { entries[task]?.intents.first { $0.state.isUnresolved } }

  /// The intent of `task` whose write is under way.
  func armed(_ task: TaskID) -> Intent? { unresolved(task).flatMap { $0.state == .armed ? $0 : nil } }

  var allUnresolved: [Intent] { unresolved { _ in true } }

  /// The unsettled intents that `isMeant` accepts.
  func unresolved(where isMeant: (Intent) -> Bool) -> [Intent] {
    var found: [Intent] = []
    for entry in entries.values {
      for place in entry.intents.indices where entry.intents[place].state.isUnresolved {
        if isMeant(entry.intents[place]) { found.append(entry.intents[place]) }
      }
    }
    return found.sorted { $0.task < $1.task }
  }

  /// When `rule` last made its effect on `task`; nil if it never did.
  func lastEffect(of rule: String, on task: TaskID) -> Date? {
    entries[task]?.intents.last { $0.rule == rule && $0.state == .done }?.changedAt
  }

  /// How many effects all rules together made on `task`.
  func hops(of task: TaskID, since: Date = .distantPast) -> Int {
    entries[task]?.intents.count { $0.state == .done && $0.changedAt > since } ?? 0
  }

  /// Whether a read proves nothing about `task`, because an effect of ours is unsettled or may not be visible yet.
  func isUnclear(_ task: TaskID, readAt: Instant) -> Bool {
    guard let entry = entries[task], let last = entry.intents.last else { return false }
    // A planned effect was provably not made, so nothing of it can be visible.
    return readAt < entry.settled || (last.state.isUnresolved && last.state != .planned)
  }

  /// Whether `state` was left by somebody else while a person is still to decide about an effect of ours.
  ///
  /// It is when our effect would not leave this state, and nothing of ours is under way.
  func isForeign(_ state: TaskState, to task: TaskID, readAt: Instant) -> Bool {
    guard let entry = entries[task], let last = entry.intents.last, last.state == .parked else { return false }
    return readAt >= entry.settled && last.observation(of: state) != .wanted
  }

  /// When we last knew that `task` was in another state than `state`; nil where it has not changed, or nothing is
  /// known.
  ///
  /// The known state is the one that our last effect left, or, if that was not made, the one that we had found.
  func changed(to state: TaskState, of task: TaskID) -> Date? {
    guard let last = entries[task]?.intents.last else { return nil }
    switch last.state {
    case .done: return last.leaves(state) ? nil : last.changedAt
    case .planned, .refused, .superseded: return last.precondition == state ? nil : last.changedAt
    case .armed, .unknown, .parked: return nil
    }
  }

  /// The effect by which `pool` gave `task` away in the present episode, or because of which a read says nothing certain
  /// about that; nil where it did not.
  func given(_ task: TaskID, by pool: String, in state: TaskState, readAt: Instant) -> Past? {
    guard let entry = entries[task], let last = entry.intents.last else { return nil }
    if last.state.isUnresolved, last.state != .planned { return .unresolved(last) }
    if readAt < entry.settled { return .settling(last, until: entry.settled) }
    guard last.leaves(state) else { return nil }
    return entry.intents.first { $0.episode == last.episode && $0.pool == pool && $0.state != .superseded }
      .map { .doneBefore($0) }
  }

  /// The state that a read will show once our last effect is visible.
  func expected(_ state: TaskState, of task: TaskID, readAt: Instant) -> TaskState {
    guard let entry = entries[task], let last = entry.intents.last, readAt < entry.settled || last.state == .armed
    else { return state }
    guard last.state == .done || last.state == .armed else { return state }
    switch last.write {
    case .complete: return TaskState(status: TaskStatus.completed, user: nil, group: nil)
    case .reassign(.user(let id), _): return TaskState(status: state.status, user: id, group: nil)
    case .reassign(.group(let id), _): return TaskState(status: state.status, user: nil, group: id)
    }
  }

  var parkedCount: Int {
    entries.values.reduce(0) { $0 + $1.intents.count { $0.state == .parked } }
  }

  /// Takes over what the journal knows.
  ///
  /// Times of an earlier run cannot be trusted to the second, so reads count only from `settled` on.
  mutating func learn(_ intents: [Intent], of task: TaskID, settled: Instant) {
    entries[task] = Entry(intents: intents, settled: settled)
  }

  /// Keeps a changed intent.
  ///
  /// Once it is resolved, only reads begun a settle time later prove anything about the task.
  mutating func put(_ intent: Intent, at now: Instant) {
    var entry = entries[intent.task] ?? Entry(intents: [], settled: now)
    entry.intents.removeAll { $0.id == intent.id }
    entry.intents.append(intent)
    if !intent.state.isUnresolved { entry.settled = now + settleTime }
    entries[intent.task] = entry
  }

  /// Forgets a task.
  ///
  /// The journal is asked before anything is decided about it.
  mutating func forget(_ task: TaskID) { entries[task] = nil }

  /// Forgets settled tasks that are not in `kept`; they can be recalled from the journal when they come back.
  mutating func prune(keeping kept: (TaskID) -> Bool, at now: Instant) {
    entries.prune { task, entry in
      kept(task) || entry.settled > now || entry.intents.contains { $0.state.isUnresolved }
    }
  }

  /// Whether `write`, which makes `effect`, may be done to the task of `row`, which shows it in `state`.
  func judge(
    _ write: Write, _ effect: EffectKey, pool: String? = nil, to row: Poller.Row, in state: TaskState
  ) -> Judgement {
    guard let entry = entries[row.id], let last = entry.intents.last else {
      return write.isFulfilled(by: state) ? .no(.alreadyThere) : .fresh(episode: 1)
    }
    let open = entry.intents.first { $0.state.isUnresolved }
    if let open, open.state != .planned { return .no(.unresolved(open)) }
    // Of a planned effect nothing can show; but who changed the task, and when, a later read tells.
    if row.readAt < entry.settled, open.map({ $0.precondition != state }) ?? true {
      return .no(.settling(last, until: entry.settled))
    }
    if write.isFulfilled(by: state) {
      // Whom a pool would choose now says less than that it has chosen.
      return .no(pool.flatMap { given(row.id, by: $0, in: state, readAt: row.readAt) } ?? .alreadyThere)
    }
    if let open {
      return open.effect == effect ? .resume(open) : .replace(open, entry.again(effect, pool, in: open.episode))
    }
    guard last.leaves(state) else { return .fresh(episode: last.episode + 1) }
    return entry.again(effect, pool, in: last.episode)
  }
}

extension Write {
  /// True when a task in `state` already is where the reassignment would put it.
  func isFulfilled(by state: TaskState) -> Bool {
    switch self {
    case .complete: state.status == TaskStatus.completed
    case .reassign(.user(let id), _): state.user == id
    case .reassign(.group(let id), _): state.group == id && state.user == nil
    }
  }
}

extension Intent {
  /// True when `state` is what this intent left behind: nobody else has changed the task since.
  func leaves(_ state: TaskState) -> Bool {
    // A person's verdict that it is done stands, as long as nobody has changed the task.
    if verdict == .done, state == precondition { return true }
    switch (self.state, write) {
    case (.done, .complete):
      return state.status == TaskStatus.completed
    case (.done, .reassign(let recipient, _)):
      // It is not documented whether the server clears the side that was not chosen, so both results count as ours.
      guard state.status == precondition.status else { return false }
      switch recipient {
      case .user(let id): return state.user == id && (state.group == nil || state.group == precondition.group)
      case .group(let id): return state.group == id && (state.user == nil || state.user == precondition.user)
      }
    default:
      return state == precondition
    }
  }
}
