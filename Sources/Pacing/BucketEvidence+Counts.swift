/// Evidence from the counts themselves, which also works while requests overlap.
extension BucketEvidence {
  /// Answers in a row that counted only the requests of their own endpoint.
  struct OwnCounts: Sendable, Equatable {
    var inARow = 0
    /// The latest request to the other endpoint that the last of them should have counted.
    var seen: Int64?
  }

  /// By how many requests to the other endpoint the two counts must differ; fewer may come from the grain of a clock.
  private static let gap = 3

  /// How many phases of a server's two counters are tried.
  private static let phases: Int64 = 24

  /// Compares a count with what it must be if the endpoints share a limit, and if they do not.
  ///
  /// A server with fixed windows forgets requests that we still count. So it may once show the number of our own
  /// requests although it counts both endpoints. It cannot do so several times in a row while requests to the other
  /// endpoint go on, because those would raise the count. A server with two counters shows less than it was sent, too,
  /// but no less than ``leastOfCounters(with:)``.
  mutating func compare(_ look: Exchange, _ used: Int, at now: Int64) {
    var own = 1...1
    var others = 0
    var latest: Int64?
    for exchange in exchanges where exchange.id != look.id {
      let end = exchange.settled ?? .max
      // It had left the window before this request was sent.
      if end < look.sent - window - margin { continue }
      let isCounted = exchange.used != nil && end <= look.sent && exchange.sent > now - window + margin
      if exchange.side == look.side {
        own = own.lowerBound + (isCounted ? 1 : 0)...own.upperBound + 1
      } else if exchange.side != .other, isCounted {
        others += 1
        latest = exchange.id
      }
    }
    if used > own.upperBound { return ownCounts = OwnCounts() }
    guard own.count <= 2, own.upperBound + Self.gap <= own.lowerBound + others else { return }
    guard own.contains(used) else { return ownCounts = OwnCounts() }
    guard latest != ownCounts.seen, used < leastOfCounters(with: look) else { return }
    ownCounts = OwnCounts(inARow: ownCounts.inARow + 1, seen: latest)
  }
  /// The least that a server can show that keeps two aligned counters and weights the earlier one by its remaining
  /// part.
  private func leastOfCounters(with look: Exchange) -> Int {
    let counted = exchanges.filter { exchange in
      exchange.id != look.id && exchange.used != nil && exchange.side != .other
        && exchange.settled.map { $0 <= look.sent } ?? false
    }
    var least = Double.infinity
    for phase in 0..<Self.phases {
      // When the later counter started.
      let start = look.sent - phase * window / Self.phases
      let faded = Double(look.sent + margin - start) / Double(window)
      var sum = 1.0
      for exchange in counted where exchange.sent >= start - window {
        sum += exchange.sent >= start ? 1 : max(0, 1 - faded)
      }
      least = min(least, sum)
    }
    return Int(least)
  }
}
