import Foundation
import GeoTareas
import Pacing

/// What we did, or may have done, to the tasks that matter now.
///
/// It decides whether an effect may be made: once per episode, never while an earlier one is in flight, in doubt or
/// settling. What it does not hold the journal does: a task it does not know must be recalled first.
struct IntentBook: Sendable, Equatable {
  /// A task's intents, oldest first.
  private struct Entry: Sendable, Equatable {
    var intents: [Intent]
    /// Reads begun at or after this show what our last effect left.
    var settled: Instant

    /// Whether `effect` may be made in an episode that may have seen it already: it is made once in each.
    ///
    /// Whoever a pool chooses, giving the task away by it is one effect.
    func again(_ effect: EffectKey, _ pool: String?, in episode: Int) -> Judgement {
      let earlier = intents.filter { $0.episode == episode }
      if pool != nil, earlier.contains(where: { $0.pool == pool && ($0.state != .superseded || $0.verdict == .drop) }) {
        return .no(.doneBefore)
      }
      guard let same = earlier.first(where: { $0.effect == effect }) else {
        return .fresh(episode: episode)
      }
      return same.state == .superseded && same.verdict != .drop ? .resume(same) : .no(.doneBefore)
    }
  }

  /// The answer to "may this be done now?".
  enum Judgement: Sendable, Equatable {
    case fresh(episode: Int)
    /// The same effect was decided before and provably never made.
    case resume(Intent)
    /// Another effect was decided before and never made: it gives way to what follows.
    indirect case replace(Intent, Judgement)
    case no(Reason)

    enum Reason: String, Sendable { case unresolved, settling, doneBefore, alreadyThere }
  }

  private var entries: [TaskID: Entry] = [:]
  let settleTime: Duration

  init(settleTime: Duration) { self.settleTime = settleTime }

  /// How many tasks are held.
  var count: Int { entries.count }

  func knows(_ task: TaskID) -> Bool { entries[task] != nil }

  /// The intent of `task` that is not settled; there is at most one.
  func unresolved(_ task: TaskID) -> Intent? { entries[task]?.intents.first { $0.state.isUnresolved } }

  var allUnresolved: [Intent] { unresolved { _ in true } }

  /// Those of the intents that are not settled which `isMeant` admits, by task.
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

  /// Whether a read says nothing certain about `task`: an effect of ours is not settled, or may not show yet.
  func isUnclear(_ task: TaskID, readAt: Instant) -> Bool {
    guard let entry = entries[task], let last = entry.intents.last else { return false }
    // A planned effect was provably not made: nothing of it can show.
    return readAt < entry.settled || (last.state.isUnresolved && last.state != .planned)
  }

  /// Whether `state` is what others left, although a person is still to decide about an effect of ours: it is not what that
  /// would leave, and nothing of ours is under way.
  func isForeign(_ state: TaskState, to task: TaskID, readAt: Instant) -> Bool {
    guard let entry = entries[task], let last = entry.intents.last, last.state == .parked else { return false }
    return readAt >= entry.settled && last.observation(of: state) != .wanted
  }

  /// When we last knew that `task` was otherwise than `state` shows; nil where it is as it was then, or nothing is known.
  ///
  /// It was as our last effect left it, or, where that was not made, as we had found it.
  func changed(to state: TaskState, of task: TaskID) -> Date? {
    guard let last = entries[task]?.intents.last else { return nil }
    switch last.state {
    case .done: return last.leaves(state) ? nil : last.changedAt
    case .planned, .refused, .superseded: return last.precondition == state ? nil : last.changedAt
    case .armed, .unknown, .parked: return nil
    }
  }

  /// Whether `pool` gave `task` away in the present episode, or a read says nothing certain about that.
  func hasGiven(_ task: TaskID, by pool: String, in state: TaskState, readAt: Instant) -> Bool {
    guard let entry = entries[task], let last = entry.intents.last else { return false }
    if isUnclear(task, readAt: readAt) { return true }
    return last.leaves(state)
      && entry.intents.contains { $0.episode == last.episode && $0.pool == pool && $0.state != .superseded }
  }

  /// The state a read will show once our last effect is to be seen in it.
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
  /// Times of an earlier life cannot be trusted to the second: reads count only from `settled` on.
  mutating func learn(_ intents: [Intent], of task: TaskID, settled: Instant) {
    entries[task] = Entry(intents: intents, settled: settled)
  }

  /// Keeps a changed intent; once it is resolved, only reads begun a settle time later speak about the task.
  mutating func put(_ intent: Intent, at now: Instant) {
    var entry = entries[intent.task] ?? Entry(intents: [], settled: now)
    entry.intents.removeAll { $0.id == intent.id }
    entry.intents.append(intent)
    if !intent.state.isUnresolved { entry.settled = now + settleTime }
    entries[intent.task] = entry
  }

  /// Forgets a task: before anything is decided about it, the journal is asked.
  mutating func forget(_ task: TaskID) { entries[task] = nil }

  /// Forgets tasks that are not in `kept`, are settled, and so can be recalled from the journal when they come back.
  mutating func prune(keeping kept: (TaskID) -> Bool, at now: Instant) {
    entries.prune { task, entry in
      kept(task) || entry.settled > now || entry.intents.contains { $0.state.isUnresolved }
    }
  }

  /// Whether `write`, which makes `effect`, may be done to a task that a read begun at `readAt` showed in `state`.
  func judge(
    _ write: Write, _ effect: EffectKey, pool: String? = nil, to task: TaskID, in state: TaskState, readAt: Instant
  ) -> Judgement {
    if write.isFulfilled(by: state) { return .no(.alreadyThere) }
    guard let entry = entries[task], let last = entry.intents.last else { return .fresh(episode: 1) }
    if let open = entry.intents.first(where: { $0.state.isUnresolved }) {
      guard open.state == .planned else { return .no(.unresolved) }
      // Who changed the task, and when, a later read tells.
      guard readAt >= entry.settled || state == open.precondition else { return .no(.settling) }
      return open.effect == effect ? .resume(open) : .replace(open, entry.again(effect, pool, in: open.episode))
    }
    guard readAt >= entry.settled else { return .no(.settling) }
    guard last.leaves(state) else { return .fresh(episode: last.episode + 1) }
    return entry.again(effect, pool, in: last.episode)
  }
}

extension Write {
  /// True when a task in `state` is already where a reassignment would put it.
  func isFulfilled(by state: TaskState) -> Bool {
    switch self {
    case .complete: state.status == TaskStatus.completed
    case .reassign(.user(let id), _): state.user == id
    case .reassign(.group(let id), _): state.group == id && state.user == nil
    }
  }
}

extension Intent {
  /// True when `state` is what this intent left behind: nobody else touched the task since.
  func leaves(_ state: TaskState) -> Bool {
    // A person's word that it is done stands, as long as nobody has changed the task.
    if verdict == .done, state == precondition { return true }
    switch (self.state, write) {
    case (.done, .complete):
      return state.status == TaskStatus.completed
    case (.done, .reassign(let recipient, _)):
      // Whether the server clears the side that was not chosen is not documented: both are ours.
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
