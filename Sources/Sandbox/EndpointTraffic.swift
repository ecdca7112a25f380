/// What one endpoint has seen.
package struct EndpointTraffic: Sendable {
  package var total = 0
  /// Answers of class 2xx and 3xx.
  package var succeeded = 0
  /// Answers of class 4xx, except the refusals of the limiter.
  package var clientErrors = 0
  /// 429.
  package var limited = 0
  package var serverErrors = 0
  /// Requests left without an answer: dropped or hanging.
  package var unanswered = 0
  /// The most requests of one user in any window, refused ones included.
  package var mostInWindow = 0
  /// The most requests of one user in any window that were not answered 429.
  package var mostAdmittedInWindow = 0
  /// Connections that carried requests, distinguished by the port they came from.
  package var connections: Int { ports.count }

  private var ports: Set<UInt16> = []
  private var arrived: [RateLimiter.Identity: SlidingLog] = [:]
  private var admitted: [RateLimiter.Identity: SlidingLog] = [:]

  mutating func record(
    _ identity: RateLimiter.Identity, window: Duration, at now: Duration, port: UInt16, response: SandboxResponse
  ) {
    total += 1
    if port != 0 { ports.insert(port) }
    arrived[identity, default: SlidingLog()].append(now)
    mostInWindow = max(mostInWindow, arrived[identity]?.count(within: window, at: now) ?? 0)
    let isLimited = response.delivery == .answer && response.status == 429
    if !isLimited {
      admitted[identity, default: SlidingLog()].append(now)
      mostAdmittedInWindow = max(mostAdmittedInWindow, admitted[identity]?.count(within: window, at: now) ?? 0)
    }
    switch (response.delivery, response.status) {
    case (.drop, _), (.hang, _): unanswered += 1
    case (.answer, 429): limited += 1
    case (.answer, 400..<500): clientErrors += 1
    case (.answer, 500...): serverErrors += 1
    default: succeeded += 1
    }
  }

  var json: SandboxJSON {
    [
      "total": SandboxJSON(total), "2xx": SandboxJSON(succeeded), "4xx": SandboxJSON(clientErrors),
      "429": SandboxJSON(limited), "5xx": SandboxJSON(serverErrors), "unanswered": SandboxJSON(unanswered),
      "most_in_window": SandboxJSON(mostInWindow), "most_admitted_in_window": SandboxJSON(mostAdmittedInWindow),
      "connections": SandboxJSON(connections),
    ]
  }
}
