import Foundation
import Inspection
import Testing

@Suite("The answer to a request for metrics")
struct MetricAnswerTests {
  private static let families = [
    MetricFamily("x_up", .gauge, help: "It is up.", samples: [.init([], 1)])
  ]

  private static func answer(_ head: String, isReadable: Bool = true) -> (status: Int, head: String, body: String) {
    let answer = MetricAnswer(to: Array(head.utf8)) { isReadable ? families : nil }
    let text = String(decoding: answer.bytes, as: UTF8.self)
    guard let end = text.range(of: "\r\n\r\n") else { return (answer.status, text, "") }
    return (answer.status, String(text[..<end.lowerBound]), String(text[end.upperBound...]))
  }

  private static let prometheus = """
    GET /metrics HTTP/1.1\r\nHost: 127.0.0.1:19227\r\nUser-Agent: Prometheus/2.42.0\r\nAccept: \
    application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;\
    q=0.5,*/*;q=0.1\r\nAccept-Encoding: gzip\r\nX-Prometheus-Scrape-Timeout-Seconds: 10
    """

  @Test("Prometheus gets OpenMetrics, with its length, and nothing may be kept of it")
  func openMetrics() {
    let answer = Self.answer(Self.prometheus)
    #expect(answer.status == 200 && answer.head.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(answer.head.contains("\r\nContent-Type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n"))
    #expect(answer.head.contains("\r\nContent-Length: \(answer.body.utf8.count)\r\n"))
    #expect(answer.head.contains("\r\nCache-Control: no-store\r\n") && answer.head.hasSuffix("\r\nConnection: close"))
    #expect(answer.body == "# HELP x_up It is up.\n# TYPE x_up gauge\nx_up 1\n# EOF\n")
  }

  @Test(
    "all others get the older text",
    arguments: [
      "GET /metrics HTTP/1.0", "GET /metrics?a=b HTTP/1.1\r\nHost: localhost:1",
      "GET /metrics HTTP/1.1\r\nHOST:[::1]:19227\r\nAccept: */*", "GET /metrics HTTP/1.1\nHost: 10.0.0.7",
      "GET /metrics HTTP/1.1\r\nhost: LocalHost\r\naccept: application/openmetrics-text;q=0, text/plain",
    ])
  func plain(head: String) {
    let answer = Self.answer(head)
    #expect(answer.status == 200 && answer.head.contains("text/plain; version=0.0.4"))
    #expect(answer.body.hasSuffix("\nx_up 1\n"))
  }

  @Test("to HEAD it is the same without the metrics")
  func head() {
    let whole = Self.answer(Self.prometheus)
    let head = Self.answer(Self.prometheus.replacing("GET", with: "HEAD"))
    #expect(head.status == 200 && head.head == whole.head && head.body.isEmpty)
  }

  @Test(
    "nothing else is there, and whatever is no request is turned away",
    arguments: [
      ("GET / HTTP/1.1\r\nHost: localhost", 404), ("GET /metrics/ HTTP/1.1\r\nHost: localhost", 404),
      ("GET http://localhost/metrics HTTP/1.1\r\nHost: localhost", 404), ("GET /../metrics HTTP/1.0", 404),
      ("POST /metrics HTTP/1.1\r\nHost: localhost", 405), ("DELETE /metrics HTTP/1.0", 405),
      ("get /metrics HTTP/1.0", 405), ("GET /metrics HTTP/1.1\r\nHost: evil.example:19227", 421),
      ("GET /metrics HTTP/1.1\r\nHost: 127.0.0.1.evil.example", 421), ("GET /metrics HTTP/1.1\r\nHost:", 421),
      ("GET /metrics HTTP/1.1", 400), ("GET /metrics HTTP/1.1\r\nHost: localhost\r\nHost: localhost", 400),
      ("GET /metrics HTTP/1.1\r\nHost: localhost\r\nno header", 400), ("GET /metrics", 400), ("", 400),
      ("GET  /metrics HTTP/1.1", 400), ("GET /metrics HTTP/1.1 x", 400), ("\u{16}\u{3}\u{1}\u{2}", 400),
      ("GET /metrics HTTP/2.0\r\nHost: localhost", 505), ("GET /metrics HTTP/1.1\r\nHost: localhost\r\n: x", 400),
    ])
  func refused(head: String, status: Int) {
    let answer = Self.answer(head)
    #expect(answer.status == status && answer.head.hasPrefix("HTTP/1.1 \(status) "))
    #expect(answer.body.hasSuffix(".\n") && !answer.body.contains("x_up"))
    #expect(answer.head.contains("\r\nAllow: GET, HEAD\r\n") == (status == 405))
  }

  @Test("bytes that are no text are no request")
  func bytes() {
    #expect(MetricAnswer(to: [0x47, 0xFF, 0x00]) { Self.families }.status == 400)
  }

  @Test("metrics that cannot be read are unavailable, and why is not for everybody")
  func unavailable() {
    let answer = Self.answer(Self.prometheus, isReadable: false)
    #expect(answer.status == 503 && answer.body == "The metrics cannot be read; the log of the service says why.\n")
  }
}
