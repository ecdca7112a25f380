import GeoTareas
import HTTP
import Testing

@Suite("A response head")
struct ResponseHeadTests {
  private func headers(_ lines: [String], limit: Int = 1000) -> [GeoTareas.HTTPHeader]? {
    var head = ResponseHead(limit: limit)
    for line in lines where !head.take(Array(line.utf8)) { return nil }
    return head.headers
  }

  @Test("keeps fields in order, names as sent, values without outer spaces")
  func fields() {
    let lines = ["HTTP/1.1 200 OK\r\n", "B: \t2 x \r\n", "a:1\r\n", "B:\r\n", "Time: 10:30\r\n", "\r\n"]
    #expect(headers(lines) == [.init("B", "2 x"), .init("a", "1"), .init("B", ""), .init("Time", "10:30")])
  }

  @Test("forgets interim answers", arguments: ["100 Continue", "103 Early Hints", "199 "])
  func interim(_ status: String) {
    let lines = ["HTTP/1.1 \(status)\r\n", "Link: x\r\n", "\r\n", "HTTP/1.1 200 OK\r\n", "A: 1\r\n", "\r\n"]
    #expect(headers(lines) == [.init("A", "1")])
  }

  @Test("leaves trailers out, even when they look like a new head")
  func trailers() {
    let lines = ["HTTP/1.1 200 OK\r\n", "A: 1\r\n", "\r\n", "HTTP/1.1 500 No\r\n", "B: 2\r\n"]
    #expect(headers(lines) == [.init("A", "1")])
  }

  @Test("joins folded lines")
  func folded() {
    let lines = ["HTTP/1.1 200 OK\r\n", " stray\r\n", "A: 1\r\n", "\t 2\r\n", " 3\r\n", "\r\n"]
    #expect(headers(lines) == [.init("A", "1 2 3")])
  }

  @Test("skips a line without a colon and takes bare line feeds")
  func odd() {
    #expect(headers(["HTTP/1.1 200\n", "nonsense\n", "A: 1\n", "\n"]) == [.init("A", "1")])
  }

  @Test("takes as many bytes as allowed and no more")
  func limit() {
    let lines = ["HTTP/1.1 200 OK\r\n", "A: 1\r\n"]
    #expect(headers(lines, limit: 23) == [.init("A", "1")])
    #expect(headers(lines, limit: 22) == nil)
  }

  @Test("replaces bytes that are not UTF-8")
  func notText() {
    var head = ResponseHead(limit: 100)
    let isTaken = head.take(Array("HTTP/1.1 200 OK\r\n".utf8)) && head.take([0x41, 0x3a, 0xff, 0x0d, 0x0a])
    #expect(isTaken)
    #expect(head.headers == [.init("A", "\u{fffd}")])
  }
}
