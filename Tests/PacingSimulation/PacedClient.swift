package import Pacing

/// A client that keeps a ``Limiter``, whose tokens and memory outlive the process.
package struct PacedClient: Client {
  package private(set) var limiter: Limiter

  package init(limit: RateLimit, at now: Instant) { limiter = Limiter(limit: limit) }

  private init(_ limiter: Limiter) { self.limiter = limiter }

  package func earliest(at now: Instant, _ urgency: Urgency) -> Instant? { limiter.earliest(at: now, urgency) }

  package mutating func send(_ id: Int64, at now: Instant, _ urgency: Urgency) {
    limiter.wait(true, at: now)
    limiter.take(id, at: now)
  }

  package mutating func receive(_ answer: Answer, to id: Int64, at now: Instant) {
    if answer.isAccepted {
      limiter.settle(id, at: now, answer.word)
    } else {
      _ = limiter.refuse(id, at: now, retryAfter: answer.retryAfter.map { .seconds($0) }, answer.word)
    }
  }

  package mutating func lose(_ id: Int64, at now: Instant) { limiter.lose(id, at: now) }

  package func reborn(at end: Instant, start: Instant) -> PacedClient {
    var next = Limiter(limit: limiter.limit, memory: limiter.memory(at: end), from: end)
    next.restore(limiter.entries, lifetime: lifetime)
    next.wait(true, at: start)
    return PacedClient(next)
  }
}
