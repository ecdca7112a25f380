package import Foundation
package import GeoTareas
import Pacing
import Rules

/// A task that a live rule wants an effect on, waiting for its turn.
package struct Candidate: Sendable, Equatable {
  package var task: TaskID
  /// The task as it was listed, in what matters for the effect.
  package var state: TaskState
  package var overdue: Bool
  var readAt: Instant
  package var rule: String
  package var ruleFingerprint: String
  package var write: Write
  package var effect: EffectKey
  /// The pool that chose the recipient, if one did.
  package var pool: String?
  /// Not before the rule's calendar opens; nil while it is open.
  package var notBefore: Date?
  /// What calls fail for goes last; before it overdue and escalated tasks first, then by due date, then by age.
  var urgency: Urgency

  /// How its requests are paced.
  var pace: Pacing.Urgency { urgency.isUrgent ? .urgent : .background }

  /// How its look is paced: what calls fail for takes no token out of its turn.
  var lookPace: Pacing.Urgency { urgency.isTroubled ? .background : .urgent }

  /// When it should be done, in nanoseconds of the wall clock, compared with candidates of the other class: when it is due,
  /// or a day after it came.
  var deadline: Int64 {
    min(Self.nanoseconds(urgency.due), Self.deadline(of: urgency.created))
  }

  /// A day after something came.
  static func deadline(of date: Date) -> Int64 { nanoseconds(date.addingTimeInterval(86_400)) }

  private static func nanoseconds(_ date: Date) -> Int64 {
    Int64(max(-9e9, min(9e9, date.timeIntervalSinceReferenceDate)) * 1e9)
  }

  struct Urgency: Sendable, Equatable, Comparable {
    var isUrgent: Bool
    /// Calls fail for the task: it goes behind all others, but for the floor that each class has.
    var isTroubled = false
    var due: Date
    var created: Date

    /// Overdue is what the server calls so, and what is past its date.
    init(_ task: TaskIndexKey, at now: Date) {
      due = task.dueDate.value ?? .distantFuture
      created = task.creationDate.value ?? .distantFuture
      isUrgent = task.listedAsOverdue || due < now || task.escalated == .yes
    }

    static func < (left: Urgency, right: Urgency) -> Bool {
      if left.isTroubled != right.isTroubled { return right.isTroubled }
      if left.isUrgent != right.isUrgent { return left.isUrgent }
      if left.due != right.due { return left.due < right.due }
      return left.created < right.created
    }
  }
}

/// The candidates of the last poll, the most urgent first.
struct CandidateQueue: Sendable, Equatable {
  /// The most urgent last, so that taking it is cheap.
  private var waiting: [Candidate] = []

  var isEmpty: Bool { waiting.isEmpty }
  var count: Int { waiting.count }

  /// All of them in the order of their turn.
  var inOrder: ReversedCollection<[Candidate]> { waiting.reversed() }

  mutating func replace(with candidates: [Candidate]) {
    waiting = candidates.sorted { ($1.urgency, $1.task) < ($0.urgency, $0.task) }
  }

  /// The places of all candidates in the order of their turn.
  var places: ReversedCollection<Range<Int>> { waiting.indices.reversed() }

  subscript(place: Int) -> Candidate { waiting[place] }

  /// Takes out the candidate at a place.
  mutating func take(at place: Int) -> Candidate { waiting.remove(at: place) }

  /// Takes the candidate of `task` out, if there is one.
  mutating func remove(_ task: TaskID) { waiting.removeAll { $0.task == task } }

  func contains(_ task: TaskID) -> Bool { waiting.contains { $0.task == task } }

  /// Puts a candidate back at its place.
  mutating func putBack(_ candidate: Candidate) {
    let key = (candidate.urgency, candidate.task)
    let index = waiting.firstIndex { ($0.urgency, $0.task) < key } ?? waiting.endIndex
    waiting.insert(candidate, at: index)
  }
}
