package import GeoTareas
package import Pacing
package import Records

/// How much of an endpoint's limit is in use, for people.
package struct Gauge: Sendable, Equatable {
  package var endpoint: Endpoint
  package var usage: Usage
  /// The other endpoints that draw on the same limit, as far as is known.
  package var sharedWith: [Endpoint]
  /// Effects that wait for a token of the limit.
  package var waiting: Int
  /// About how long they will take.
  package var drain: Duration
}

extension Engine {
  /// All endpoints, in a fixed order.
  package func gauges(at now: Instant) -> [Gauge] {
    var waiting: [Endpoint: Int] = [:]
    for candidate in queue.inOrder { waiting[candidate.write.endpoint, default: 0] += 1 }
    return budget.gauges(at: now, waiting: waiting)
  }
}

extension Budget {
  /// All endpoints, in a fixed order.
  ///
  /// - Parameter waiting: How many effects wait for each endpoint.
  package func gauges(at now: Instant, waiting: [Endpoint: Int] = [:]) -> [Gauge] {
    Endpoint.allCases.map { endpoint in
      let sharing = Endpoint.allCases.filter { isShared($0, endpoint) }
      let waiting = sharing.reduce(0) { $0 + waiting[$1, default: 0] }
      let limiter = limiter(endpoint)
      return Gauge(
        endpoint: endpoint, usage: limiter.usage(at: now), sharedWith: sharing.filter { $0 != endpoint },
        waiting: waiting, drain: limiter.timeToDrain(waiting, at: now))
    }
  }
}

extension BudgetReading {
  /// The gauge as it is read now.
  package init(_ gauge: Gauge, at now: Instant) {
    self.init(
      endpoint: gauge.endpoint, limit: gauge.usage.limit, used: gauge.usage.used, foreign: gauge.usage.foreign,
      penalty: gauge.usage.penalty, nextFreeIn: gauge.usage.nextFree.map { max(0, ($0 - now).inSeconds) },
      sharedWith: gauge.sharedWith, waiting: gauge.waiting, drainsIn: gauge.drain.inSeconds)
  }
}
