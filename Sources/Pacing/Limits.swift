/// The limits of several endpoints, some of which share one: ``LaneLimits`` by keys.
///
/// A key that is in no group has no limiter: nothing is free for it. In a loop that asks much, ``LaneLimits`` is faster: code
/// for any kind of key cannot be fitted to one in another module.
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

  /// The place of a key is its lane.
  private let keys: [Key]
  private var lanes: LaneLimits

  package init(_ groups: [Group]) {
    keys = groups.flatMap { $0.members.map(\.key) }
    lanes = LaneLimits(groups.map { (limits: $0.members.map(\.limit), bond: $0.bond) })
  }

  /// The keys that share a limiter at present.
  package var sharing: [[Key]] {
    lanes.limiters.indices.map { place in keys.indices.filter { lanes.places[$0] == place }.map { keys[$0] } }
  }

  /// The limiter of a key; nil for a key that is in no group.
  package subscript(key: Key) -> Limiter? { lane(key).map { lanes.limiters[lanes.places[$0]] } }

  package func earliest(_ key: Key, at now: Instant, _ urgency: Urgency) -> Instant? {
    guard let lane = lane(key) else { return nil }
    return lanes.earliest(lane, at: now, urgency)
  }

  package func free(_ key: Key, at now: Instant, _ urgency: Urgency) -> Int {
    guard let lane = lane(key) else { return 0 }
    return lanes.free(lane, at: now, urgency)
  }

  package mutating func take(_ key: Key, _ id: Int64, at now: Instant) {
    guard let lane = lane(key) else { return }
    lanes.take(lane, id, at: now)
  }

  /// Says whether background work waits for a key.
  package mutating func wait(_ key: Key, _ isWaiting: Bool, at now: Instant) {
    guard let lane = lane(key) else { return }
    lanes.wait(lane, isWaiting, at: now)
  }

  /// Passes the answer to ``Limiter/settle(_:at:_:)``, and tells whether keys share a limiter in another way since.
  @discardableResult
  package mutating func settle(_ key: Key, _ id: Int64, at now: Instant, _ word: ServerWord? = nil) -> Bool {
    guard let lane = lane(key) else { return false }
    return lanes.settle(lane, id, at: now, word)
  }

  /// Passes the refusal to ``Limiter/refuse(_:at:retryAfter:_:)``; nil for a key that is in no group.
  package mutating func refuse(
    _ key: Key, _ id: Int64, at now: Instant, retryAfter: Duration?, _ word: ServerWord? = nil
  ) -> Refusal? {
    guard let lane = lane(key) else { return nil }
    return lanes.refuse(lane, id, at: now, retryAfter: retryAfter, word)
  }

  private func lane(_ key: Key) -> Int? {
    var lane = 0
    while lane < keys.count {
      if keys[lane] == key { return lane }
      lane += 1
    }
    return nil
  }
}

extension Limits {
  package mutating func giveBack(_ key: Key, _ id: Int64) {
    guard let lane = lane(key) else { return }
    lanes.giveBack(lane, id)
  }

  package mutating func block(_ key: Key, until: Instant) {
    guard let lane = lane(key) else { return }
    lanes.block(lane, until: until)
  }

  /// Sends nothing anywhere for a window: requests of an earlier life may fill it.
  package mutating func fallSilent(at now: Instant) { lanes.fallSilent(at: now) }

  /// Takes over tokens of an earlier life: see ``Limiter/restore(_:lifetime:)``.
  package mutating func restore(_ key: Key, _ entries: [RequestLedger.Entry], lifetime: Duration) {
    guard let lane = lane(key) else { return }
    lanes.restore(lane, entries, lifetime: lifetime)
  }

  /// Goes on with what the key's limiter had learnt at `then`: see ``Limiter/remember(_:from:)``.
  package mutating func remember(_ key: Key, _ memory: LimiterMemory, from then: Instant) {
    guard let lane = lane(key) else { return }
    lanes.remember(lane, memory, from: then)
  }
}
