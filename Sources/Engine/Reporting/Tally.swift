import Pacing
import Records

/// Counts for the summary, since the last one.
struct Tally: Sendable, Equatable {
  private(set) var counts: [Report.Name: Int] = [:]
  private(set) var polls = 0
  /// Effects that were made, whether the server confirmed them or reading proved them.
  private(set) var effects = 0

  mutating func count(_ name: Report.Name) { counts[name, default: 0] += 1 }

  mutating func countPoll() { polls += 1 }

  mutating func countEffect() { effects += 1 }

  subscript(_ name: Report.Name) -> Int { counts[name] ?? 0 }
}
