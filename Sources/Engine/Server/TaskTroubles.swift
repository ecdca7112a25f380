import Foundation
import GeoTareas
import Pacing

/// Tasks that calls fail for: each waits longer with each failure, and goes last in its class when it is tried again.
///
/// A failure about one task says nothing about the others. Only failures of several different tasks in a row, with no
/// success in between, count as the server's trouble. A task that failed for the first time in such a series is tried
/// again as soon as another task can be read, because the failure may not have been its own.
struct TaskTroubles: Sendable, Equatable {
  /// What went wrong with a task.
  enum Kind: Sendable, Equatable {
    /// The API itself refuses this task.
    case refused
    /// No usable answer came: a time-out, an error of the server, or an answer that is not the API's.
    case failed
    /// The list shows the task, and its detail is missing.
    case gone
    /// List and detail show the task in different states.
    case disagrees
    /// The call was answered 401 although the token is good for other calls.
    case unauthorized
    /// The write was answered 403.
    case forbidden

    /// Whether to report after this many failures in a row: the first may well be the last.
    var isTold: (Int) -> Bool {
      switch self {
      case .refused, .unauthorized, .forbidden: { $0 >= 1 }
      case .failed, .gone: { $0 >= 2 }
      case .disagrees: { $0 >= 3 }
      }
    }

    /// Whether it may be the server's trouble, if it happens to several tasks.
    var saysOfServer: Bool {
      switch self {
      case .refused, .failed, .gone: true
      case .disagrees, .unauthorized, .forbidden: false
      }
    }
  }

  /// A task that could not be worked on, and when it is tried again.
  struct Trouble: Sendable, Equatable {
    var kind: Kind
    /// In words for people.
    var reason: String
    /// Failures in a row.
    var failures = 0
    /// When the first of those failures was seen.
    var since: Date
    var triedAt: Instant
    var resumesAt: Instant
    var isTold = false
    /// True where a write failed.
    ///
    /// Then reading the task well proves nothing.
    var isOfWrite = false
    /// True once it failed in a series that is over.
    ///
    /// From then on it waits for its own failures.
    var hadRun = false
  }

  /// How many different tasks or calls count as several.
  static let several = 3
  /// About how often one of the waiting tasks is tried, where an answer may come at any time.
  private static let trickle: Duration = .seconds(55)
  private static let longest: Duration = .seconds(960)
  /// The time between two tries of any of them, while the server is probably to blame.
  private static let commonGap: Duration = .seconds(30)

  private var troubles: [TaskID: Trouble] = [:]
  /// The tasks that failed since a task was last read or written to.
  private var run: Set<TaskID> = []
  /// Before this none is tried again, while the server is probably to blame.
  private var commonTurn: Instant?
  /// The tasks of the last series for which the server was to blame.
  ///
  /// Some are tried again as soon as the series is over, and more with each detail that the server gives after that.
  private var pardoned: [TaskID] = []

  var isEmpty: Bool { troubles.isEmpty }
  var count: Int { troubles.count }

  /// True when several tasks failed and no call succeeded in between: the server is probably to blame.
  var isCommon: Bool { run.count >= Self.several }

  subscript(task: TaskID) -> Trouble? { troubles[task] }

  /// All troubles, the oldest first.
  var all: [(task: TaskID, trouble: Trouble)] {
    troubles.map { ($0.key, $0.value) }.sorted { ($0.1.since, $0.0) < ($1.1.since, $1.0) }
  }

  /// True while the task must be left alone.
  func isWaiting(_ task: TaskID, at now: Instant) -> Bool { turn(of: task).map { $0 > now } ?? false }

  /// When the task may be tried again; nil where no call failed for it.
  func turn(of task: TaskID) -> Instant? {
    guard let trouble = troubles[task] else { return nil }
    guard isCommon, let commonTurn else { return trouble.resumesAt }
    // All of them in turn, one after the other.
    return max(commonTurn, min(trouble.resumesAt, trouble.triedAt + Self.commonGap * troubles.count))
  }

  func has(_ kind: Kind, _ task: TaskID) -> Bool { troubles[task]?.kind == kind }

  /// Notes one more failure of a task; true if it is to be reported now, once for as long as it lasts.
  ///
  /// - Parameters:
  ///   - first: How long it waits after the first failure. The wait doubles with each further one. Where an answer may
  ///     come at any time, it is no longer than it takes to try all such tasks in turn.
  ///   - isOfWrite: A write failed, not a read.
  mutating func fail(
    _ task: TaskID, _ kind: Kind, _ reason: String, first: Duration, isOfWrite: Bool = false, at now: ClockReading
  ) -> Bool {
    var trouble =
      troubles[task]
      ?? Trouble(kind: kind, reason: reason, since: now.wall, triedAt: now.instant, resumesAt: now.instant)
    trouble.kind = kind
    trouble.reason = reason
    trouble.failures += 1
    trouble.triedAt = now.instant
    trouble.isOfWrite = trouble.isOfWrite || isOfWrite
    if !isOfWrite, kind.saysOfServer {
      run.insert(task)
      commonTurn = now.instant + Self.commonGap
    }
    troubles[task] = trouble
    let tells = !trouble.isTold && !isCommon && kind.isTold(trouble.failures)
    trouble.isTold = trouble.isTold || tells
    trouble.resumesAt = now.instant + wait(after: trouble, first: first)
    troubles[task] = trouble
    return tells
  }

  private func wait(after trouble: Trouble, first: Duration) -> Duration {
    let grown = min(first * (1 << min(trouble.failures - 1, 12)), max(first, Self.longest))
    guard trouble.kind == .failed else { return grown }
    let turn = troubles.count < Self.several ? Self.trickle : Self.trickle * troubles.count
    return min(grown, max(first, turn))
  }

  /// Notes that the task was read and shows what it should: failed reads no longer count against it.
  mutating func read(_ task: TaskID) {
    guard let trouble = troubles[task], !trouble.isOfWrite else { return }
    troubles[task] = nil
  }

  /// Notes that a write to the task was answered as it should be.
  mutating func wrote(_ task: TaskID) { troubles[task] = nil }

  /// Ends a series of failures: some task was read, so the server gives details.
  mutating func endRun(at now: Instant) {
    if isCommon {
      pardoned = run.filter { task in troubles[task].map { !$0.hadRun } ?? false }.sorted()
      for task in run { troubles[task]?.hadRun = true }
    }
    pardon(at: now)
    run = []
  }

  /// Tries some more tasks at once that only failed together with others.
  private mutating func pardon(at now: Instant) {
    for task in pardoned.prefix(Self.several) { troubles[task]?.resumesAt = now }
    pardoned.removeFirst(min(Self.several, pardoned.count))
  }

  /// Tries all tasks with this kind of failure at once, because its cause is gone.
  mutating func resume(_ kind: Kind, at now: Instant) {
    for (task, trouble) in troubles where trouble.kind == kind {
      troubles[task]?.resumesAt = min(trouble.resumesAt, now)
    }
  }

  /// Tries all tasks at once, because the rules or credentials are new.
  mutating func forget() {
    troubles = [:]
    run = []
    pardoned = []
  }

  /// Forgets tasks that are not `kept` and whose turn is long past.
  ///
  /// Absence from one poll proves nothing.
  mutating func prune(keeping kept: (TaskID) -> Bool, at now: Instant) {
    troubles.prune { task, trouble in kept(task) || trouble.resumesAt + Self.longest > now }
    run = run.filter { troubles[$0] != nil }
    pardoned.removeAll { troubles[$0] == nil }
  }
}
