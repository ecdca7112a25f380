package import GeoTareas
package import Pacing

/// What an answer says about when to come back.
package enum Deferral: Sendable, Equatable {
  /// Nothing that matters.
  case none
  /// The limit was exceeded.
  case refused(LimitRefusal)
  /// Another problem; the answer said how long to wait.
  case postponed(Rest)
}

extension Budget {
  /// Starts the return of the request's token, and follows what the answer says about the limit and about when to come
  /// back.
  ///
  /// `Retry-After` counts only with 429, 503 and redirects. After another error of the server, one request per window
  /// finds out whether it works again. With any other answer the header means nothing. Source: RFC 9110 §10.2.3.
  package mutating func heed(
    _ response: HTTPResponse, to id: CallID, on endpoint: Endpoint, at now: Instant
  ) -> Deferral {
    let headers = RateLimitHeaders(response)
    let word = ServerWord(headers)
    let lane = endpoint.lane
    if response.status == 429 {
      return .refused(limits.refuse(lane, id, at: now, retryAfter: headers.retryAfter, word))
    }
    let isRedirect = (300..<400).contains(response.status)
    let isBroken = response.status >= 500
    guard let wait = headers.retryAfter, isRedirect || isBroken else {
      limits.settle(lane, id, at: now, word, isNormal: !isBroken)
      return .none
    }
    let isBelieved = isRedirect || response.status == 503
    return .postponed(limits.postpone(lane, id, at: now, for: wait, isBelieved: isBelieved, word))
  }
}
