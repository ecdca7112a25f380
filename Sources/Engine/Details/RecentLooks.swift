import GeoTareas
import Pacing

/// Details read so lately that a write may follow on them without a further look.
struct RecentLooks: Sendable {
  struct Look: Sendable {
    var detail: TaskDetail
    var readAt: Instant
    var state: TaskState
  }

  private var known: [TaskID: Look] = [:]
  /// In nanoseconds.
  private let lifetime: Int64

  init(lifetime: Duration) { self.lifetime = lifetime.wholeNanoseconds }

  var isEmpty: Bool { known.isEmpty }
  var count: Int { known.count }

  /// Keeps a detail; those that are too old go.
  mutating func keep(_ detail: TaskDetail, readAt: Instant) {
    prune(at: readAt)
    guard let state = TaskState(detail.task) else { return }
    known[detail.task.id] = Look(detail: detail, readAt: readAt, state: state)
  }

  /// The look that serves a candidate: of its task as it was listed, and not too old.
  func look(at candidate: Candidate, asOf now: Instant) -> Look? {
    if known.isEmpty { return nil }
    guard let look = known[candidate.task], look.state == candidate.state, isGood(look, at: now) else { return nil }
    return look
  }

  mutating func forget(_ task: TaskID) { known[task] = nil }

  mutating func prune(at now: Instant) {
    let oldest = now.nanoseconds - lifetime
    known.prune { _, look in look.readAt.nanoseconds >= oldest }
  }

  private func isGood(_ look: Look, at now: Instant) -> Bool {
    now.nanoseconds - look.readAt.nanoseconds <= lifetime
  }
}

/// How long looks take there and back, as a mean that follows the last ones.
struct LookTime: Sendable {
  private var usual: Duration = .milliseconds(300)
  private let most: Duration
  /// So long before its write may go a task is looked at, so that most answers are back by then.
  private(set) var lead: Duration

  /// - Parameter lifetime: How long a look is good for.
  init(lifetime: Duration) {
    most = lifetime / 2
    lead = min(usual * 3, most)
  }

  mutating func learn(_ time: Duration) {
    usual = usual * 0.8 + min(time, most) * 0.2
    lead = min(usual * 3, most)
  }
}
