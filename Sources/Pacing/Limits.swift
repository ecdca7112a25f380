/// The limits of several endpoints, some of which share one.
///
/// Each endpoint has a key. What keys share a ``Limiter`` can change by what the server's counts show: tokens in use are then
/// carried over, so that neither before nor after more is sent than the limits allow.
package struct Limits<Key: Hashable & Sendable>: Sendable {
  /// Endpoints that share a limit, or may do so.
  package struct Group: Sendable {
    package var members: [(key: Key, limit: RateLimit)]
    package var bond: Bond

    package init(_ members: [(key: Key, limit: RateLimit)], _ bond: Bond) {
      self.members = members
      self.bond = bond
    }
  }

  /// The evidence on two keys of a group, by their lanes.
  struct Pair: Sendable {
    /// All lanes of the group.
    var lanes: Range<Int>
    var first: Int
    var second: Int
    var evidence: BucketEvidence
  }

  /// The place of a key in the arrays below is its lane.
  let keys: [Key]
  let configured: [RateLimit]
  var limiters: [Limiter]
  /// The place of each lane's limiter.
  var places: [Int]
  var waiting: [Bool]
  var pairs: [Pair] = []

  package init(_ groups: [Group]) {
    let members = groups.flatMap(\.members)
    keys = members.map(\.key)
    configured = members.map(\.limit)
    waiting = members.map { _ in false }
    (limiters, places) = ([], [])
    for group in groups {
      let lanes = places.count..<places.count + group.members.count
      let shared = RateLimit(lowest: group.members.map(\.limit))
      for member in group.members {
        if group.bond == .apart || places.count == lanes.lowerBound {
          limiters.append(Limiter(limit: group.bond == .apart ? member.limit : shared ?? member.limit))
        }
        places.append(limiters.count - 1)
      }
      guard group.bond != .fixed else { continue }
      for first in lanes {
        for second in lanes where second > first {
          let window = max(configured[first].window, configured[second].window)
          pairs.append(Pair(lanes: lanes, first: first, second: second, evidence: BucketEvidence(window: window)))
        }
      }
    }
  }

  /// The keys that share a limiter at present.
  package var sharing: [[Key]] {
    limiters.indices.map { place in keys.indices.filter { places[$0] == place }.map { keys[$0] } }
  }

  /// The limiter of a key; nil for a key that is in no group.
  package subscript(key: Key) -> Limiter? { lane(key).map { limiters[places[$0]] } }

  package func earliest(_ key: Key, at now: Instant, _ urgency: Urgency) -> Instant? {
    lane(key).flatMap { limiters[places[$0]].earliest(at: now, urgency) }
  }

  package func free(_ key: Key, at now: Instant, _ urgency: Urgency) -> Int {
    lane(key).map { limiters[places[$0]].free(at: now, urgency) } ?? 0
  }

  package mutating func take(_ key: Key, _ id: Int64, at now: Instant) {
    guard let lane = lane(key) else { return }
    limiters[places[lane]].take(id, at: now, lane: lane)
    for pair in pairs.indices {
      guard let side = pairs[pair].side(lane) else { continue }
      pairs[pair].evidence.send(id, to: side, at: now)
    }
  }

  /// Says whether background work waits for a key.
  package mutating func wait(_ key: Key, _ isWaiting: Bool, at now: Instant) {
    guard let lane = lane(key) else { return }
    waiting[lane] = isWaiting
    limiters[places[lane]].wait(isAnyWaiting(at: places[lane]), at: now)
  }

  func isAnyWaiting(at place: Int) -> Bool { waiting.indices.contains { places[$0] == place && waiting[$0] } }

  func lane(_ key: Key) -> Int? { keys.firstIndex(of: key) }
}

extension Limits.Pair {
  func side(_ lane: Int) -> BucketEvidence.Side? {
    if lane == first { return .first }
    if lane == second { return .second }
    return lanes.contains(lane) ? .other : nil
  }
}
