import GeoTareas
import Glibc
import HTTP
import Needs
import Testing

@Suite("A failure", .limit(minutes: 10))
struct FailureTests {
  @Test("to connect is proved not sent")
  func refused() async throws {
    let (descriptor, port) = try RawServer.bind()
    defer { close(descriptor) }
    let error = try await failure(of: .post("http://127.0.0.1:\(port)/x", json: "{}"), over: CurlTransport())
    #expect(error.kind == .connect)
    #expect(error.reach == .notSent)
    #expect(error.detail.contains("127.0.0.1"))
  }

  @Test("of a handshake that hangs is a connect time-out, proved not sent")
  func hangingHandshake() async throws {
    let server = try RawServer { $0.waitForPeer() }
    let transport = try CurlTransport(
      configuration: .with {
        $0.allowPrivate = true
        $0.connectTimeout = .milliseconds(200)
      })
    let error = try await failure(of: .get("https://127.0.0.1:\(server.port)/"), over: transport)
    #expect(error.kind == .connectTimeout)
    #expect(error.reach == .notSent)
  }

  /// What a server does after it has read the request, and what it is called.
  struct Ending: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var kind: TransportError.Kind
    var script: RawServer.Script
  }

  static let endings: [Ending] = [
    Ending(testDescription: "reset before the first byte", kind: .closed) { $0.reset() },
    Ending(testDescription: "end before the first byte", kind: .closed) { $0.close() },
    Ending(testDescription: "end inside the status line", kind: .closed) { $0.write("HTTP/1.1 20") },
    Ending(testDescription: "reset inside the body", kind: .closed) {
      $0.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")
      $0.reset()
    },
    Ending(testDescription: "body shorter than announced", kind: .closed) {
      $0.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}")
    },
    Ending(testDescription: "end between chunks", kind: .closed) {
      $0.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n")
    },
    Ending(testDescription: "chunk without a size", kind: .malformed) {
      $0.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n")
    },
    Ending(testDescription: "no HTTP at all", kind: .malformed) { $0.write("220 mail ready\r\n") },
    Ending(testDescription: "interim answer only", kind: .closed) {
      $0.write("HTTP/1.1 103 Early Hints\r\n\r\n")
    },
    Ending(testDescription: "unreadable length", kind: .malformed) {
      $0.write("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}")
    },
  ]

  @Test("after the request arrived is never called not sent", arguments: endings)
  func afterArrival(_ ending: Ending) async throws {
    let server = try RawServer { connection in
      connection.readRequest()
      ending.script(connection)
    }
    let error = try await failure(of: .post(server.url, json: "{}"), over: CurlTransport(configuration: .patient))
    #expect(error.kind == ending.kind, "\(error)")
    #expect(error.reach == .maybeSent)
    #expect(server.requests.count == 1)
  }

  @Test("to answer in time is a time-out")
  func timeout() async throws {
    let server = try RawServer { connection in
      connection.readRequest()
      connection.waitForPeer()
    }
    let transport = try CurlTransport(configuration: .with { $0.timeout = .milliseconds(300) })
    let error = try await failure(of: .get(server.url), over: transport)
    #expect(error.kind == .timeout)
    #expect(error.reach == .maybeSent)
  }

  @Test("to keep the bytes flowing is called too slow")
  func tooSlow() async throws {
    let server = try RawServer { connection in
      connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n{")
      connection.waitForPeer()
    }
    let transport = try CurlTransport(configuration: .with { $0.stallTimeout = .seconds(1) })
    let error = try await failure(of: .get(server.url), over: transport)
    #expect(error.kind == .tooSlow)
    #expect(error.reach == .maybeSent)
  }

  @Test("to find the name is proved not sent")
  func unknownName() async throws {
    let error = try await failure(of: .get("https://nobody.invalid/"), over: CurlTransport())
    #expect(error.kind == .resolve)
    #expect(error.reach == .notSent)
  }

  @Test("never shows a secret of the request nor a word of the answer", arguments: endings)
  func noSecrets(_ ending: Ending) async throws {
    let server = try RawServer { connection in
      connection.readRequest()
      ending.script(connection)
    }
    let request = GeoTareas.HTTPRequest(
      endpoint: .login, method: .post, url: server.url,
      headers: [("Authorization", .secret(Secret("canary-one")))], body: .secretJSON(Secret("canary-two")))
    let error = try await failure(of: request, over: CurlTransport())
    for word in ["canary", "mail ready", "many", "Early"] {
      #expect(!error.description.contains(word))
      #expect(!String(reflecting: error).contains(word))
    }
  }
}
