import Engine
import Foundation
package import GeoTareas
import Pacing
import Rules

/// What would happen to a task now, and why.
package struct Prospect: Sendable, Equatable {
  /// What would happen.
  package enum Kind: String, Sendable, CaseIterable {
    /// The effect would be made.
    case act
    /// A rule in stage shadow decides: it only says what it would do.
    case shadow
    /// A rule decides, but what was done before, or a safeguard, keeps its effect back.
    case held
    /// A rule decides, but its action does not fit the task.
    case blocked
    /// No rule decides, and one could not be evaluated: something it asks for is not known.
    case undecided
    /// No rule takes the task.
    case none
  }

  package var kind: Kind
  /// The rule that decides, or could not be decided.
  package var rule: String?
  /// What would be sent, as far as it is known beforehand.
  package var write: Write?
  /// In words for people.
  package var reason: String

  package init(_ kind: Kind, rule: String? = nil, write: Write? = nil, _ reason: String) {
    self.kind = kind
    self.rule = rule
    self.write = write
    self.reason = reason
  }
}

extension Write {
  /// The rule's action that makes just this request.
  var action: Action {
    switch self {
    case .complete(let result, let captured, let comment):
      .complete(
        Completion(
          result: result,
          capturedData: captured.map { CapturedField(name: $0.key, value: .literal(Self.scalar($0.value))) },
          comment: comment))
    case .reassign(.user(let id), let comment): .reassign(Reassignment(target: .user(id: id), comment: comment))
    case .reassign(.group(let id), let comment): .reassign(Reassignment(target: .group(id: id), comment: comment))
    }
  }

  private static func scalar(_ json: JSONValue) -> Scalar {
    switch json {
    case .bool(let flag): .boolean(flag)
    case .number(let text): Decimal(string: text, locale: nil).map { .number($0) } ?? .text(text)
    default: .text(json.string ?? json.text)
    }
  }
}
