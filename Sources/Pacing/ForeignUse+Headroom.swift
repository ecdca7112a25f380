/// What is left to others.
extension ForeignUse {
  /// The share of others' requests that may be refused because we used up the limit.
  static let refused = 0.125

  func isKnown(at now: Int64) -> Bool { rate.load >= Self.least || peak.most(at: now) > 0 }

  /// The end of the first window that was watched; nil once it is over.
  func firstWindowEnd(at now: Int64) -> Int64? { watchedUntil.flatMap { $0 > now ? $0 : nil } }

  /// How many of `whole` tokens to leave to others from now on.
  ///
  /// That is what they hold, and a reserve for those who come next. But it is at most one more than the most they held
  /// lately, so that they can always show that they need more. For others who come at random it is at most two more.
  /// While the server's counts are not seen, others are assumed to hold the most that they held lately.
  func headroom(of whole: Int, at now: Int64, hold: Int64) -> Headroom {
    let peak = peak.most(at: now)
    let isKnown = isKnown(at: now)
    guard isKnown || ghosts.count > ghosts.gone(at: now, hold: hold) else { return Headroom() }
    let isWatching = counted.map { now - $0 <= window } ?? false
    let random = Traffic.reserve(load: rate.load, of: whole, refused: Self.refused)
    let reserve = max(min(2, max(1, whole / 4)), random, bursts.most(at: now) - 1)
    // Where the server keeps no log, the number that others hold varies by itself.
    let isSteady = isWatching && (!spread.isRandom || logCheck.isRefuted(at: now))
    return Headroom(
      isKnown: isKnown, reserve: reserve, most: peak + (isSteady ? 1 : 2), least: isWatching ? 0 : peak)
  }
}
