package import Foundation

/// What an answer's headers say about the rate limit.
///
/// Anything unreadable counts as absent. Source: the vendor's page "Workflow Tasks" (rate limit headers), RFC 9110
/// §10.2.3 (`Retry-After`) and §5.6.7 (dates), RFC 9111 §5.1 (`Age`).
package struct RateLimitHeaders: Sendable, Equatable {
  /// Requests the server allows in a window.
  package var limit: Int?
  package var remaining: Int?
  /// How long after the answer the window is reset, according to the server; nil where the answer has no date.
  ///
  /// It is measured by the server's own clock, plus a second because both times are whole seconds.
  package var resetIn: Duration?
  /// How long to wait: in [1 s, 365 d], whatever the server wrote.
  package var retryAfter: Duration?
  /// True when the answer comes from a cache, so that its other headers are out of date.
  package var isCached: Bool
  package var requestID: String?

  package init(_ response: HTTPResponse) {
    limit = response.header("X-RateLimit-Limit").flatMap { Self.count($0) }
    remaining = response.header("X-RateLimit-Remaining").flatMap { Self.count($0) }
    isCached = (response.header("Age").flatMap { Self.count($0) } ?? 0) > 0
    let serverDate = response.header("Date").flatMap { Self.httpDate($0) }
    resetIn = response.header("X-RateLimit-Reset").flatMap { Self.wait(until: $0, serverDate: serverDate) }
    requestID = response.header("X-Request-Id")
    retryAfter = response.header("Retry-After").flatMap { Self.wait($0, serverDate: serverDate) }
  }

  private static func count(_ text: String) -> Int? {
    guard let value = Int(text), value >= 0, value <= 1_000_000 else { return nil }
    return value
  }

  /// The time until a moment in Unix seconds; nil where that is more than an hour ahead.
  private static func wait(until text: String, serverDate: Date?) -> Duration? {
    guard let seconds = Int64(text), seconds >= 0, let serverDate else { return nil }
    let wait = Double(seconds) - serverDate.timeIntervalSince1970
    return wait <= 3_600 ? .seconds(max(0, wait) + 1) : nil
  }

  private static func wait(_ text: String, serverDate: Date?) -> Duration? {
    let seconds: Double
    if let delta = Int(text) {
      seconds = Double(delta)
    } else if !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
      seconds = .infinity  // More seconds than an Int holds.
    } else if let date = httpDate(text), let serverDate {
      seconds = date.timeIntervalSince(serverDate)
    } else {
      return nil
    }
    return .seconds(min(max(seconds, 1), 365 * 86_400))
  }

  /// An IMF-fixdate, `Sun, 06 Nov 1994 08:49:37 GMT`; the two obsolete forms are not read.
  package static func httpDate(_ text: String) -> Date? {
    let parts = text.split(separator: " ")
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    guard parts.count == 6, parts[5] == "GMT", parts[1].count == 2, parts[3].count == 4,
      let month = months.firstIndex(of: String(parts[2])),
      let utc = TimeZone(secondsFromGMT: 0)
    else { return nil }
    let monthText = month < 9 ? "0\(month + 1)" : "\(month + 1)"
    return LocalDateTime("\(parts[3])-\(monthText)-\(parts[1])T\(parts[4])")?.date(in: utc)
  }
}
