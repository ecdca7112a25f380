package import Foundation
package import GeoTareas
import Pacing
package import Records
import Rules

/// A task that a live rule wants an effect on, waiting for its turn.
package struct Candidate: Sendable, Equatable {
  package var task: TaskID
  /// The parts of the listed task that matter for the effect.
  package var state: TaskState
  package var overdue: Bool
  var readAt: Instant
  package var rule: String
  package var ruleFingerprint: String
  package var write: Write
  package var effect: EffectKey
  /// The pool that chose the recipient, if one did.
  package var pool: String?
  /// When the rule's calendar opens; nil while it is open.
  package var notBefore: Date?
  /// Tasks that calls fail for go last.
  ///
  /// Among the others, overdue and escalated tasks come first, then the order is by due date, then by age.
  var urgency: Urgency

  /// How its requests are paced.
  var pace: Pacing.Urgency { urgency.isUrgent ? .urgent : .background }

  /// How its look is paced: tasks that calls fail for take no token out of turn.
  var lookPace: Pacing.Urgency { urgency.isTroubled ? .background : .urgent }

  /// The time by which it should be done, in nanoseconds of the wall clock: when it is due, or a day after it was
  /// created.
  ///
  /// It is compared with candidates of the other class.
  var deadline: Int64 {
    min(Self.nanoseconds(urgency.due), Self.deadline(of: urgency.created))
  }

  /// A day after `date`.
  static func deadline(of date: Date) -> Int64 { nanoseconds(date.addingTimeInterval(86_400)) }

  private static func nanoseconds(_ date: Date) -> Int64 {
    Int64(max(-9e9, min(9e9, date.timeIntervalSinceReferenceDate)) * 1e9)
  }

  struct Urgency: Sendable, Equatable, Comparable {
    var isUrgent: Bool
    /// True when calls fail for the task.
    ///
    /// It then goes behind all others, except for the share of turns that each class is guaranteed.
    var isTroubled = false
    var due: Date
    var created: Date

    /// A task is overdue when the server says so, or when its due date has passed.
    init(_ task: TaskIndexKey, at now: Date) {
      due = task.dueDate.value ?? .distantFuture
      created = task.creationDate.value ?? .distantFuture
      isUrgent = task.listedAsOverdue || due < now || task.escalated == .yes
    }

    /// The same of what rules are shown of the task.
    init(_ task: TaskView, at now: Date) {
      due = task.due.value ?? .distantFuture
      created = task.created.value ?? .distantFuture
      isUrgent = task.listedAsOverdue || due < now || task.escalated.value == true
    }

    static func < (left: Urgency, right: Urgency) -> Bool {
      if left.isTroubled != right.isTroubled { return right.isTroubled }
      if left.isUrgent != right.isUrgent { return left.isUrgent }
      if left.due != right.due { return left.due < right.due }
      return left.created < right.created
    }
  }
}

/// The candidates of the last poll, the most urgent first, whose turn it is, and what they wait for.
struct CandidateQueue: Sendable {
  /// Tokens that candidates wait for which may go, and how their looks are paced.
  typealias Awaited = (endpoint: Endpoint, urgency: Pacing.Urgency, look: Pacing.Urgency)

  /// Sorted with the most urgent last, so that taking it is cheap.
  private var waiting: [Candidate] = []
  /// Whose turn it is: urgent candidates or others.
  private var turns = FairScheduler()
  /// What candidates that may go were waiting for after the last event.
  private(set) var awaited: [Awaited] = []

  var isEmpty: Bool { waiting.isEmpty }
  var count: Int { waiting.count }

  /// All candidates, the most urgent first.
  var inOrder: ReversedCollection<[Candidate]> { waiting.reversed() }

  mutating func replace(with candidates: [Candidate]) {
    waiting = candidates.sorted { ($1.urgency, $1.task) < ($0.urgency, $0.task) }
  }

  /// The places of all candidates, the most urgent first.
  var places: ReversedCollection<Range<Int>> { waiting.indices.reversed() }

  subscript(place: Int) -> Candidate { waiting[place] }

  /// Removes and returns the candidate at a place.
  mutating func take(at place: Int) -> Candidate { waiting.remove(at: place) }

  /// Removes the candidate of `task`, if there is one.
  mutating func remove(_ task: TaskID) { waiting.removeAll { $0.task == task } }

  func contains(_ task: TaskID) -> Bool { waiting.contains { $0.task == task } }

  /// The place of the candidate among these whose turn it is.
  mutating func pick(_ heads: [FairScheduler.Head]) -> Int? { turns.pick(heads) }

  /// Notes what candidates that may go wait for.
  mutating func wait(for awaited: [Awaited]) { self.awaited = awaited }

  /// Puts a candidate back into the order.
  mutating func putBack(_ candidate: Candidate) {
    let key = (candidate.urgency, candidate.task)
    let index = waiting.firstIndex { ($0.urgency, $0.task) < key } ?? waiting.endIndex
    waiting.insert(candidate, at: index)
  }
}
