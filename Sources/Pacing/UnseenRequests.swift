/// Requests of others that hold tokens of a limit, as the latest times at which they can have arrived, in order.
struct UnseenRequests: Sendable, Equatable {
  private(set) var times: [Int64] = []

  var count: Int { times.count }

  /// How many are gone at `now`, if each holds its token for `hold`; they come first.
  func gone(at now: Int64, hold: Int64) -> Int {
    var gone = 0
    while gone < times.count, times[gone] + hold <= now { gone += 1 }
    return gone
  }

  mutating func forget(at now: Int64, hold: Int64) { times.removeFirst(gone(at: now, hold: hold)) }

  /// Makes their number at least the first and at most the second bound; returns how many were added, at `now`.
  mutating func bring(between least: Int, and most: Int, at now: Int64) -> Int {
    if least > count {
      let added = least - count
      times += Array(repeating: now, count: added)
      return added
    }
    disown(count - max(0, most, least))
    return 0
  }

  /// Drops the oldest ones.
  mutating func disown(_ number: Int) { times.removeFirst(min(max(0, number), count)) }

  /// Notes that the first of them is gone at `end` at the latest.
  mutating func leave(by end: Int64, hold: Int64) {
    guard let first = times.first else { return }
    times[0] = min(first, end - hold)
  }
}
