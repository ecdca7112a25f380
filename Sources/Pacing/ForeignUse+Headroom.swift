/// What is left to others.
extension ForeignUse {
  /// The share of others' requests that may find the limit used up by us.
  static let refused = 0.125

  func isKnown(at now: Int64) -> Bool { rate.load >= Self.least || peak.most(at: now) > 0 }

  /// When the first window that was watched is over; nil once it is.
  func firstWindowEnd(at now: Int64) -> Int64? { watchedUntil.flatMap { $0 > now ? $0 : nil } }

  /// Of `whole` tokens, what to leave to others from now on.
  ///
  /// That is what they hold, and a reserve for those who come next; but no more than one above the most that they held
  /// lately: so there is always room for them to show that they need more. Who comes at random needs two above. While the
  /// server's counts are not seen, that most is what they are thought to hold.
  func headroom(of whole: Int, at now: Int64, hold: Int64) -> Headroom {
    let peak = peak.most(at: now)
    let isKnown = isKnown(at: now)
    guard isKnown || ghosts.count > ghosts.gone(at: now, hold: hold) else { return Headroom() }
    let isWatching = counted.map { now - $0 <= window } ?? false
    let random = Traffic.reserve(load: rate.load, of: whole, refused: Self.refused)
    let reserve = max(min(2, max(1, whole / 4)), random, bursts.most(at: now) - 1)
    // Where the server keeps no log, what others hold varies by itself.
    let isSteady = isWatching && (!spread.isRandom || logCheck.isRefuted(at: now))
    return Headroom(
      isKnown: isKnown, reserve: reserve, most: peak + (isSteady ? 1 : 2), least: isWatching ? 0 : peak)
  }
}
