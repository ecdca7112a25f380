package import GeoTareas
package import Pacing

/// The request ledgers of a tenant's endpoints.
package struct Budget: Sendable, Equatable {
  private(set) var ledgers: [Endpoint: RequestLedger]
  /// Refusals in a row that did not say how long to wait.
  private var unstated: [Endpoint: Int] = [:]

  package init(limits: [Endpoint: RateLimit]) {
    ledgers = limits.mapValues { RequestLedger(limit: $0) }
  }

  /// How many tokens are held.
  var count: Int { ledgers.values.reduce(0) { $0 + $1.entries.count } }

  package func available(_ endpoint: Endpoint, at now: Instant) -> Int {
    ledgers[endpoint]?.available(at: now) ?? 0
  }

  /// The earliest time a request may be sent; nil while that depends on an answer.
  package func nextAvailable(_ endpoint: Endpoint, at now: Instant) -> Instant? {
    ledgers[endpoint]?.nextAvailable(at: now)
  }

  package mutating func take(_ endpoint: Endpoint, _ id: CallID, at now: Instant) {
    ledgers[endpoint]?.take(id, at: now)
  }

  package mutating func settle(_ endpoint: Endpoint, _ id: CallID, at now: Instant) {
    ledgers[endpoint]?.settle(id, at: now)
  }

  package mutating func giveBack(_ endpoint: Endpoint, _ id: CallID) {
    ledgers[endpoint]?.giveBack(id)
  }

  package mutating func block(_ endpoint: Endpoint, until: Instant) {
    ledgers[endpoint]?.block(until: until)
  }

  /// How long to wait after a refusal that does not say it: a minute, doubling to a quarter of an hour.
  package mutating func unstatedWait(_ endpoint: Endpoint) -> Duration {
    let times = unstated[endpoint, default: 0]
    unstated[endpoint] = times + 1
    return min(.seconds(60) * (1 << min(times, 4)), .seconds(900))
  }

  package mutating func forgetUnstatedWaits(_ endpoint: Endpoint) { unstated[endpoint] = nil }

  /// Takes the server's own word on its limit; answers from a cache do not speak about it.
  package mutating func note(_ headers: RateLimitHeaders, on endpoint: Endpoint) {
    guard let limit = headers.limit, limit > 0, !headers.isCached else { return }
    ledgers[endpoint]?.note(serverLimit: limit)
  }

  /// Takes over the tokens of an earlier life, as far as they can still matter.
  package mutating func restore(_ requests: [RequestEntry], lifetime: Duration, asOf now: Stamp) {
    for (endpoint, entries) in Dictionary(grouping: requests, by: \.endpoint) {
      let earlier = entries.map {
        RequestLedger.Entry(
          id: $0.id, sent: $0.sent.instant(asOf: now), settled: $0.settled.map { $0.instant(asOf: now) })
      }
      ledgers[endpoint]?.restore(earlier, lifetime: lifetime)
    }
  }

  /// Sends nothing for a window: requests of an earlier life may fill it.
  package mutating func fallSilent(at now: Instant) {
    for (endpoint, ledger) in ledgers { ledgers[endpoint]?.block(until: now + ledger.limit.window + ledger.margin) }
  }

  /// Each endpoint's tokens in use and in all, for people.
  package func usage(at now: Instant) -> [(endpoint: String, used: Int, capacity: Int)] {
    ledgers.sorted { $0.key.rawValue < $1.key.rawValue }.map { endpoint, ledger in
      (endpoint.rawValue, ledger.capacity - ledger.available(at: now), ledger.capacity)
    }
  }
}
