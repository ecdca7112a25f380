/// How many effects ended in which way, and about how many tasks something was decided that is no effect.
package struct Tally: Sendable, Equatable {
  /// What is counted.
  package enum Kind: Int, Sendable, CaseIterable {
    /// The effect is there: confirmed by the server, proved by reading, or seen by a person.
    case done
    /// The server refused the effect.
    case refused
    /// Nothing was left to do: the task changed or went, or somebody else was first.
    case superseded
    /// A rule that only watches would have acted.
    case shadow
    /// A dry run would have acted.
    case dry
    /// The task does not fit what the rule would do.
    case blocked
    /// A limit of the rule kept the task back.
    case capped
    /// The rule itself says to leave the task alone.
    case skipped
  }

  private var counts = [Int](repeating: 0, count: Kind.allCases.count)

  package init() {}

  package subscript(kind: Kind) -> Int {
    get { counts[kind.rawValue] }
    set { counts[kind.rawValue] = newValue }
  }

  /// All of it.
  package var total: Int { counts.reduce(0, +) }

  package static func += (left: inout Tally, right: Tally) {
    for kind in Kind.allCases { left[kind] += right[kind] }
  }
}
