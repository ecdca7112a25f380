import GeoTareas
import Pacing
import Records

/// Remembers what was reported about each task, so that a decision is reported once and not with every poll.
struct ReportedDecisions: Sendable, Equatable {
  /// A decision as it was reported.
  struct Said: Sendable, Equatable {
    var kind: DecisionEntry.Kind
    var ruleFingerprint: String
    var state: TaskState
    var note: String

    /// The note used when something that a rule asks for is not known.
    static let undecided = "undecided"
  }

  /// A rule that also matches, but stands behind the rule that decides.
  struct Shadowed: Sendable, Equatable {
    var ruleFingerprint: String
    var otherFingerprint: String
    var state: TaskState
  }

  private var said: [TaskID: Said] = [:]
  private var capped: [TaskID: Said] = [:]
  /// What rules that only watch would have done, by their fingerprints.
  private var watched: [TaskID: [String: Said]] = [:]
  private var shadowed: [TaskID: Shadowed] = [:]
  private var blocks: [TaskID: Block] = [:]

  /// A task that does not fit its rule's effect.
  private struct Block: Sendable, Equatable {
    var until: Instant
    var times: Int
    var ruleFingerprint: String
    var state: TaskState
  }

  private static let longestBlock: Duration = .seconds(3_600)
  /// Beyond these, what was told of a task for rules that only watch is forgotten: new rules come with each reload.
  private static let mostWatched = 64

  /// How many tasks are held.
  var count: Int { max(said.count, capped.count, watched.count, shadowed.count, blocks.count) }

  /// Notes a decision; true if it has not been reported yet.
  ///
  /// That a limit keeps a task back stands beside the decision to act on it, and so does what each rule that only watches
  /// would have done.
  mutating func say(_ decision: Said, about task: TaskID) -> Bool {
    switch decision.kind {
    case .capped:
      guard capped[task] != decision else { return false }
      capped[task] = decision
    case .shadow:
      // Without a note it is the only decision.
      if decision.note.isEmpty { said[task] = nil }
      guard watched[task]?[decision.ruleFingerprint] != decision else { return false }
      if watched[task, default: [:]].count >= Self.mostWatched { watched[task] = [:] }
      watched[task, default: [:]][decision.ruleFingerprint] = decision
    case .act, .blocked, .skipped, .dry:
      guard said[task] != decision else { return false }
      said[task] = decision
    }
    return true
  }

  /// Notes that a rule came too late for a task; true if that has not been reported yet.
  mutating func say(_ news: Shadowed, about task: TaskID) -> Bool {
    guard shadowed[task] != news else { return false }
    shadowed[task] = news
    return true
  }

  /// Notes that a task does not fit its rule's effect.
  ///
  /// It is not looked at again for a while, longer each time, as long as neither the task nor the rule changes.
  mutating func block(_ task: TaskID, by ruleFingerprint: String, in state: TaskState, first: Duration, at now: Instant)
  {
    var block =
      blocks[task] ?? Block(until: now, times: 0, ruleFingerprint: ruleFingerprint, state: state)
    if block.ruleFingerprint != ruleFingerprint || block.state != state { block.times = 0 }
    block.until = now + min(first * (1 << min(block.times, 12)), max(first, Self.longestBlock))
    block.times += 1
    (block.ruleFingerprint, block.state) = (ruleFingerprint, state)
    blocks[task] = block
  }

  /// Until when a task that did not fit its rule's effect is not looked at again; nil where it may be.
  func blockedUntil(_ task: TaskID, by ruleFingerprint: String, in state: TaskState, at now: Instant) -> Instant? {
    guard let until = blocks[task]?.until, until > now else { return nil }
    return wasBlocked(task, by: ruleFingerprint, in: state) ? until : nil
  }

  /// True if the last report about the task, in its present state, was that it does not fit the rule.
  func wasBlocked(_ task: TaskID, by ruleFingerprint: String, in state: TaskState) -> Bool {
    guard let said = said[task] else { return false }
    return said.kind == .blocked && said.note != Said.undecided && said.ruleFingerprint == ruleFingerprint
      && said.state == state
  }

  /// The tasks about which was last reported that they do not fit a rule's effect.
  var blocked: [TaskID: Said] { said.filter { $0.value.kind == .blocked && $0.value.note != Said.undecided } }

  mutating func forgetBlocks() { blocks = [:] }

  mutating func prune(keeping kept: (TaskID) -> Bool) {
    said.prune { task, _ in kept(task) }
    capped.prune { task, _ in kept(task) }
    watched.prune { task, _ in kept(task) }
    shadowed.prune { task, _ in kept(task) }
    blocks.prune { task, _ in kept(task) }
  }
}
