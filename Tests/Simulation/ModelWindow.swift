package import GeoTareas
package import Pacing

/// Counts requests as a server with a sliding window does, and says so in the headers of its answers.
package struct ModelWindow: Sendable {
  private let limit: RateLimit
  private var arrivals: [Duration] = []
  /// By what remains.
  private let headers: [[HTTPHeader]]
  /// Another client under the same limit.
  var neighbour: Neighbour?

  package init(_ limit: RateLimit) {
    self.limit = limit
    headers = (0...limit.requests).map { remaining in
      [
        HTTPHeader("X-RateLimit-Limit", String(limit.requests)), HTTPHeader("X-RateLimit-Remaining", String(remaining)),
      ]
    }
  }

  /// Counts a request that arrives; false where it is one too many, which is counted as well.
  package mutating func admit(at now: Duration) -> Bool {
    while let next = neighbour?.next, next <= now {
      let isAdmitted = count(at: next)
      neighbour?.step(isAdmitted)
    }
    return count(at: now)
  }

  private mutating func count(at now: Duration) -> Bool {
    let first = arrivals.firstIndex { $0 > now - limit.window } ?? arrivals.endIndex
    arrivals.removeFirst(first)
    let fits = arrivals.count < limit.requests
    arrivals.append(now)
    return fits
  }

  /// When a request that comes now may be repeated: the first that counts leaves the window then.
  package func wait(at now: Duration) -> HTTPHeader {
    let free = (arrivals.dropLast(limit.requests - 1).last ?? now) + limit.window
    return HTTPHeader("Retry-After", String(max(1, Int((free - now).inSeconds.rounded(.up)))))
  }

  /// What the answer to the last request says.
  package var word: [HTTPHeader] { headers[max(0, limit.requests - arrivals.count)] }
}

extension HTTPResponse {
  /// The same with further headers.
  package func saying(_ more: [HTTPHeader]) -> HTTPResponse {
    HTTPResponse(status: status, headers: headers + more, body: body)
  }
}
