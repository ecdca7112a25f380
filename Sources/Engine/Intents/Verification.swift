import GeoTareas
import Pacing

/// The tasks in doubt, and the reads that are to tell what became of our attempts.
struct Verification: Sendable {
  private var doubts: [TaskID: Doubt] = [:]
  /// When an effect was last made, or may have been.
  private(set) var lastEffect: Instant?

  var isEmpty: Bool { doubts.isEmpty }
  var count: Int { doubts.count }

  subscript(task: TaskID) -> Doubt? { doubts[task] }

  /// An effect was made, or may have been.
  mutating func noteEffect(at now: Instant) { lastEffect = now }

  /// What became of an attempt cannot be proved: reads must tell.
  mutating func begin(_ doubt: Doubt, about task: TaskID) { doubts[task] = doubt }

  /// The doubt is over, if there was one.
  mutating func end(_ task: TaskID) { doubts[task] = nil }

  // MARK: Reading

  /// When to read a task in doubt next, as far as that does not depend on an answer.
  var nextRead: Instant? { doubts.values.lazy.filter { $0.call == nil }.map(\.nextRead).min() }

  /// The tasks that are to be read now, the one that has waited longest first.
  func due(at now: Instant) -> [TaskID] {
    doubts.filter { $0.value.call == nil && $0.value.nextRead <= now }
      .sorted { ($0.value.nextRead, $0.key) < ($1.value.nextRead, $1.key) }.map(\.key)
  }

  /// The task is being read.
  mutating func ask(_ task: TaskID, by call: CallID) { doubts[task]?.call = call }

  /// The read is over.
  mutating func finishRead(of task: TaskID) { doubts[task]?.call = nil }

  /// Takes in what a read showed that was begun at `readAt`.
  mutating func see(_ observation: Doubt.Observation, of task: TaskID, readAt: Instant, _ settings: Settings)
    -> Doubt.Conclusion
  {
    doubts[task]?.see(observation, readAt: readAt, settings) ?? .goOn
  }

  /// The task could not be read; true when that has gone on for too long.
  mutating func failToSee(_ task: TaskID, readAt: Instant, at now: Instant, _ settings: Settings) -> Bool {
    doubts[task]?.failToSee(readAt: readAt, at: now, settings) ?? false
  }
}
