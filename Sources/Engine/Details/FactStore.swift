import GeoTareas
import Pacing
import Records
import Rules

/// Keeps details of tasks that some rule asks about, each for as long as the task looks the same in the list.
///
/// What earlier steps captured does not change while a task is open. The form's own values may change, so details are
/// read again after a while. That time counts from the first decision that used them, so it comes late where polls take
/// longer. Before anything is sent, a fresh look decides in any case.
struct FactStore: Sendable, Equatable {
  /// How many bytes of details are kept; beyond that, what was read longest ago is forgotten first, and read again.
  let mostHeld: Int

  private struct Known: Sendable, Equatable {
    var details: TaskDetails
    /// How many bytes it takes.
    var size: Int
    var state: TaskState
    var readAt: Instant
    /// When a decision first used it; nil while none has.
    var usedAt: Instant?
  }

  private var known: [TaskID: Known] = [:]
  /// How many bytes all details together take.
  private(set) var held = 0
  /// The time before which each task's detail is not requested again.
  private var waiting: [TaskID: Instant] = [:]
  let lifetime: Duration
  /// The age of the server's cache: an earlier read would be answered the same.
  let staleness: Duration

  init(lifetime: Duration, staleness: Duration, mostHeld: Int) {
    self.mostHeld = mostHeld
    self.lifetime = lifetime
    self.staleness = staleness
  }

  /// How many tasks are held.
  var count: Int { max(known.count, waiting.count) }

  /// The details of a task that is listed in `state`; nil when they are not known or are too old.
  mutating func details(of task: TaskID, in state: TaskState, at now: Instant) -> TaskDetails? {
    if let known = known[task], known.state == state, known.usedAt == nil { self.known[task]?.usedAt = now }
    return self.known(of: task, in: state, at: now)
  }

  /// The same for who does not decide by them: what they are kept for does not begin to pass.
  func known(of task: TaskID, in state: TaskState, at now: Instant) -> TaskDetails? {
    guard let known = known[task], known.state == state else { return nil }
    return now < (known.usedAt ?? now) + lifetime ? known.details : nil
  }

  mutating func keep(_ details: TaskDetails, of task: TaskID, in state: TaskState, readAt: Instant) {
    let size = details.size
    held += size - (known[task]?.size ?? 0)
    known[task] = Known(details: details, size: size, state: state, readAt: readAt)
    waiting[task] = readAt + staleness
    if held > mostHeld { makeRoom() }
  }

  private mutating func makeRoom() {
    for (task, old) in known.sorted(by: { ($0.value.readAt, $0.key) < ($1.value.readAt, $1.key) }) {
      if held <= mostHeld / 2 { return }
      known[task] = nil
      held -= old.size
    }
  }

  /// True while another read would be answered the same from the server's cache.
  func isFresh(_ task: TaskID, at now: Instant) -> Bool { waiting[task].map { $0 > now } ?? false }

  mutating func prune(keeping kept: (TaskID) -> Bool) {
    known.prune { task, _ in kept(task) }
    held = known.values.reduce(0) { $0 + $1.size }
    waiting.prune { task, _ in kept(task) }
  }
}

extension TaskDetails {
  /// About how many bytes it takes to keep the details.
  fileprivate var size: Int {
    var size = 256
    for step in steps { size += 128 + step.step.utf8.count + (step.result?.utf8.count ?? 0) + step.captured.size }
    for result in results ?? [] { size += 16 + result.utf8.count }
    return size + (form?.size ?? 0)
  }
}

extension [String: FieldContent] {
  fileprivate var size: Int {
    reduce(0) { size, field in
      switch field.value {
      case .text(let text), .number(let text): size + 64 + field.key.utf8.count + text.utf8.count
      case .boolean, .null, .other, .unreadable: size + 64 + field.key.utf8.count
      }
    }
  }
}
