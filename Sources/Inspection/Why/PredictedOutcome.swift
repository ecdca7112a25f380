import Engine
import Foundation
package import GeoTareas
import Pacing
import Records
import Rules

/// What would happen to a task now, and why.
package struct PredictedOutcome: Sendable, Equatable {
  /// What would happen.
  package enum Kind: String, Sendable, CaseIterable {
    /// The effect would be made.
    case act
    /// A rule in stage shadow decides; it only reports what it would do.
    case shadow
    /// A rule decides, but an earlier effect or a safeguard holds its effect back.
    case held
    /// A rule decides, but its action does not fit the task.
    case blocked
    /// No rule decides, and one could not be evaluated, because something it asks for is not known.
    case undecided
    /// No rule takes the task.
    case none
  }

  package var kind: Kind
  /// The rule that decides, or that could not be decided.
  package var rule: String?
  /// What would be sent, as far as it is known in advance.
  package var write: Write?
  /// The reason, in words for people.
  package var reason: String

  package init(_ kind: Kind, rule: String? = nil, write: Write? = nil, _ reason: String) {
    self.kind = kind
    self.rule = rule
    self.write = write
    self.reason = reason
  }
}

extension Action {
  /// The action that makes exactly this request, whatever is known about the task.
  ///
  /// Values from the clock still come from the clock, so that it is the same effect.
  func filled(in write: Write) -> Action {
    switch write {
    case .complete(let result, let captured, let comment):
      var clocked: [String: FieldValue] = [:]
      if case .complete(let completion) = self {
        for field in completion.capturedData where field.value.clock != nil { clocked[field.name] = field.value }
      }
      return .complete(
        Completion(
          result: result,
          capturedData: captured.map { member in
            CapturedField(name: member.key, value: clocked[member.key] ?? .literal(Scalar(member.value)))
          }, comment: comment))
    case .reassign(.user(let id), let comment):
      return .reassign(Reassignment(target: .user(id: id), comment: comment))
    case .reassign(.group(let id), let comment):
      return .reassign(Reassignment(target: .group(id: id), comment: comment))
    }
  }
}

extension Scalar {
  fileprivate init(_ json: JSONValue) {
    self =
      switch json {
      case .bool(let flag): .boolean(flag)
      case .number(let digits): .decimal(digits)
      default: .text(json.string ?? json.text)
      }
  }
}
