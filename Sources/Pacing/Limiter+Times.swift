/// When a request may go, in nanoseconds: nothing here makes room on the heap.
extension Limiter {
  /// Requests the server allows in a window, to us and others together.
  var whole: Int { max(1, serverLimit ?? ledger.limit.requests) }

  /// Tokens our own requests may hold at `now`.
  func capacity(at now: Int64) -> Int {
    max(1, min(ledger.capacity - penalty.inForce(at: now), whole - lines))
  }

  /// Tokens that our own requests and those of others may hold together at `now`.
  private func total(at now: Int64) -> Int {
    max(1, whole - penalty.inForce(at: now) - foreign.room(at: now, of: whole))
  }

  /// True while the server's window is not known, so that only one request may be under way.
  ///
  /// That is so at first, for a window at most, and where others are known after a silence of a window.
  func isBlind(at now: Int64) -> Bool {
    if let seen = foreign.seen { return foreign.isKnown && now - seen > ledger.window }
    guard let firstSend else { return true }
    return now < firstSend + ledger.hold
  }

  /// The earliest time, `.max` while that depends on an answer.
  func time(at now: Int64, _ urgency: Urgency) -> Int64 {
    if ledger.underWay > 0, isBlind(at: now) { return .max }
    let capacity = capacity(at: now)
    let gone = ledger.returned(by: now)
    let held = ledger.entries.count - gone
    var time = max(now, ledger.blockedUntil?.nanoseconds ?? now)
    // What the theorem asks for.
    if held >= capacity {
      let place = gone + held - capacity
      let free = ledger.returnTime(place)
      guard free < .max else { return .max }
      time = max(time, free)
    }
    if !foreign.ghosts.isEmpty || foreign.isKnown {
      time = max(time, sharedTime(at: now, gone: gone))
      guard time < .max else { return .max }
    }
    guard urgency == .background else { return time }
    time = max(time, pacer.earliest(at: now, capacity))
    return cushionTime(from: time, capacity: capacity, sends: 1)
  }

  /// The earliest time at which others leave a token.
  private func sharedTime(at now: Int64, gone: Int) -> Int64 {
    let hold = ledger.hold
    var ghost = foreign.gone(at: now, hold: hold)
    var own = gone
    let held = ledger.entries.count - own + foreign.ghosts.count - ghost
    var excess = held - total(at: now) + 1
    var time = now
    while excess > 0 {
      let ownTime = own < ledger.entries.count ? ledger.returnTime(own) : .max
      let ghostTime = ghost < foreign.ghosts.count ? foreign.ghosts[ghost] + hold : .max
      time = min(ownTime, ghostTime)
      if ownTime <= ghostTime { own += 1 } else { ghost += 1 }
      excess -= 1
    }
    return time
  }

  /// The earliest time, from `time` on, at which urgent requests would still find tokens soon after `sends` more.
  ///
  /// The j-th of them has to find one within j · 1.25 · spacing, and a round trip more: tokens return as evenly as
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

  /// How many could be sent at once now, given that one could.
  func allowance(at now: Int64, _ urgency: Urgency) -> Int {
    guard !isBlind(at: now) else { return 1 }
    let capacity = capacity(at: now)
    let gone = ledger.returned(by: now)
    var free = capacity - (ledger.entries.count - gone)
    let ghosts = foreign.ghosts.count - foreign.gone(at: now, hold: ledger.hold)
    free = min(free, total(at: now) - (ledger.entries.count - gone) - ghosts)
    guard urgency == .background else { return free }
    free = min(free, pacer.free(at: now, capacity))
    while free > 1, cushionTime(from: now, capacity: capacity, sends: free) > now { free -= 1 }
    return free
  }
}
