import Foundation
package import GeoTareas
import Pacing

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
  /// Overdue and escalated tasks go first, then by due date, then by age.
  var urgency: Urgency

  struct Urgency: Sendable, Equatable, Comparable {
    var isUrgent: Bool
    var due: Date
    var created: Date

    static func < (left: Urgency, right: Urgency) -> Bool {
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
  var inOrder: [Candidate] { waiting.reversed() }

  mutating func replace(with candidates: [Candidate]) {
    waiting = candidates.sorted { ($1.urgency, $1.task) < ($0.urgency, $0.task) }
  }

  /// Takes out the most urgent candidate whose endpoint `isOpen` admits.
  mutating func take(where isOpen: (Endpoint) -> Bool) -> Candidate? {
    guard let index = waiting.lastIndex(where: { isOpen($0.write.endpoint) }) else { return nil }
    return waiting.remove(at: index)
  }

  /// Puts a candidate back at its place.
  mutating func putBack(_ candidate: Candidate) {
    let key = (candidate.urgency, candidate.task)
    let index = waiting.firstIndex { ($0.urgency, $0.task) < key } ?? waiting.endIndex
    waiting.insert(candidate, at: index)
  }

  /// The endpoints that candidates wait for.
  var endpoints: Set<Endpoint> { Set(waiting.map(\.write.endpoint)) }
}
