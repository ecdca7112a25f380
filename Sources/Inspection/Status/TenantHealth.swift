package import Foundation

/// How well a tenant is, and who has to do something about it.
package enum TenantHealth: Int, Sendable, Comparable, CaseIterable {
  case ok
  /// Something is wrong, and heals by itself.
  case degraded
  /// Something is wrong until a person does something.
  case person

  /// The word for it, in text and JSON.
  package var name: String {
    switch self {
    case .ok: "ok"
    case .degraded: "degraded"
    case .person: "person"
    }
  }

  package static func < (left: TenantHealth, right: TenantHealth) -> Bool { left.rawValue < right.rawValue }
}

/// Something that is wrong with a tenant: since when, until when, and what to do about it.
package struct TenantProblem: Sendable, Equatable {
  /// Never ``TenantHealth/ok``.
  package var health: TenantHealth
  /// Two or three words, for a line of a table.
  package var brief: String
  package var what: String
  /// When it began; nil where that is not known.
  package var since: Date?
  /// When it is tried again; nil where that is not known.
  package var until: Date?
  /// What a person can do.
  package var advice: String

  init(
    _ health: TenantHealth, _ brief: String, _ what: String, since: Date? = nil, until: Date? = nil, advice: String
  ) {
    self.health = health
    self.brief = brief
    self.what = what
    self.since = since
    self.until = until
    self.advice = advice
  }
}
