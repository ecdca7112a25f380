import Foundation
import GeoTareas
import HTTP
import Needs
import Testing

@Suite("A proxy", .limit(minutes: 10))
struct ProxyTests {
  @Test("that refuses is a proxy failure, proved not sent, and sees no header of ours", arguments: [403, 407, 502])
  func refuses(_ status: Int) async throws {
    let proxy = try RawServer { connection in
      connection.readRequest()
      connection.answer("\(status) No", headers: "Proxy-Authenticate: Basic realm=\"x\"\r\n")
    }
    let transport = try CurlTransport(configuration: .with { $0.proxy = "http://127.0.0.1:\(proxy.port)" })
    let request = GeoTareas.HTTPRequest.post(
      "https://api.example.com/x", json: "{}", headers: [("Authorization", .secret(Secret("Bearer t")))])
    let error = try await failure(of: request, over: transport)
    #expect(error.kind == .proxy, "\(error)")
    #expect(error.reach == .notSent)
    #expect(proxy.requests.map(\.line) == ["CONNECT api.example.com:443 HTTP/1.1"])
    #expect(proxy.requests.first?.header("Authorization") == nil)
  }

  @Test("that hangs up is proved not sent")
  func hangsUp() async throws {
    let proxy = try RawServer { $0.readRequest() }
    let transport = try CurlTransport(configuration: .with { $0.proxy = "http://127.0.0.1:\(proxy.port)" })
    let error = try await failure(of: .post("https://api.example.com/x", json: "{}"), over: transport)
    #expect(error.kind == .proxy)
    #expect(error.reach == .notSent)
  }

  @Test("that is not there is proved not sent")
  func absent() async throws {
    let (descriptor, port) = try RawServer.bind()
    defer { close(descriptor) }
    let transport = try CurlTransport(configuration: .with { $0.proxy = "http://127.0.0.1:\(port)" })
    let error = try await failure(of: .post("https://api.example.com/x", json: "{}"), over: transport)
    #expect(error.kind == .proxy)
    #expect(error.reach == .notSent)
  }

  @Test("is passed by for plain http to the own machine")
  func passedBy() async throws {
    let proxy = try RawServer { $0.readRequest() }
    let server = try RawServer { connection in
      connection.readRequest()
      connection.answer()
    }
    let transport = try CurlTransport(configuration: .with { $0.proxy = "http://127.0.0.1:\(proxy.port)" })
    #expect(try await transport.send(.get(server.url)).status == 200)
    #expect(proxy.connectionCount == 0)
  }

  @Test("brings the server's answer without its own", .enabled { try Need.openssl.isMet() })
  func tunnel() async throws {
    let target = try await TLSServer()
    let targetPort = target.port
    let proxy = try RawServer { connection in
      connection.readRequest()
      connection.write("HTTP/1.1 200 Connected\r\nX-Proxy: 1\r\n\r\n")
      connection.relay(to: targetPort)
    }
    let transport = try CurlTransport(
      configuration: .with {
        $0.proxy = "http://127.0.0.1:\(proxy.port)"
        $0.caFile = target.certificateFile
      })
    let answer = try await transport.send(.get("https://127.0.0.1:\(targetPort)/"))
    #expect(answer.status == 200)
    #expect(answer.header("X-Proxy") == nil)
    #expect(proxy.requests.count == 1)
  }

  @Test("of the environment is ignored")
  func environment() async {
    await #expect(processExitsWith: .success) {
      for name in ["http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        setenv(name, "http://127.0.0.1:1", 1)
      }
      let server = try RawServer { connection in
        connection.readRequest()
        connection.answer()
      }
      #expect(try await CurlTransport(configuration: .patient).send(.get(server.url)).status == 200)
      let transport = try CurlTransport(configuration: .with { $0.allowPrivate = true })
      let direct = try RawServer { $0.close() }
      let error = try await failure(of: .get("https://127.0.0.1:\(direct.port)/"), over: transport)
      #expect(error.kind == .tls)
    }
  }

  @Test("that is configured holds whatever the environment excepts")
  func exceptions() async {
    await #expect(processExitsWith: .success) {
      setenv("no_proxy", "*", 1)
      setenv("NO_PROXY", "*", 1)
      let proxy = try RawServer { connection in
        connection.readRequest()
        connection.answer("403 No")
      }
      let transport = try CurlTransport(configuration: .with { $0.proxy = "http://127.0.0.1:\(proxy.port)" })
      let error = try await failure(of: .get("https://127.0.0.1:9/"), over: transport)
      #expect(error.kind == .proxy)
      #expect(proxy.requests.count == 1)
    }
  }
}
