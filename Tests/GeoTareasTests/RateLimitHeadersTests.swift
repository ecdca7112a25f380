import Foundation
import GeoTareas
import Testing

@Suite("Rate limit headers")
struct RateLimitHeadersTests {
  private func headers(_ pairs: [(String, String)]) -> RateLimitHeaders {
    RateLimitHeaders(HTTPResponse(status: 429, headers: pairs.map { HTTPHeader($0.0, $0.1) }))
  }

  private static let date = "Sun, 06 Nov 1994 08:49:37 GMT"

  @Test(
    "Retry-After is clamped to between a second and a year; garbage counts as absent",
    arguments: [
      ("17", 17), ("0", 1), ("-5", 1), ("3600", 3_600), ("3601", 3_601), ("999999999", 31_536_000),
      ("99999999999999999999999999", 31_536_000), ("1.5", nil), ("soon", nil), ("", nil), ("5 s", nil),
      ("Sun, 06 Nov 1994 08:50:07 GMT", 30), ("Sun, 06 Nov 1994 08:49:07 GMT", 1),
      ("Sun, 06 Nov 2004 08:49:37 GMT", 31_536_000), ("Sun, 06 Nov 1994 08:49:37 UTC", nil),
      ("Sun, 31 Feb 1994 08:49:37 GMT", nil),
      ("06 Nov 1994 08:49:37", nil), ("Sunday, 06-Nov-94 08:49:37 GMT", nil),
    ])
  func retryAfter(text: String, seconds: Int?) {
    #expect(headers([("Retry-After", text), ("Date", Self.date)]).retryAfter == seconds.map { .seconds($0) })
  }

  @Test("a date is measured against the server's own clock, and is worth nothing without it")
  func withoutDate() {
    #expect(headers([("Retry-After", Self.date)]).retryAfter == nil)
    #expect(headers([("Retry-After", Self.date), ("Date", "now")]).retryAfter == nil)
  }

  @Test(
    "the time to the reset is measured by the server's own clock, and a second more; an absurd one counts as absent",
    arguments: [
      ("784111777", 1), ("784111807", 31), ("784111700", 1), ("784115377", 3_601), ("784115378", nil), ("-1", nil),
      ("soon", nil), ("1.5", nil), ("99999999999999999999999999", nil), ("", nil),
    ])
  func reset(text: String, seconds: Int?) {
    #expect(headers([("X-RateLimit-Reset", text), ("Date", Self.date)]).resetIn == seconds.map { .seconds($0) })
    #expect(headers([("X-RateLimit-Reset", text)]).resetIn == nil)
  }

  @Test(
    "counts are read if they are counts",
    arguments: [("30", 30), ("0", 0), ("-1", nil), ("many", nil), ("99999999", nil)])
  func counts(text: String, count: Int?) {
    let headers = headers([("x-ratelimit-limit", text), ("X-RateLimit-Remaining", text)])
    #expect(headers.limit == count && headers.remaining == count)
  }

  @Test(
    "an age above nought shows a cached answer", arguments: [("0", false), ("1", true), ("x", false), (nil, false)])
  func age(text: String?, isCached: Bool) {
    #expect(headers(text.map { [("Age", $0)] } ?? []).isCached == isCached)
  }

  @Test("the request id is taken over as it stands")
  func requestID() {
    #expect(headers([("x-request-id", "r-1")]).requestID == "r-1")
    #expect(headers([]).requestID == nil)
  }

  @Test("an HTTP date is read in GMT")
  func httpDate() {
    #expect(RateLimitHeaders.httpDate(Self.date) == Date(timeIntervalSince1970: 784_111_777))
  }
}
