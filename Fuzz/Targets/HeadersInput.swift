import GeoTareas
import HTTP

/// Header lines: whatever they say, no wait is endless and no count negative.
enum HeadersInput {
  static func run(_ bytes: [UInt8]) {
    var head = ResponseHead(limit: 64 * 1024)
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      guard head.take(line + [UInt8(ascii: "\n")]) else { break }
    }
    for header in head.headers {
      require(!header.value.contains("\n") && !header.name.contains("\n"), "a line end within a field")
    }
    let said = RateLimitHeaders(HTTPResponse(status: 429, headers: head.headers))
    if let wait = said.retryAfter {
      require(wait >= .seconds(1) && wait <= .seconds(365 * 86_400), "a wait of \(wait)")
    }
    require(said.limit ?? 0 >= 0 && said.remaining ?? 0 >= 0, "a negative count")
  }
}
