import GeoTareas
import Pacing
import Rules

/// Details of tasks that some rule asks about, fetched once and kept while the task looks the same in the list.
///
/// What earlier steps captured does not change while a task is open; the form's own values may, so that details are
/// read anew after a while. Before anything is sent, a fresh look decides in any case.
struct FactStore: Sendable, Equatable {
  private struct Known: Sendable, Equatable {
    var details: TaskDetails
    var state: TaskState
    var readAt: Instant
  }

  private var known: [TaskID: Known] = [:]
  /// Before when the details of a task are not asked for again.
  private var waiting: [TaskID: Instant] = [:]
  let lifetime: Duration
  /// A task is not read again sooner: the server would answer the same from its cache.
  let staleness: Duration

  init(lifetime: Duration, staleness: Duration) {
    self.lifetime = lifetime
    self.staleness = staleness
  }

  /// How many tasks are held.
  var count: Int { max(known.count, waiting.count) }

  /// The details of a task that is listed in `state`; nil when they are not known or too old.
  func details(of task: TaskID, in state: TaskState, at now: Instant) -> TaskDetails? {
    guard let known = known[task], known.state == state, now < known.readAt + lifetime else { return nil }
    return known.details
  }

  mutating func keep(_ details: TaskDetails, of task: TaskID, in state: TaskState, readAt: Instant) {
    known[task] = Known(details: details, state: state, readAt: readAt)
    waiting[task] = readAt + staleness
  }

  /// True while a further read would be answered the same from the server's cache.
  func isFresh(_ task: TaskID, at now: Instant) -> Bool { waiting[task].map { $0 > now } ?? false }

  mutating func prune(keeping kept: (TaskID) -> Bool) {
    known.prune { task, _ in kept(task) }
    waiting.prune { task, _ in kept(task) }
  }
}
