/// Limiters that turn out to be one, or several.
extension Limiter {
  /// Joins two limiters that turned out to be the same limit.
  ///
  /// The result holds the tokens of both. What each took for the use of others was the other one's use, as far as the
  /// numbers allow.
  init(joining left: Limiter, _ right: Limiter, limit: RateLimit) {
    self = Limiter(limit: limit)
    var (first, second) = (left, right)
    first.foreign.disown(right.entries.count)
    second.foreign.disown(left.entries.count)
    inherit(from: first)
    foreign.join(second.foreign)
    penalty.join(right.penalty)
    pacer.join(right.pacer)
    ledger.widen(margin: right.margin)
    ledger.adopt(left.entries + right.entries)
    if let until = right.ledger.blockedUntil { ledger.block(until: until) }
    if let named = right.serverLimit { setLimit(min(named, serverLimit ?? named)) }
    firstSend = [left.firstSend, right.firstSend].compactMap(\.self).max()
    if let other = right.rest, other.until > rest?.until ?? other.since { rest = other }
  }

  /// Makes the limiter of some lanes, after one limiter turned out to be several limits.
  ///
  /// It holds the tokens of its own lanes, and is as careful as the whole was.
  init(parting whole: Limiter, lanes: [Int], limit: RateLimit) {
    self = Limiter(limit: limit)
    inherit(from: whole)
    ledger.adopt(whole.entries.filter { lanes.contains($0.lane) })
  }

  private mutating func inherit(from other: Limiter) {
    ledger.widen(margin: other.margin)
    if let until = other.ledger.blockedUntil { ledger.block(until: until) }
    if let named = other.serverLimit { setLimit(named) }
    pacer.join(other.pacer)
    // Ghosts measured with another window say little.
    if other.ledger.window == ledger.window { foreign = other.foreign }
    headroom = other.headroom
    penalty = other.penalty
    firstSend = other.firstSend
    rest = other.rest
  }
}
