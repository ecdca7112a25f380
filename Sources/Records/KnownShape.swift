package import Foundation
package import GeoTareas

/// What the answers of an endpoint have consisted of so far, as the journal keeps it.
package struct KnownShape: Sendable, Equatable, Codable {
  /// What has stood at a path.
  package struct Part: Sendable, Equatable, Codable {
    package var kinds: Set<AnswerShape.Kind>
    package var codes: Set<String>
    /// When it was first seen.
    package var since: Date
    /// True where not every object has it: that it is missing says nothing.
    package var isPatchy = false
    /// When an answer first was without it, since it was last seen; nil where the last answer had it.
    package var absentSince: Date?
    /// How many answers in a row were without it.
    package var misses = 0
    /// True where it was reported as gone.
    package var isGone = false

    package init(kinds: Set<AnswerShape.Kind>, codes: Set<String>, since: Date) {
      self.kinds = kinds
      self.codes = codes
      self.since = since
    }
  }

  package var endpoint: Endpoint
  /// By path: `data[].entity.type`.
  package var parts: [String: Part]
  /// When an answer was last looked at, as far as it was written down.
  package var at: Date

  package init(_ endpoint: Endpoint, parts: [String: Part] = [:], at: Date) {
    self.endpoint = endpoint
    self.parts = parts
    self.at = at
  }
}
