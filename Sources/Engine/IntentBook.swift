import GeoTareas
import Pacing

/// What we did, or may have done, to the tasks that matter now.
///
/// It decides whether an effect may be made: once per episode, never while an earlier one is in flight, in doubt or
/// settling. What it does not hold the journal does: a task it does not know must be recalled first.
struct IntentBook: Sendable, Equatable {
  /// A task's intents of its latest episode, oldest first.
  private struct Entry: Sendable, Equatable {
    var intents: [Intent]
    /// Reads begun at or after this show what our last effect left.
    var settled: Instant

    /// Whether `write` may be done in an episode that may have seen it already: an effect is made once in each.
    func again(_ write: Write, in episode: Int) -> Judgement {
      guard let same = intents.first(where: { $0.episode == episode && $0.write == write }) else {
        return .fresh(episode: episode)
      }
      return same.state == .superseded ? .resume(same) : .no(.doneBefore)
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

  func knows(_ task: TaskID) -> Bool { entries[task] != nil }

  /// The intent of `task` that is not settled; there is at most one.
  func unresolved(_ task: TaskID) -> Intent? { entries[task]?.intents.first { $0.state.isUnresolved } }

  var allUnresolved: [Intent] {
    entries.values.flatMap { $0.intents.filter { $0.state.isUnresolved } }.sorted { $0.task < $1.task }
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
    entry.intents.removeAll { $0.id == intent.id || $0.episode < intent.episode }
    entry.intents.append(intent)
    if !intent.state.isUnresolved { entry.settled = now + settleTime }
    entries[intent.task] = entry
  }

  /// Forgets tasks that are not in `kept`, are settled, and so can be recalled from the journal when they come back.
  mutating func prune(keeping kept: (TaskID) -> Bool, at now: Instant) {
    entries = entries.filter { task, entry in
      kept(task) || entry.settled > now || entry.intents.contains { $0.state.isUnresolved }
    }
  }

  /// Whether `write` may be done to a task that a read begun at `readAt` showed in `state`.
  func judge(_ write: Write, to task: TaskID, in state: TaskState, readAt: Instant) -> Judgement {
    if write.isFulfilled(by: state) { return .no(.alreadyThere) }
    guard let entry = entries[task], let last = entry.intents.last else { return .fresh(episode: 1) }
    if let open = entry.intents.first(where: { $0.state.isUnresolved }) {
      guard open.state == .planned else { return .no(.unresolved) }
      return open.write == write ? .resume(open) : .replace(open, entry.again(write, in: open.episode))
    }
    guard readAt >= entry.settled else { return .no(.settling) }
    guard last.leaves(state) else { return .fresh(episode: last.episode + 1) }
    return entry.again(write, in: last.episode)
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
