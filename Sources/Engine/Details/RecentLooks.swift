import GeoTareas
import Pacing
import Records

/// Details read so recently that a write may follow without another look.
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

  /// Keeps a detail, and drops those that are too old.
  mutating func keep(_ detail: TaskDetail, readAt: Instant) {
    prune(at: readAt)
    guard let state = TaskState(detail.task) else { return }
    known[detail.task.id] = Look(detail: detail, readAt: readAt, state: state)
  }

  /// The look that a candidate can use: its task is as it was listed, and the look is not too old.
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

/// How long looks take there and back: a mean that follows recent ones.
struct LookTime: Sendable {
  private var usual: Duration = .milliseconds(300)
  private let most: Duration
  /// How long before its write a task is looked at, so that most answers are back in time.
  private(set) var lead: Duration

  /// - Parameter lifetime: How long a look stays valid.
  init(lifetime: Duration) {
    most = lifetime / 2
    lead = min(usual * 3, most)
  }

  mutating func learn(_ time: Duration) {
    usual = usual * 0.8 + min(time, most) * 0.2
    lead = min(usual * 3, most)
  }
}
