/// When a request may go, in nanoseconds. Nothing here allocates memory.
extension Limiter {
  /// Requests that the server allows in a window, to us and others together.
  var whole: Int { max(1, serverLimit ?? ledger.limit.requests) }

  /// Tokens that our own requests may hold at `now`, if nobody else uses the limit.
  func pace(at now: Int64) -> Int { max(1, ledger.capacity - penalty.inForce(at: now)) }

  /// Tokens that our own requests may hold at `now`.
  func capacity(at now: Int64) -> Int {
    let present = foreign.ghosts.count - foreign.ghosts.gone(at: now, hold: ledger.hold)
    return max(1, min(pace(at: now), whole - headroom.tokens(of: whole, present: present)))
  }

  /// True while the server's window is not known, so that only one request may be under way.
  ///
  /// That is the case at first, for a window at most; after a silence of a window where others are known; and while one
  /// request finds out whether the server still refuses.
  func isBlind(at now: Int64) -> Bool {
    if rest?.isProbing == true { return true }
    if let seen = foreign.seen { return foreign.isKnown(at: now) && now - seen > ledger.window }
    guard let firstSend else { return true }
    return now < firstSend + ledger.hold
  }

  /// The earliest time; `.max` while that depends on an answer.
  func time(at now: Int64, _ urgency: Urgency) -> Int64 {
    if ledger.underWay > 0, isBlind(at: now) { return .max }
    let gone = ledger.returned(by: now)
    let excess = ledger.entries.count - gone - pace(at: now)
    var time = max(now, ledger.blockedUntil?.nanoseconds ?? now, rest?.until.nanoseconds ?? now)
    // What the limit itself requires.
    if excess >= 0 {
      let free = ledger.returnTime(gone + excess)
      guard free < .max else { return .max }
      time = max(time, free)
    }
    // A request that finds out whether the server still refuses waits for nothing else.
    if rest?.isProbing == true { return time }
    if headroom.most > 0 {
      time = max(time, sharedTime(at: now, gone: gone))
      guard time < .max else { return .max }
    }
    guard urgency == .background else { return time }
    time = max(time, pacer.earliest(at: now, pace(at: now)))
    if let end = foreign.firstWindowEnd(at: now), ledger.entries.count - gone >= firstPace(at: now) {
      time = max(time, end)
    }
    return cushionTime(from: time, capacity: capacity(at: now), sends: 1)
  }

  /// Tokens that background work may hold until a window has been watched, so that a client that comes once per window
  /// is noticed.
  private func firstPace(at now: Int64) -> Int { pace(at: now) - whole / 10 }

  /// The earliest time at which others leave a token.
  private func sharedTime(at now: Int64, gone: Int) -> Int64 {
    let hold = ledger.hold
    let most = whole - penalty.inForce(at: now)
    var ghost = foreign.ghosts.gone(at: now, hold: hold)
    var own = gone
    var time = now
    while own < ledger.entries.count,
      ledger.entries.count - own + headroom.tokens(of: whole, present: foreign.ghosts.count - ghost) >= most
    {
      let ownTime = ledger.returnTime(own)
      let ghostTime = ghost < foreign.ghosts.count ? foreign.ghosts.times[ghost] + hold : .max
      time = min(ownTime, ghostTime)
      if ownTime <= ghostTime { own += 1 } else { ghost += 1 }
    }
    return time
  }

  /// The earliest time, from `time` on, at which urgent requests would still find tokens soon after `sends` more.
  ///
  /// The j-th of them must find one within j · 1.25 · spacing plus a round trip, because tokens return as evenly as
  /// answers come.
  private func cushionTime(from time: Int64, capacity: Int, sends: Int) -> Int64 {
    let gone = ledger.returned(by: time)
    let left = capacity - (ledger.entries.count - gone) - sends
    guard left < Self.cushion else { return time }
    let step = ledger.window / 200 * 245 / Int64(capacity)
    var result = time
    var urgent = max(1, left + 1)
    while urgent <= Self.cushion {
      let free = ledger.entries.count > gone + urgent - left - 1 ? ledger.returnTime(gone + urgent - left - 1) : .max
      if free < .max { result = max(result, free - Int64(urgent) * step - foreign.delay) }
      urgent += 1
    }
    return result
  }

  /// How many requests could be sent at once now, given that one could.
  func allowance(at now: Int64, _ urgency: Urgency) -> Int {
    guard !isBlind(at: now) else { return 1 }
    let capacity = capacity(at: now)
    let held = ledger.entries.count - ledger.returned(by: now)
    var free = max(1, capacity - held)
    guard urgency == .background else { return free }
    free = min(free, pacer.free(at: now, pace(at: now)))
    if foreign.firstWindowEnd(at: now) != nil { free = min(free, max(1, firstPace(at: now) - held)) }
    while free > 1, cushionTime(from: now, capacity: capacity, sends: free) > now { free -= 1 }
    return free
  }
}
