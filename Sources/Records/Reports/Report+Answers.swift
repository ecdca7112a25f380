package import Foundation
package import GeoTareas

/// Facts about what the API's answers consist of.
extension Report {
  /// What is not as before in the answers of an endpoint.
  package struct ChangedAnswers: Sendable, Equatable {
    package var endpoint: Endpoint
    package var changes: [AnswerChange]
    /// Since when at least one of them has been seen.
    package var since: Date

    package init(_ endpoint: Endpoint, _ changes: [AnswerChange], since: Date) {
      self.endpoint = endpoint
      self.changes = changes
      self.since = since
    }
  }

  /// Something that is not as before, at a path such as `data[].entity.type`.
  package enum AnswerChange: Sendable, Equatable {
    /// A key that no answer had before.
    case newKey(String, [AnswerShape.Kind])
    /// A key that every answer had, and that none has had for a day.
    case gone(String)
    /// A key that was gone, and is there again.
    case back(String)
    /// A key whose value is of a kind that it never had.
    case newKind(String, [AnswerShape.Kind], before: [AnswerShape.Kind])
    /// A code that is not among the documented ones, and was never seen.
    case newCode(String, String, before: [String])
  }
}
