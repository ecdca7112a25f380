/// Something that waits and goes on by itself, or when somebody takes back what he ordered: since when, and why.
package typealias Waiting = Matter<WaitingKind>

/// What it waits for.
package enum WaitingKind: String, Sendable, CaseIterable {
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
