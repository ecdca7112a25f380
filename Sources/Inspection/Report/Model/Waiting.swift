package import Foundation
import Records

/// Something that waits and goes on by itself, or when somebody takes back what he ordered: since when, and why.
package struct Waiting: Sendable, Equatable {
  package enum Kind: String, Sendable, CaseIterable {
    /// Tasks that a rule decided to act on wait for their turn.
    case turn
    /// Whether an effect is there will be found out by reading.
    case doubt
    /// A person holds the tenant or a rule back.
    case hold
    /// A limit of their rule keeps tasks back.
    case capped
    /// The server, or calls about a task, fail for a while.
    case server
  }

  package var kind: Kind
  package var tenant: String
  package var count = 1
  package var since: Date?
  package var until: Date?
  package var rule: RuleName?
  package var task: TaskName?
  package var intent: String?
  package var obstacle: Standstill?
  package var hold: Int64?
  /// Who ordered it.
  package var by: String?
  package var why: String?

  package init(_ kind: Kind, tenant: String, since: Date? = nil) {
    self.kind = kind
    self.tenant = tenant
    self.since = since
  }
}
