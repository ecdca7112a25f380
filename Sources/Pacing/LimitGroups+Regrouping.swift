/// Which lanes share a limiter, according to the server's counts.
extension LimitGroups {
  /// Regroups lanes as the evidence says; true if anything changed.
  mutating func regroup(at now: Instant) -> Bool {
    for pair in pairs where pair.evidence.verdict == .shared && places[pair.first] != places[pair.second] {
      merge(places[pair.first], places[pair.second], at: now)
      return true
    }
    for place in limiters.indices {
      let parts = components(of: place)
      guard parts.count > 1 else { continue }
      split(place, into: parts, at: now)
      return true
    }
    return false
  }

  /// The lanes of a limiter, in parts that the evidence has shown to be separate.
  private func components(of place: Int) -> [[Int]] {
    var parts: [[Int]] = []
    for lane in places.indices where places[lane] == place {
      let near = parts.indices.filter { part in parts[part].contains { !isApart($0, lane) } }
      let joined = near.flatMap { parts[$0] } + [lane]
      parts = parts.indices.filter { !near.contains($0) }.map { parts[$0] } + [joined]
    }
    return parts
  }

  private func isApart(_ left: Int, _ right: Int) -> Bool {
    pairs.contains {
      $0.first == min(left, right) && $0.second == max(left, right) && $0.evidence.verdict == .separate
    }
  }

  private mutating func split(_ place: Int, into parts: [[Int]], at now: Instant) {
    let whole = limiters[place]
    for (number, lanes) in parts.enumerated() {
      let limit = RateLimit(lowest: lanes.map { configured[$0] }) ?? whole.limit
      let part = Limiter(parting: whole, lanes: lanes, limit: limit)
      let target = number == 0 ? place : limiters.count
      if number == 0 { limiters[place] = part } else { limiters.append(part) }
      for lane in lanes { places[lane] = target }
      limiters[target].leaveRoom(at: now.nanoseconds)
      limiters[target].wait(isAnyWaiting(at: target), at: now)
    }
    clearEvidence(on: parts.flatMap { $0 })
  }

  private mutating func merge(_ left: Int, _ right: Int, at now: Instant) {
    let (place, other) = (min(left, right), max(left, right))
    let limit = RateLimit(lowest: [limiters[place].limit, limiters[other].limit]) ?? limiters[place].limit
    limiters[place] = Limiter(joining: limiters[place], limiters[other], limit: limit)
    limiters.remove(at: other)
    for lane in places.indices {
      if places[lane] == other { places[lane] = place }
      if places[lane] > other { places[lane] -= 1 }
    }
    limiters[place].leaveRoom(at: now.nanoseconds)
    limiters[place].wait(isAnyWaiting(at: place), at: now)
    clearEvidence(on: places.indices.filter { places[$0] == place })
  }

  private mutating func clearEvidence(on lanes: [Int]) {
    for pair in pairs.indices where lanes.contains(pairs[pair].first) && lanes.contains(pairs[pair].second) {
      pairs[pair].evidence.clear()
    }
  }
}

extension RateLimit {
  /// The most that all of these limits together allow; nil for none.
  init?(lowest limits: [RateLimit]) {
    guard let requests = limits.map(\.requests).min(), let window = limits.map(\.window).max() else { return nil }
    self.init(requests: requests, per: window)
  }
}
