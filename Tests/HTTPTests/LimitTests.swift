import GeoTareas
import HTTP
import Needs
import Testing

@Suite("An answer's size", .limit(minutes: 10))
struct LimitTests {
  private func transport(maxBody: Int) throws -> CurlTransport {
    try CurlTransport(configuration: .with { $0.maxBody = maxBody })
  }

  @Test("may reach the limit exactly")
  func exact() async throws {
    let server = try RawServer { connection in
      connection.readRequest()
      connection.answer(body: String(repeating: "x", count: 1000))
    }
    let answer = try await transport(maxBody: 1000).send(.get(server.url))
    #expect(answer.body.count == 1000)
  }

  @Test("is refused when the announced length is over the limit")
  func announced() async throws {
    let server = try RawServer { connection in
      connection.readRequest()
      connection.answer(body: String(repeating: "x", count: 1001))
    }
    let error = try await failure(of: .get(server.url), over: transport(maxBody: 1000))
    #expect(error.kind == .tooLarge)
    #expect(error.reach == .maybeSent)
  }

  @Test("is refused when chunks have no end")
  func endless() async throws {
    let server = try RawServer { connection in
      connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
      while connection.write("400\r\n" + String(repeating: "x", count: 1024) + "\r\n") {}
    }
    let error = try await failure(of: .get(server.url), over: transport(maxBody: 100_000))
    #expect(error.kind == .tooLarge)
  }

  @Test("is refused when a body without length has no end")
  func unframed() async throws {
    let server = try RawServer { connection in
      connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\n\r\n")
      while connection.write(String(repeating: "x", count: 1024)) {}
    }
    let error = try await failure(of: .get(server.url), over: transport(maxBody: 100_000))
    #expect(error.kind == .tooLarge)
  }

  @Test("counts bytes after a transfer coding is undone")
  func transferCoding() async throws {
    // 100,000 zero bytes, packed by gzip into about 130.
    let server = try RawServer { connection in
      connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n")
      connection.write(LimitTests.packedZeros)
    }
    let error = try await failure(of: .get(server.url), over: transport(maxBody: 50_000))
    #expect(error.kind == .tooLarge)
  }

  enum Endless: String, CaseIterable { case line, lines }

  @Test("is refused when the head has no end", arguments: Endless.allCases)
  func endlessHead(_ form: Endless) async throws {
    let server = try RawServer { connection in
      connection.readRequest()
      connection.write("HTTP/1.1 200 OK\r\nX-First: 1")
      let piece = String(repeating: "a", count: 900)
      while connection.write(form == .lines ? "\r\nX-A: \(piece)" : piece) {}
    }
    let error = try await failure(of: .get(server.url), over: CurlTransport())
    #expect(error.kind == .tooLarge)
    #expect(error.reach == .maybeSent)
  }

  @Test("is refused when interim answers have no end")
  func endlessInterim() async throws {
    let server = try RawServer { connection in
      connection.readRequest()
      while connection.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n") {}
    }
    let error = try await failure(of: .get(server.url), over: CurlTransport())
    #expect(error.kind == .tooLarge)
  }

  private static let packedZeros: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xed, 0xc1, 0x31, 0x01, 0x00, 0x00, 0x00, 0xc2,
    0xa0, 0xf5, 0x4f, 0x6d, 0x0d, 0x0f, 0xa0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x80, 0x57, 0x03, 0x7d, 0x95,
    0x11, 0xd4, 0xa0, 0x86, 0x01, 0x00,
  ]
}
