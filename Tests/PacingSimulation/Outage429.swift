package import Pacing

/// A server that refuses everything for a while, and a client with work for it all the time.
package struct Outage429 {
  /// What refusals say of when to come back.
  package var retryAfter: Duration?
  /// When it begins and ends.
  package var start: Duration
  package var end: Duration

  package init(from start: Duration, to end: Duration, retryAfter: Duration? = nil) {
    (self.start, self.end, self.retryAfter) = (start, end, retryAfter)
  }

  /// When the first request after its end was accepted; and how many were refused.
  ///
  /// Every `restartEvery`, the process begins anew, with what it has learnt.
  package func firstAccepted(_ limit: RateLimit, restartEvery: Duration? = nil) -> (at: Duration, refused: Int)? {
    var limiter = Limiter(limit: limit)
    var now = Instant(nanoseconds: 0)
    var restart = restartEvery.map { now + $0 }
    var id: Int64 = 0
    var refused = 0
    let roundTrip: Duration = .milliseconds(200)
    limiter.wait(true, at: now)
    while let free = limiter.earliest(at: now, .background) {
      guard free <= now else {
        if let due = restart, let every = restartEvery, due < free {
          var next = Limiter(limit: limit, memory: limiter.memory(at: due), from: due)
          next.restore(limiter.entries, lifetime: .seconds(10))
          next.wait(true, at: due)
          (limiter, now, restart) = (next, due, due + every)
        } else {
          now = free
        }
        continue
      }
      id += 1
      limiter.take(id, at: now)
      let isRefused = (start..<end).contains(now - Instant(nanoseconds: 0))
      now = now + roundTrip
      guard isRefused else {
        limiter.settle(id, at: now)
        if now - Instant(nanoseconds: 0) >= end { return (now - Instant(nanoseconds: 0), refused) }
        continue
      }
      refused += 1
      _ = limiter.refuse(id, at: now, retryAfter: retryAfter)
    }
    return nil
  }
}
