/// The order in which classes of work are served: strictly by rank, except for a guaranteed share of turns.
///
/// Every fifth turn goes to the earliest deadline among the ranks behind the first one. So a flood of work of the
/// highest rank cannot keep the rest from ever being done.
package struct FairScheduler: Sendable, Hashable {
  /// The next item of one class.
  package struct Head: Sendable, Hashable {
    /// The lowest rank goes first.
    package var rank: Int
    /// When it came, plus the patience of its class; only compared with others.
    package var deadline: Int64

    package init(rank: Int, deadline: Int64) {
      self.rank = rank
      self.deadline = deadline
    }
  }

  /// One turn in this many goes to the other ranks.
  package static let floor = 5

  /// Turns since the last one that went to the other ranks.
  private var count = 0

  package init() {}

  /// The place of the head to serve now; nil for none.
  ///
  /// Among heads of the same rank, the earliest deadline wins; with equal deadlines, the first one. Each call is a
  /// turn.
  package mutating func pick(_ heads: [Head]) -> Int? {
    var foremost: Int?
    for place in heads.indices {
      guard let best = foremost else {
        foremost = place
        continue
      }
      if (heads[place].rank, heads[place].deadline) < (heads[best].rank, heads[best].deadline) { foremost = place }
    }
    guard let foremost else { return nil }
    count += 1
    guard count >= Self.floor else { return foremost }
    count = 0
    var other: Int?
    for place in heads.indices where heads[place].rank != heads[foremost].rank {
      if let best = other, heads[best].deadline <= heads[place].deadline { continue }
      other = place
    }
    return other ?? foremost
  }
}
