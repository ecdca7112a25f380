import Records
import Synchronization

/// Counts the records that need a person, for whoever must hear of it; repeated ones count, too.
///
/// Records about calling that very one do not count.
package final class ErrorCount: Sendable {
  private let count = Atomic(0)

  package init() {}

  /// How many there were so far.
  package var value: Int { count.load(ordering: .relaxed) }

  func note(_ entry: LogEntry) {
    guard entry.level == .err, entry.name != .pingFailed else { return }
    count.add(1, ordering: .relaxed)
  }
}
