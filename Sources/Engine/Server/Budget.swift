package import GeoTareas
package import Pacing
package import Records

/// The limits of a tenant's endpoints, in terms of API calls.
package struct Budget: Sendable {
  var limits: LimitGroups

  package init(_ settings: Settings) {
    func limit(_ endpoint: Endpoint) -> RateLimit {
      settings.limits[endpoint] ?? RateLimit(requests: 1, per: .seconds(60))
    }
    limits = LimitGroups([
      ([limit(.list), limit(.detail)], settings.reads), ([limit(.complete), limit(.reassign)], settings.writes),
      ([limit(.login)], .shared),
    ])
  }

  /// How many tokens are held.
  var count: Int { limits.limiters.reduce(0) { $0 + $1.entries.count } }

  /// How many requests could be sent right now.
  package func free(_ endpoint: Endpoint, at now: Instant, _ urgency: Urgency) -> Int {
    limits.free(endpoint.lane, at: now, urgency)
  }

  package func mayGo(_ endpoint: Endpoint, at now: Instant, _ urgency: Urgency) -> Bool {
    limits.earliest(endpoint.lane, at: now, urgency) == now
  }

  /// The earliest time at which a request may be sent; nil while that depends on an answer.
  package func earliest(_ endpoint: Endpoint, at now: Instant, _ urgency: Urgency) -> Instant? {
    limits.earliest(endpoint.lane, at: now, urgency)
  }

  /// True while both endpoints draw on one limit.
  func isShared(_ left: Endpoint, _ right: Endpoint) -> Bool {
    limits.places[left.lane] == limits.places[right.lane]
  }

  /// The kind of write to send next, so that it soon becomes clear whether both kinds draw on one limit.
  ///
  /// Nil where that is known, or can never be known.
  var writeForEvidence: Endpoint? {
    limits.nextForEvidence(Endpoint.complete.lane, Endpoint.reassign.lane).map {
      $0 == Endpoint.complete.lane ? .complete : .reassign
    }
  }

  /// How many requests the limits of some endpoints allow in a window; a shared limit counts once.
  func requestsPerWindow(of endpoints: [Endpoint]) -> Int {
    Set(endpoints.map { limits.places[$0.lane] }).reduce(0) { $0 + limits.limiters[$1].limit.requests }
  }

  package mutating func take(_ endpoint: Endpoint, _ id: CallID, at now: Instant) {
    limits.take(endpoint.lane, id, at: now)
  }

  /// Records whether calls are waiting that need not go at once.
  mutating func wait(_ endpoint: Endpoint, _ isWaiting: Bool, at now: Instant) {
    limits.wait(endpoint.lane, isWaiting, at: now)
  }

  /// Gives a request up: it can no longer arrive, and no answer to it will come.
  package mutating func lose(_ endpoint: Endpoint, _ id: CallID, at now: Instant) {
    limits.lose(endpoint.lane, id, at: now)
  }

  package mutating func giveBack(_ endpoint: Endpoint, _ id: CallID) { limits.giveBack(endpoint.lane, id) }

  package mutating func block(_ endpoint: Endpoint, until: Instant) { limits.block(endpoint.lane, until: until) }

  /// Takes over the tokens of an earlier run that may still matter, and what that run learned about the limits.
  package mutating func restore(
    _ requests: [RequestEntry], _ lessons: [Lesson] = [], lifetime: Duration, asOf now: ClockReading
  ) {
    let requests = Dictionary(grouping: requests, by: \.endpoint)
    // In a fixed order: what was sent at the same moment stands in this order in a limit that endpoints share.
    for endpoint in Endpoint.allCases {
      let earlier = (requests[endpoint] ?? []).map {
        RequestLedger.Entry(
          id: $0.id, sent: $0.sent.instant(asOf: now), settled: $0.settled.map { $0.instant(asOf: now) })
      }
      if !earlier.isEmpty { limits.restore(endpoint.lane, earlier, lifetime: lifetime) }
    }
    for lesson in lessons {
      limits.remember(lesson.endpoint.lane, lesson.memory, from: lesson.at.instant(asOf: now))
    }
  }

  /// The budget as an engine that starts now would find it.
  package init(_ settings: Settings, after recovery: Recovery, asOf now: ClockReading) {
    self.init(settings)
    restore(recovery.requests, recovery.lessons, lifetime: settings.lateApply, asOf: now)
    if recovery.hasAmnesia { fallSilent(at: now.instant) }
  }

  /// Sends nothing for a window: requests of an earlier run may fill it.
  package mutating func fallSilent(at now: Instant) { limits.fallSilent(at: now) }

  /// What has been learned about an endpoint's limit.
  func lesson(_ endpoint: Endpoint, at now: ClockReading) -> Lesson {
    Lesson(endpoint: endpoint, memory: limiter(endpoint).memory(at: now.instant), at: now)
  }

  func limiter(_ endpoint: Endpoint) -> Limiter { limits.limiters[limits.places[endpoint.lane]] }

  /// The time in which the server's refusals keep requests back; nil where they do not.
  package func rest(_ endpoint: Endpoint) -> Rest? { limiter(endpoint).rest }

  /// Lets one request per limit find out at once whether the server still refuses.
  mutating func probe(at now: Instant) { limits.probe(at: now) }
}

extension Endpoint {
  /// The endpoint's number in ``LimitGroups``.
  var lane: Int {
    switch self {
    case .list: 0
    case .detail: 1
    case .complete: 2
    case .reassign: 3
    case .login: 4
    }
  }
}

extension ServerWord {
  /// What the answer says about the limit; nil where it comes from a cache or says nothing.
  init?(_ headers: RateLimitHeaders) {
    guard !headers.isCached, headers.limit != nil || headers.remaining != nil else { return nil }
    self.init(limit: headers.limit, remaining: headers.remaining, resetIn: headers.resetIn)
  }
}
