import GeoTareas
import Sandbox
import Testing

/// The core behind real sockets.
@Suite struct ServerTests {
  private static let completePath = "\(Probe.tasks)/\(Probe.welcome)/complete"

  private func makeServer(_ change: (inout SandboxConfiguration) -> Void = { _ in }) -> SandboxServer {
    var configuration = SandboxConfiguration()
    configuration.port = 0
    change(&configuration)
    return SandboxServer(configuration: configuration)
  }

  @Test("a server on port 0 is bound to a free port and speaks HTTP")
  func list() async throws {
    let server = makeServer()
    let answer = try await server.withRunning { port in
      #expect(port != 0)
      let token = try await RawClient.logIn(to: port)
      return try await RawClient.send(RawClient.request("GET", Probe.tasks + "?limit=1", token: token), to: port)
    }
    #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
    #expect(answer.contains("\r\nX-RateLimit-Remaining: 29\r\n"))
    #expect(answer.contains("\"meta\":{\"total\":38,\"limit\":1,\"offset\":0}}"))
    #expect(server.traffic(of: .list).total == 1)
    #expect(server.traffic(of: .list).connections == 1)
  }

  @Test("two servers run side by side")
  func two() async throws {
    let (one, other) = (makeServer(), makeServer())
    try await one.withRunning { first in
      try await other.withRunning { second in
        #expect(first != second)
        _ = try await RawClient.logIn(to: first)
        _ = try await RawClient.logIn(to: second)
      }
    }
    #expect(one.traffic(of: .login).total == 1)
    #expect(other.traffic(of: .login).total == 1)
  }

  @Test("a port that is taken is told as an error")
  func portTaken() async throws {
    let server = makeServer()
    try await server.withRunning { port in
      var configuration = SandboxConfiguration()
      configuration.port = port
      let second = SandboxServer(configuration: configuration)
      await #expect(throws: SandboxServerError.self) {
        try await second.run { _ in }
      }
    }
  }

  @Test(
    "a lost request gets no byte of an answer; lost after, it has taken effect",
    arguments: [(SandboxFault.lostBefore, 0), (.lostAfter, 1)])
  func lost(fault: SandboxFault, effects: Int) async throws {
    let server = makeServer()
    let answer = try await server.withRunning { port in
      let token = try await RawClient.logIn(to: port)
      server.inject(fault, at: .complete)
      return try await RawClient.send(
        RawClient.request("POST", Self.completePath, token: token, body: Probe.goodForm.text, keepAlive: true),
        to: port)
    }
    #expect(answer.isEmpty)
    #expect(server.history.count == effects)
    #expect(server.tasks.first { $0.id == Probe.welcome }?.completions == effects)
    #expect(server.traffic(of: .complete).unanswered == 1)
  }

  @Test("a hanging request ends without an answer when the client goes away")
  func hang() async throws {
    let server = makeServer()
    let answer = try await server.withRunning { port in
      let token = try await RawClient.logIn(to: port)
      server.inject(.hang, at: .list)
      return try await RawClient.send(
        RawClient.request("GET", Probe.tasks, token: token, keepAlive: true), to: port, hangUp: true)
    }
    #expect(answer.isEmpty)
  }

  @Test("a server with a hanging request stops when told to")
  func stopWhileHanging() async throws {
    let server = makeServer()
    try await server.withRunning { port in
      let token = try await RawClient.logIn(to: port)
      server.inject(.hang, at: .list)
      let request = RawClient.request("GET", Probe.tasks, token: token, keepAlive: true)
      Task { try await RawClient.send(request, to: port) }
      while server.traffic(of: .list).total == 0 { await Task.yield() }
    }
    #expect(server.traffic(of: .list).unanswered == 1)
  }

  @Test("requests sent together on one connection are answered in order")
  func pipeline() async throws {
    let server = makeServer()
    let answer = try await server.withRunning { port in
      let token = try await RawClient.logIn(to: port)
      let first = RawClient.request("GET", Probe.tasks + "/1", token: token, keepAlive: true)
      let second = RawClient.request("GET", Probe.tasks + "?limit=1", token: token)
      return try await RawClient.send(first + second, to: port)
    }
    let statuses = answer.split(separator: "HTTP/1.1 ").map { $0.prefix(3) }
    #expect(statuses == ["404", "200"])
    #expect(server.traffic(of: .list).connections == 1)
  }

  @Test("a body longer than 1 MiB is refused without harm to the server")
  func longBody() async throws {
    let server = makeServer()
    let answers = try await server.withRunning { port in
      let body = "\"" + String(repeating: "x", count: 3 << 20) + "\""
      let long = try await RawClient.send(RawClient.request("POST", "/apidev/v1/login", body: body), to: port)
      return [long, try await RawClient.logIn(to: port)]
    }
    #expect(answers[0].hasPrefix("HTTP/1.1 400 "))
    #expect(answers[0].contains("BAD_REQUEST"))
    #expect(!answers[1].isEmpty)
  }

  @Test(
    "garbage on the wire does not stop the server",
    arguments: ["\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/1.1\r\nContent-Length: -5\r\n\r\n", "\u{0}\u{1}\u{2}\r\n\r\n"])
  func garbage(text: String) async throws {
    let server = makeServer()
    try await server.withRunning { port in
      _ = try? await RawClient.send(text, to: port, hangUp: true)
      _ = try await RawClient.logIn(to: port)
    }
  }

  @Test("parallel completions of one task take effect once")
  func race() async throws {
    let server = makeServer()
    let answers = try await server.withRunning { port in
      let token = try await RawClient.logIn(to: port)
      let request = RawClient.request("POST", Self.completePath, token: token, body: Probe.goodForm.text)
      return try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<8 { group.addTask { try await RawClient.send(request, to: port) } }
        return try await group.reduce(into: []) { $0.append($1) }
      }
    }
    #expect(answers.count { $0.hasPrefix("HTTP/1.1 200") } == 1)
    #expect(answers.count { $0.hasPrefix("HTTP/1.1 400") } == 7)
    #expect(server.history.count == 1)
    #expect(server.refusals.count == 7)
  }
}
