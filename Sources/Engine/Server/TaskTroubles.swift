import Foundation
import GeoTareas
import Pacing

/// Tasks that calls fail for: each waits longer with each failure, and goes last in its class when it is tried again.
///
/// What fails about one task says nothing about the others. Only a run of failures about several different tasks, with no
/// success in between, is taken for trouble of the server; who failed for the first time in such a run is tried again
/// as soon as another task is read, for it may not have been the task's fault.
struct TaskTroubles: Sendable, Equatable {
  /// What went wrong with a task.
  enum Kind: Sendable, Equatable {
    /// The API itself refuses this task, by its own word.
    case refused
    /// No usable answer came: a time-out, an error of the server, a foreign answer.
    case failed
    /// The list shows it, and its detail is not there.
    case gone
    /// List and detail show the task in different states.
    case disagrees
    /// The call was answered 401 although the token is good for other calls.
    case unauthorized
    /// The write was answered 403.
    case forbidden

    /// Whether so many failures in a row are told: the first may well be the last.
    var isTold: (Int) -> Bool {
      switch self {
      case .refused, .unauthorized, .forbidden: { $0 >= 1 }
      case .failed, .gone: { $0 >= 2 }
      case .disagrees: { $0 >= 3 }
      }
    }

    /// Whether it may be the server's trouble, where it meets several tasks.
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
    /// When the first of them was seen.
    var since: Date
    var triedAt: Instant
    var resumesAt: Instant
    var isTold = false
    /// True where a write failed: then reading the task well proves nothing.
    var isOfWrite = false
    /// True once it failed in a run of many that is over: then it has waited for its own fault.
    var hadRun = false
  }

  /// So many different tasks or calls are several.
  static let several = 3
  /// Where an answer may come any time, one of the tasks that wait for it is tried about so often.
  private static let trickle: Duration = .seconds(55)
  private static let longest: Duration = .seconds(960)
  /// Between two tries of any of them, while it is hardly the fault of each.
  private static let commonGap: Duration = .seconds(30)

  private var troubles: [TaskID: Trouble] = [:]
  /// The tasks that failed since the last task was read or written to.
  private var run: Set<TaskID> = []
  /// Before this none is tried again, while it is hardly the fault of each.
  private var commonTurn: Instant?
  /// The tasks of the last run that was hardly the fault of each: some are tried again as soon as it is over, and more
  /// with each detail that is given then, whatever it shows.
  private var pardoned: [TaskID] = []

  var isEmpty: Bool { troubles.isEmpty }
  var count: Int { troubles.count }

  /// True when several tasks failed and none was worked on in between: it is hardly the fault of each.
  var isCommon: Bool { run.count >= Self.several }

  subscript(task: TaskID) -> Trouble? { troubles[task] }

  /// All of them, the oldest first.
  var all: [(task: TaskID, trouble: Trouble)] {
    troubles.map { ($0.key, $0.value) }.sorted { ($0.1.since, $0.0) < ($1.1.since, $1.0) }
  }

  /// True while the task is to be left alone.
  func isWaiting(_ task: TaskID, at now: Instant) -> Bool { turn(of: task).map { $0 > now } ?? false }

  /// When the task may be tried again; nil where no call failed for it.
  func turn(of task: TaskID) -> Instant? {
    guard let trouble = troubles[task] else { return nil }
    guard isCommon, let commonTurn else { return trouble.resumesAt }
    // All of them in turn, one after the other.
    return max(commonTurn, min(trouble.resumesAt, trouble.triedAt + Self.commonGap * troubles.count))
  }

  func has(_ kind: Kind, _ task: TaskID) -> Bool { troubles[task]?.kind == kind }

  /// One more failure of a task; true if it is to be told now, once for as long as it lasts.
  ///
  /// - Parameters:
  ///   - first: How long it waits after the first failure; twice as long after each further one, but where an answer may
  ///     come any time no longer than it takes to try all such tasks in turn.
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

  /// The task was read, and shows what it should: reads that failed are not held against it any more.
  mutating func read(_ task: TaskID) {
    guard let trouble = troubles[task], !trouble.isOfWrite else { return }
    troubles[task] = nil
  }

  /// A write to the task was answered as it should be.
  mutating func wrote(_ task: TaskID) { troubles[task] = nil }

  /// Some task was read: the server gives details.
  mutating func endRun(at now: Instant) {
    if isCommon {
      pardoned = run.filter { task in troubles[task].map { !$0.hadRun } ?? false }.sorted()
      for task in run { troubles[task]?.hadRun = true }
    }
    pardon(at: now)
    run = []
  }

  /// Some more that only failed together with others are tried again at once.
  private mutating func pardon(at now: Instant) {
    for task in pardoned.prefix(Self.several) { troubles[task]?.resumesAt = now }
    pardoned.removeFirst(min(Self.several, pardoned.count))
  }

  /// What stood in the way of all that failed like this is gone: they are tried again at once.
  mutating func resume(_ kind: Kind, at now: Instant) {
    for (task, trouble) in troubles where trouble.kind == kind {
      troubles[task]?.resumesAt = min(trouble.resumesAt, now)
    }
  }

  /// New rules or credentials: all are tried at once.
  mutating func forget() {
    troubles = [:]
    run = []
    pardoned = []
  }

  /// Forgets tasks that are not `kept` and whose turn is long past: absence from one poll is no fact.
  mutating func prune(keeping kept: (TaskID) -> Bool, at now: Instant) {
    troubles.prune { task, trouble in kept(task) || trouble.resumesAt + Self.longest > now }
    run = run.filter { troubles[$0] != nil }
    pardoned.removeAll { troubles[$0] == nil }
  }
}
