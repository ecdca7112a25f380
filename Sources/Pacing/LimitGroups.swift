/// The limits of several endpoints.
///
/// Each endpoint has a lane, a number from 0 on.
///
/// The server's counts can change which lanes share a ``Limiter``. Tokens in use are then carried over, so that neither
/// before nor after more is sent than the limits allow.
package struct LimitGroups: Sendable {
  /// The evidence about two lanes of a group.
  struct Pair: Sendable {
    /// All lanes of the group.
    var lanes: Range<Int>
    var first: Int
    var second: Int
    var evidence: BucketEvidence
  }

  let configured: [RateLimit]
  package internal(set) var limiters: [Limiter]
  /// The place of each lane's limiter.
  package internal(set) var places: [Int]
  var waiting: [Bool]
  var pairs: [Pair] = []

  /// Numbers the lanes in the order of the groups and of their members.
  package init(_ groups: [(limits: [RateLimit], sharing: LimitSharing)]) {
    configured = groups.flatMap(\.limits)
    waiting = configured.map { _ in false }
    (limiters, places) = ([], [])
    for group in groups {
      let lanes = places.count..<places.count + group.limits.count
      let shared = RateLimit(lowest: group.limits)
      for limit in group.limits {
        if group.sharing == .separate || places.count == lanes.lowerBound {
          limiters.append(Limiter(limit: group.sharing == .separate ? limit : shared ?? limit))
        }
        places.append(limiters.count - 1)
      }
      guard group.sharing != .shared else { continue }
      for first in lanes {
        for second in lanes where second > first {
          let (left, right) = (configured[first], configured[second])
          let evidence = BucketEvidence(
            requests: max(left.requests, right.requests), window: max(left.window, right.window))
          pairs.append(Pair(lanes: lanes, first: first, second: second, evidence: evidence))
        }
      }
    }
  }

  package func earliest(_ lane: Int, at now: Instant, _ urgency: Urgency) -> Instant? {
    limiters[places[lane]].earliest(at: now, urgency)
  }

  package func free(_ lane: Int, at now: Instant, _ urgency: Urgency) -> Int {
    limiters[places[lane]].free(at: now, urgency)
  }

  package mutating func take(_ lane: Int, _ id: Int64, at now: Instant) {
    limiters[places[lane]].take(id, at: now, lane: lane)
    for pair in pairs.indices {
      guard let side = pairs[pair].side(lane) else { continue }
      pairs[pair].evidence.send(id, to: side, at: now)
    }
  }

  /// Which of two lanes should send next, so that the server's counts soon show whether they share a limit.
  ///
  /// Nil where that is known, or where the server states no counts.
  package func nextForEvidence(_ left: Int, _ right: Int) -> Int? {
    guard places[left] == places[right], limiters[places[left]].foreign.counted != nil,
      let pair = pairs.first(where: { $0.first == min(left, right) && $0.second == max(left, right) }),
      pair.evidence.verdict == .unknown
    else { return nil }
    return pair.evidence.lastSide == .first ? pair.second : pair.first
  }

  /// Records whether background work waits on a lane.
  package mutating func wait(_ lane: Int, _ isWaiting: Bool, at now: Instant) {
    guard waiting[lane] != isWaiting || !isWaiting else { return }
    waiting[lane] = isWaiting
    limiters[places[lane]].wait(isAnyWaiting(at: places[lane]), at: now)
  }

  func isAnyWaiting(at place: Int) -> Bool {
    for lane in places.indices where places[lane] == place && waiting[lane] { return true }
    return false
  }
}

extension LimitGroups.Pair {
  func side(_ lane: Int) -> BucketEvidence.Side? {
    if lane == first { return .first }
    if lane == second { return .second }
    return lanes.contains(lane) ? .other : nil
  }
}
