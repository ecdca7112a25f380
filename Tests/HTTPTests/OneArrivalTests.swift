import GeoTareas
import HTTP
import Needs
import Testing

@Suite("A request arrives once", .limit(minutes: 10))
struct OneArrivalTests {
  private static let endpoints = Endpoint.allCases

  private func request(_ endpoint: Endpoint, _ url: String) -> GeoTareas.HTTPRequest {
    endpoint.isWrite || endpoint == .login
      ? .post(url + "/\(endpoint)", json: "{}", endpoint: endpoint) : .get(url + "/\(endpoint)", endpoint: endpoint)
  }

  @Test("at a server that keeps connections open and kills them on their next request", arguments: endpoints)
  func killedWhenReused(_ endpoint: Endpoint) async throws {
    let server = try RawServer { connection in
      connection.readRequest()
      connection.answer(headers: "Connection: keep-alive\r\n")
      if connection.readRequest() != nil { connection.reset() }
    }
    let transport = try CurlTransport(configuration: .patient)
    for _ in 1...5 { _ = try await transport.send(request(endpoint, server.url)) }
    #expect(server.requests.map(\.connection) == [1, 2, 3, 4, 5])
  }

  @Test("at a server that closes connections while they are idle", arguments: endpoints)
  func closedWhileIdle(_ endpoint: Endpoint) async throws {
    let server = try RawServer { connection in
      connection.readRequest()
      connection.answer(headers: "Connection: keep-alive\r\n")
    }
    let transport = try CurlTransport(configuration: .patient)
    for _ in 1...20 { _ = try await transport.send(request(endpoint, server.url)) }
    #expect(server.requests.count == 20)
  }

  @Test("at a server that closes without an answer: a failure, not a second try", arguments: endpoints)
  func closedWithoutAnswer(_ endpoint: Endpoint) async throws {
    let server = try RawServer { connection in
      connection.readRequest()
      if connection.number == 1 {
        connection.answer(headers: "Connection: keep-alive\r\n")
        connection.readRequest()
      }
    }
    let transport = try CurlTransport(configuration: .patient)
    _ = try await transport.send(request(endpoint, server.url))
    let error = try await failure(of: request(endpoint, server.url), over: transport)
    #expect(error.kind == .closed)
    #expect(error.reach == .maybeSent)
    #expect(server.requests.count == 2)
  }

  @Test("and never twice when the server asks for a login or refuses the expectation", arguments: [401, 407, 417, 421])
  func provoked(_ status: Int) async throws {
    let server = try RawServer { connection in
      connection.readRequest()
      connection.answer(
        "\(status) No", headers: "WWW-Authenticate: Negotiate\r\nProxy-Authenticate: Basic realm=\"x\"\r\n")
    }
    let answer = try await CurlTransport(configuration: .patient).send(.post(server.url, json: "{}"))
    #expect(answer.status == status)
    #expect(server.requests.count == 1)
  }
}
