import FlyingFox
import FlyingSocks
import Foundation
import GeoTareas
import HTTP
import Needs
import Testing

@Suite("An exchange", .limit(minutes: 10))
struct ExchangeTests {
  /// Runs an echo server: status from the path, the request's own words in the answer.
  private func withEchoServer(_ body: (String) async throws -> Void) async throws {
    let handler = ClosureHTTPHandler { request in
      let code = Int(request.path.dropFirst()) ?? 200
      let text = try await String(decoding: request.bodyData, as: UTF8.self)
      let type = request.headers[.contentType] ?? "none"
      let key = request.headers[FlyingFox.HTTPHeader("X-Api-Key")] ?? "none"
      return FlyingFox.HTTPResponse(
        statusCode: HTTPStatusCode(code, phrase: "Text"),
        headers: HTTPHeaders([FlyingFox.HTTPHeader("Retry-After"): "7"]),
        body: Data("\(request.method.rawValue) \(type) \(key) \(text)".utf8))
    }
    let server = HTTPServer(address: .loopback(port: 0), logger: .disabled, handler: handler)
    let running = Task { try await server.run() }
    defer { running.cancel() }
    try await server.waitUntilListening(timeout: 60)
    let address = await server.listeningAddress
    guard case .ip6(_, let port) = address else { throw NoFailure() }
    try await body("http://[::1]:\(port)")
  }

  @Test("a GET brings status, headers and body back")
  func get() async throws {
    try await withEchoServer { url in
      let answer = try await CurlTransport(configuration: .patient).send(.get(url + "/200"))
      #expect(answer.status == 200)
      #expect(answer.header("retry-after") == "7")
      #expect(String(decoding: answer.body, as: UTF8.self) == "GET none none ")
    }
  }

  @Test("a POST carries its body, its secret header and a JSON content type")
  func post() async throws {
    try await withEchoServer { url in
      let request = GeoTareas.HTTPRequest.post(
        url + "/200", json: #"{"clave":"ñ"}"#, headers: [("X-Api-Key", .secret(Secret("k-123")))])
      let answer = try await CurlTransport(configuration: .patient).send(request)
      #expect(String(decoding: answer.body, as: UTF8.self) == #"POST application/json k-123 {"clave":"ñ"}"#)
    }
  }

  @Test("an error status is an answer, not a failure", arguments: [201, 204, 401, 404, 429, 500, 503])
  func status(_ code: Int) async throws {
    try await withEchoServer { url in
      let answer = try await CurlTransport(configuration: .patient).send(.get(url + "/\(code)"))
      #expect(answer.status == code)
    }
  }

  @Test("the request goes out as it was written, without fields that nobody asked for")
  func wire() async throws {
    let server = try RawServer { connection in
      connection.readRequest()
      connection.answer()
    }
    let configuration = CurlTransport.Configuration.with { $0.userAgent = "probe/1" }
    let transport = try CurlTransport(configuration: configuration)
    _ = try await transport.send(
      GeoTareas.HTTPRequest(
        endpoint: .login, method: .post, url: server.url + "/login?x=%20y",
        headers: [("Accept", .plain("application/json")), ("X-Empty", .plain(""))],
        body: .secretJSON(Secret(#"{"password":"p"}"#))))
    let request = try #require(server.requests.first)
    #expect(request.line == "POST /login?x=%20y HTTP/1.1")
    #expect(request.body == #"{"password":"p"}"#)
    let names = request.head.split(separator: "\r\n").dropFirst().map { $0.prefix { $0 != ":" } }
    #expect(Set(names) == ["Host", "Accept", "X-Empty", "User-Agent", "Content-Type", "Content-Length"])
    #expect(request.header("User-Agent") == "probe/1")
  }

  @Test("a POST without a body says so and names no content type")
  func emptyPost() async throws {
    let server = try RawServer { connection in
      connection.readRequest()
      connection.answer()
    }
    _ = try await CurlTransport(configuration: .patient).send(
      GeoTareas.HTTPRequest(endpoint: .complete, method: .post, url: server.url, headers: []))
    let request = try #require(server.requests.first)
    #expect(request.header("Content-Length") == "0")
    #expect(request.header("Content-Type") == nil)
  }

  @Test("a large body goes out at once, without asking the server first")
  func largeBody() async throws {
    let server = try RawServer { connection in
      connection.readRequest()
      connection.answer()
    }
    let json = String(repeating: "x", count: 2 << 20)
    _ = try await CurlTransport(configuration: .patient).send(.post(server.url, json: json))
    let request = try #require(server.requests.first)
    #expect(request.header("Expect") == nil)
    #expect(request.body == json)
  }

  @Test("dots in the path are sent as they are")
  func pathAsIs() async throws {
    let server = try RawServer { connection in
      connection.readRequest()
      connection.answer()
    }
    _ = try await CurlTransport(configuration: .patient).send(.get(server.url + "/tasks/1/../../admin/./x"))
    #expect(server.requests.map(\.line) == ["GET /tasks/1/../../admin/./x HTTP/1.1"])
  }

  @Test("a redirect comes back as it is, and the token goes nowhere else", arguments: [301, 302, 303, 307, 308])
  func redirect(_ status: Int) async throws {
    let other = try RawServer { connection in
      connection.readRequest()
      connection.answer()
    }
    let location = other.url + "/elsewhere"
    let server = try RawServer { connection in
      connection.readRequest()
      connection.answer("\(status) Moved", headers: "Location: \(location)\r\n")
    }
    let request = GeoTareas.HTTPRequest.get(
      server.url, headers: [("Authorization", .secret(Secret("Bearer t")))])
    let answer = try await CurlTransport(configuration: .patient).send(request)
    #expect(answer.status == status)
    #expect(answer.header("Location") == location)
    #expect(other.connectionCount == 0)
  }

  @Test("a compressed body that nobody asked for is not unpacked")
  func notUnpacked() async throws {
    let server = try RawServer { connection in
      connection.readRequest()
      connection.answer(headers: "Content-Encoding: gzip\r\n", body: "raw")
    }
    let answer = try await CurlTransport(configuration: .patient).send(.get(server.url))
    #expect(answer.body == Array("raw".utf8))
    #expect(server.requests.first?.header("Accept-Encoding") == nil)
  }

  @Test("interim answers are left out, chunks are joined, trailers are dropped")
  func interimAndChunks() async throws {
    let server = try RawServer { connection in
      connection.readRequest()
      connection.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
      connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nX-A: 1\r\nX-A: 2\r\n\r\n")
      connection.write("3\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: t\r\n\r\n")
    }
    let answer = try await CurlTransport(configuration: .patient).send(.get(server.url))
    #expect(answer.body == Array("abcde".utf8))
    #expect(
      answer.headers == [
        .init("Transfer-Encoding", "chunked"), .init("X-A", "1"), .init("X-A", "2"),
      ])
  }
}
