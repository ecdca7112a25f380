package import Foundation

/// Something that a report tells by itself: what it is about, since when, and why.
package struct Matter<Kind: RawRepresentable<String> & Hashable & Sendable>: Sendable, Equatable {
  package var kind: Kind
  package var tenant: String
  /// How many effects or tasks it is about.
  package var count = 1
  package var since: Date?
  /// When it is tried again, or ends.
  package var until: Date?
  package var rule: RuleName?
  package var task: TaskName?
  /// The intent; nil for what is about several.
  package var intent: String?
  /// What stands still, where the server is to blame.
  package var obstacle: Standstill?
  /// The number of the hold that is to be released.
  package var hold: Int64?
  /// Who ordered it.
  package var by: String?
  /// Why, in the words of the daemon, the server or a person.
  package var why: String?

  package init(_ kind: Kind, tenant: String, since: Date? = nil) {
    self.kind = kind
    self.tenant = tenant
    self.since = since
  }
}
