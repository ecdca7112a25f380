/// What answers change, and what an earlier run has left.
extension LimitGroups {
  /// Passes the answer to ``Limiter/settle(_:at:_:isNormal:)``; true if other lanes than before share a limiter since.
  @discardableResult
  package mutating func settle(
    _ lane: Int, _ id: Int64, at now: Instant, _ word: ServerWord? = nil, isNormal: Bool = true
  ) -> Bool {
    limiters[places[lane]].settle(id, at: now, word, isNormal: isNormal)
    let used = word?.remaining.map { (word?.limit ?? configured[lane].requests) - $0 }
    return note(id, of: lane, used: used, at: now)
  }

  /// Passes the refusal to ``Limiter/refuse(_:at:retryAfter:_:)``.
  package mutating func refuse(
    _ lane: Int, _ id: Int64, at now: Instant, retryAfter: Duration?, _ word: ServerWord? = nil
  ) -> LimitRefusal {
    note(id, of: lane, used: nil, at: now)
    return limiters[places[lane]].refuse(id, at: now, retryAfter: retryAfter, word)
  }

  /// Passes the answer to ``Limiter/postpone(_:at:for:isBelieved:_:)``.
  package mutating func postpone(
    _ lane: Int, _ id: Int64, at now: Instant, for stated: Duration?, isBelieved: Bool, _ word: ServerWord? = nil
  ) -> Rest {
    note(id, of: lane, used: nil, at: now)
    return limiters[places[lane]].postpone(id, at: now, for: stated, isBelieved: isBelieved, word)
  }

  /// Passes to ``Limiter/lose(_:at:)`` that the request is lost.
  package mutating func lose(_ lane: Int, _ id: Int64, at now: Instant) {
    note(id, of: lane, used: nil, at: now)
    limiters[places[lane]].lose(id, at: now)
  }

  /// Passes the call to ``Limiter/probe(at:)`` of all limiters.
  package mutating func probe(at now: Instant) {
    for place in limiters.indices { limiters[place].probe(at: now) }
  }

  package mutating func giveBack(_ lane: Int, _ id: Int64) {
    limiters[places[lane]].giveBack(id)
    for pair in pairs.indices { pairs[pair].evidence.giveBack(id) }
  }

  package mutating func block(_ lane: Int, until: Instant) {
    limiters[places[lane]].block(until: until)
  }

  /// Sends nothing anywhere for a window: requests of an earlier run may fill it.
  package mutating func fallSilent(at now: Instant) {
    for place in limiters.indices { limiters[place].fallSilent(at: now) }
  }

  /// Takes over tokens of an earlier run: see ``Limiter/restore(_:lifetime:)``.
  package mutating func restore(_ lane: Int, _ entries: [RequestLedger.Entry], lifetime: Duration) {
    let own = entries.map {
      RequestLedger.Entry(id: $0.id, sent: $0.sent, settled: $0.settled ?? $0.sent + lifetime, lane: lane)
    }
    limiters[places[lane]].restore(own, lifetime: lifetime)
    for pair in pairs.indices {
      guard let side = pairs[pair].side(lane) else { continue }
      pairs[pair].evidence.restore(own, of: side)
    }
  }

  /// Continues with what the lane's limiter had learned at `then`: see ``Limiter/remember(_:from:)``.
  package mutating func remember(_ lane: Int, _ memory: LimiterSnapshot, from then: Instant) {
    limiters[places[lane]].remember(memory, from: then)
  }

  /// Hands the end of a request to the evidence; true if other lanes than before share a limiter since.
  @discardableResult
  private mutating func note(_ id: Int64, of lane: Int, used: Int?, at now: Instant) -> Bool {
    var isDecided = false
    for pair in pairs.indices where pairs[pair].side(lane) != nil {
      pairs[pair].evidence.settle(id, at: now, used: used)
      isDecided = isDecided || pairs[pair].evidence.verdict != .unknown
    }
    return isDecided && regroup(at: now)
  }
}
