import GeoTareas
import HTTP
import Needs
import Testing

@Suite("A request is refused before anything is sent", .limit(minutes: 10))
struct RequestCheckTests {
  private func refusal(_ request: GeoTareas.HTTPRequest) async throws -> TransportError {
    let error = try await failure(of: request, over: CurlTransport())
    #expect(error.kind == .invalidRequest)
    #expect(error.reach == .notSent)
    return error
  }

  @Test(
    "when a header's value could add a line or is not ASCII",
    arguments: ["a\r\nX-Admin: 1", "a\nb", "a\rb", "a\0b", "a\u{7f}", "a\tb", "año"])
  func value(_ value: String) async throws {
    let server = try RawServer { $0.readRequest() }
    for form in [GeoTareas.HTTPRequest.HeaderValue.plain(value), .secret(Secret(value))] {
      let error = try await refusal(.get(server.url, headers: [("X-Note", form)]))
      #expect(error.detail.contains("X-Note"))
      #expect(!error.description.contains(value))
    }
    #expect(server.connectionCount == 0)
  }

  @Test("when a header's name is no token", arguments: ["", "X A", "X:A", "X\r\nY", "Ñ", "X\0"])
  func name(_ name: String) async throws {
    _ = try await refusal(.get("http://127.0.0.1:9/", headers: [(name, .plain("1"))]))
  }

  @Test(
    "when a header frames the message",
    arguments: ["Host", "content-length", "Transfer-Encoding", "CONNECTION", "Expect"])
  func framing(_ name: String) async throws {
    let error = try await refusal(.get("http://127.0.0.1:9/", headers: [(name, .plain("1"))]))
    #expect(error.detail.contains(name))
  }

  @Test(
    "when plain http does not lead to a loopback literal",
    arguments: [
      "http://example.com/", "http://localhost/", "http://10.0.0.1/", "http://[::2]/", "HTTP://example.com/",
      "http://127.0.0.1.example.com/", "http://0.0.0.0/", "http://[::ffff:10.0.0.1]/",
    ])
  func plain(_ url: String) async throws {
    _ = try await refusal(.get(url))
  }

  @Test(
    "when the address is of another kind or unreadable",
    arguments: [
      "", "/tasks", "example.com/tasks", "file:///etc/passwd", "ftp://example.com/", "https://", "https://a b/",
      "https://example.com/\r\nX: 1", "https://example.com/ñ", "https://user:word@example.com/",
      "https://example.com:99999/", "https://example.com/\0",
    ])
  func address(_ url: String) async throws {
    let error = try await refusal(.get(url))
    #expect(!error.description.contains("word"))
  }

  @Test("when a GET carries a body")
  func getWithBody() async throws {
    var request = GeoTareas.HTTPRequest.get("http://127.0.0.1:9/")
    request.body = .json([0x7b, 0x7d])
    _ = try await refusal(request)
  }
}
