import Foundation
import GeoTareas
import HTTP
import Needs
import Synchronization
import Testing

@Suite("TLS", .limit(minutes: 10), .enabled { try Need.openssl.isMet() })
struct TLSTests {
  private func transport(caFile: String?) throws -> CurlTransport {
    try CurlTransport(
      configuration: .with {
        $0.allowPrivate = true
        $0.caFile = caFile
      })
  }

  @Test("with a certificate nobody vouches for is refused before the request is sent")
  func selfSigned() async throws {
    let server = try await TLSServer()
    let request = GeoTareas.HTTPRequest.get(
      "https://127.0.0.1:\(server.port)/", headers: [("Authorization", .secret(Secret("Bearer t")))])
    let error = try await failure(of: request, over: transport(caFile: nil))
    #expect(error.kind == .tls)
    #expect(error.reach == .notSent)
    #expect(error.detail.contains("no authority that is trusted here vouches for the certificate"), "\(error)")
    #expect(error.detail.contains("ca_file"), "\(error)")
  }

  @Test("with a private authority's file is refused to another authority's server")
  func otherAuthority() async throws {
    let server = try await TLSServer()
    let other = try await TLSServer()
    let error = try await failure(
      of: .get("https://127.0.0.1:\(server.port)/"), over: transport(caFile: other.certificateFile))
    #expect(error.kind == .tls)
    #expect(error.reach == .notSent)
    #expect(error.detail.contains("vouches"), "\(error)")
  }

  @Test("tells when the server's certificate ends")
  func end() async throws {
    let before = Date(timeIntervalSince1970: Date().timeIntervalSince1970.rounded(.down))
    let server = try await TLSServer()
    let answer = try await transport(caFile: server.certificateFile).send(.get("https://127.0.0.1:\(server.port)/"))
    let end = try #require(answer.certificateEnds)
    // The server's certificate is made for two days.
    #expect(end >= before + 2 * 86_400 && end <= Date() + 2 * 86_400, "\(end)")
  }

  @Test("to a server that speaks none of it is refused, and what is wrong is told")
  func noTLS() async throws {
    let server = try RawServer { connection in
      connection.write("HTTP/1.1 400 Bad Request\r\n\r\n")
      connection.close()
    }
    let error = try await failure(of: .get("https://127.0.0.1:\(server.port)/"), over: transport(caFile: nil))
    #expect(error.kind == .tls)
    #expect(error.detail.contains("does not speak TLS on this port: check url"), "\(error)")
  }

  @Test("with a private authority's file works, time after time")
  func privateAuthority() async throws {
    let server = try await TLSServer()
    let transport = try transport(caFile: server.certificateFile)
    for _ in 1...3 {
      let answer = try await transport.send(.get("https://127.0.0.1:\(server.port)/"))
      #expect(answer.status == 200)
      #expect(!answer.body.isEmpty)
    }
  }

  @Test("with a certificate for another name is refused", arguments: ["IP:127.0.0.2", "DNS:example.com"])
  func otherName(_ name: String) async throws {
    let server = try await TLSServer(name: name)
    let error = try await failure(
      of: .get("https://127.0.0.1:\(server.port)/"), over: transport(caFile: server.certificateFile))
    #expect(error.kind == .tls)
    #expect(error.reach == .notSent)
    #expect(error.detail.contains("is for another host: url must name the server"), "\(error)")
  }

  @Test("with a certificate that has expired is refused, and the reason is told")
  func expired() async throws {
    let server = try await TLSServer(isExpired: true)
    let error = try await failure(
      of: .get("https://127.0.0.1:\(server.port)/"), over: transport(caFile: server.certificateFile))
    #expect(error.kind == .tls)
    #expect(error.reach == .notSent)
    #expect(error.detail.contains("has expired: the server's owner must renew it"), "\(error)")
  }

  @Test("of a name whose IPv6 address does not answer is reached by IPv4, and the request goes out once")
  func brokenVersion6() async throws {
    // Libcurl itself leads this name to both loopback addresses; the server listens on one.
    let server = try await TLSServer(name: "DNS:localhost")
    let begun = Mutex(0)
    var request = GeoTareas.HTTPRequest.get("https://localhost:\(server.port)/")
    request.permit = {
      begun.withLock { $0 += 1 }
      return nil
    }
    let answer = try await transport(caFile: server.certificateFile).send(request)
    #expect(answer.status == 200)
    #expect(begun.withLock { $0 } == 1)
  }

  @Test("older than 1.2 is refused")
  func oldVersion() async throws {
    let server = try await TLSServer(options: ["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"])
    let error = try await failure(
      of: .get("https://127.0.0.1:\(server.port)/"), over: transport(caFile: server.certificateFile))
    #expect(error.kind == .tls)
    #expect(error.reach == .notSent)
    #expect(error.detail.contains("does not offer TLS 1.2 or newer"), "\(error)")
  }

  @Test("with an authority's file that is not there is refused, not downgraded")
  func missingFile() async throws {
    let server = try await TLSServer()
    let error = try await failure(
      of: .get("https://127.0.0.1:\(server.port)/"), over: transport(caFile: "/nowhere/authority.pem"))
    #expect(error.kind == .tls)
    #expect(error.reach == .notSent)
  }
}
