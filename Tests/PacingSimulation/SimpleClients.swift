package import Pacing

/// What the simple clients have in common: they wait when refused, and forget all in a restart.
package protocol ForgetfulClient: Client {
  var limit: RateLimit { get }
  var blockedUntil: Instant { get set }
}

extension ForgetfulClient {
  package mutating func receive(_ answer: Answer, to id: Int64, at now: Instant) {
    guard let wait = answer.retryAfter else { return }
    blockedUntil = max(blockedUntil, now + .seconds(wait))
  }

  package mutating func lose(_ id: Int64, at now: Instant) {}

  package func reborn(at end: Instant, start: Instant) -> Self { Self(limit: limit, at: start) }
}

/// A bucket that starts full and is refilled all the time.
package struct BucketClient: ForgetfulClient {
  package let limit: RateLimit
  package var blockedUntil: Instant
  /// The time at which the bucket is full, if nothing more is taken.
  private var fullAt: Instant
  private let spacing: Duration

  package init(limit: RateLimit, at now: Instant) {
    self.limit = limit
    (blockedUntil, fullAt) = (now, now)
    spacing = limit.window / limit.requests
  }

  package func earliest(at now: Instant, _ urgency: Urgency) -> Instant? {
    max(now, blockedUntil, fullAt - spacing * (limit.requests - 1))
  }

  package mutating func send(_ id: Int64, at now: Instant, _ urgency: Urgency) {
    fullAt = max(fullAt, now) + spacing
  }
}

/// Requests spaced by the share of the window that each has.
package struct SpacingClient: ForgetfulClient {
  package let limit: RateLimit
  package var blockedUntil: Instant
  private var next: Instant

  package init(limit: RateLimit, at now: Instant) {
    self.limit = limit
    (blockedUntil, next) = (now, now)
  }

  package func earliest(at now: Instant, _ urgency: Urgency) -> Instant? { max(now, blockedUntil, next) }

  package mutating func send(_ id: Int64, at now: Instant, _ urgency: Urgency) {
    next = now + limit.window / limit.requests
  }
}

/// The times of the last N sends, and a guard of 50 ms.
package struct SendLogClient: ForgetfulClient {
  package let limit: RateLimit
  package var blockedUntil: Instant
  private var log: [Instant] = []

  package init(limit: RateLimit, at now: Instant) {
    self.limit = limit
    blockedUntil = now
  }

  package func earliest(at now: Instant, _ urgency: Urgency) -> Instant? {
    guard log.count >= limit.requests else { return max(now, blockedUntil) }
    return max(now, blockedUntil, log[0] + limit.window + .milliseconds(50))
  }

  package mutating func send(_ id: Int64, at now: Instant, _ urgency: Urgency) {
    if log.count >= limit.requests { log.removeFirst() }
    log.append(now)
  }
}
