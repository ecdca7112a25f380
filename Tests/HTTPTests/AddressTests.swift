import GeoTareas
import HTTP
import Needs
import Testing

@Suite("An address", .limit(minutes: 10))
struct AddressTests {
  @Test(
    "has the scope of its range, at both ends of the range",
    arguments: [
      ("0.0.0.0", IPAddress.Scope.unspecified), ("0.0.0.1", .reserved), ("1.1.1.1", .global),
      ("9.255.255.255", .global), ("10.0.0.0", .privateNetwork), ("10.255.255.255", .privateNetwork),
      ("11.0.0.0", .global), ("100.63.255.255", .global), ("100.64.0.0", .privateNetwork),
      ("100.127.255.255", .privateNetwork), ("100.128.0.0", .global), ("126.255.255.255", .global),
      ("127.0.0.0", .loopback), ("127.255.255.255", .loopback), ("128.0.0.0", .global),
      ("169.253.255.255", .global), ("169.254.169.254", .linkLocal), ("169.255.0.0", .global),
      ("172.15.255.255", .global), ("172.16.0.0", .privateNetwork), ("172.31.255.255", .privateNetwork),
      ("172.32.0.0", .global), ("192.0.0.1", .reserved), ("192.0.2.1", .reserved), ("192.167.255.255", .global),
      ("192.168.0.0", .privateNetwork), ("192.169.0.0", .global), ("198.17.255.255", .global),
      ("198.18.0.1", .reserved), ("198.19.255.255", .reserved), ("198.51.100.1", .reserved),
      ("203.0.113.1", .reserved), ("223.255.255.255", .global), ("224.0.0.1", .multicast),
      ("239.255.255.255", .multicast), ("240.0.0.1", .reserved), ("255.255.255.255", .reserved),
    ])
  func version4(_ literal: String, _ scope: IPAddress.Scope) throws {
    let address = try #require(IPAddress(literal: literal))
    #expect(address.scope == scope)
    #expect(address.description == literal)
    #expect(try #require(IPAddress(literal: "::ffff:" + literal)).scope == scope)
    #expect(try #require(IPAddress(literal: "64:ff9b::" + literal)).scope == scope)
  }

  @Test(
    "of version 6 has the scope of its range",
    arguments: [
      ("::", IPAddress.Scope.unspecified), ("::1", .loopback), ("[::1]", .loopback), ("::2", .reserved),
      ("::127.0.0.1", .loopback), ("2606:4700::1111", .global), ("fc00::1", .privateNetwork),
      ("fd00:ec2::254", .privateNetwork), ("fe80::1", .linkLocal), ("febf::1", .linkLocal),
      ("fec0::1", .privateNetwork), ("ff02::1", .multicast), ("2001:db8::1", .reserved), ("2001::1", .reserved),
      ("2002:7f00:1::", .loopback), ("2002:0808:0808::1", .global), ("64:ff9b:1::8.8.8.8", .privateNetwork),
      ("1::1", .reserved), ("4000::1", .reserved),
    ])
  func version6(_ literal: String, _ scope: IPAddress.Scope) throws {
    #expect(try #require(IPAddress(literal: literal)).scope == scope)
  }

  @Test("is read from a literal only", arguments: ["localhost", "", "127.1", "[127.0.0.1]", "1.2.3.4.5", "::g", "[]"])
  func noLiteral(_ text: String) {
    #expect(IPAddress(literal: text) == nil)
  }

  @Test(
    "of the own network is refused over https before a byte is sent",
    arguments: ["127.0.0.1", "127.9.9.9", "[::1]", "[::ffff:127.0.0.1]", "localhost", "2130706433", "0x7f.1"])
  func refused(_ host: String) async throws {
    let server = try RawServer { $0.waitForPeer() }
    let request = GeoTareas.HTTPRequest.get("https://\(host):\(server.port)/")
    let error = try await failure(of: request, over: CurlTransport())
    #expect(error.kind == .refusedAddress, "\(error)")
    #expect(error.reach == .notSent)
    #expect(error.detail.contains("loopback"))
    #expect(server.connectionCount == 0)
  }

  @Test("elsewhere is refused too", arguments: ["10.0.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "[fd00::1]"])
  func refusedElsewhere(_ host: String) async throws {
    let error = try await failure(of: .get("https://\(host)/"), over: CurlTransport())
    #expect(error.kind == .refusedAddress, "\(error)")
    #expect(error.reach == .notSent)
  }

  @Test(
    "that a name leads to is refused as if it stood there itself",
    arguments: [
      "127.0.0.1", "[::1]", "10.0.0.1", "192.168.1.1", "172.16.0.1", "100.64.0.1", "169.254.169.254", "[fe80::1]",
      "[fd00:ec2::254]", "0.0.0.0", "[::ffff:169.254.169.254]",
    ])
  func name(_ address: String) async throws {
    let transport = try CurlTransport(configuration: .with { $0.names = ["api.example:443:\(address)"] })
    let error = try await failure(of: .get("https://api.example/"), over: transport)
    #expect(error.kind == .refusedAddress, "\(error)")
    #expect(error.reach == .notSent)
    #expect(error.detail.contains("api.example leads to") && error.detail.contains("allow_private"), "\(error)")
  }

  @Test("that a name leads to is reached when the tenant allows private ones")
  func allowedName() async throws {
    let server = try RawServer { $0.close() }
    let transport = try CurlTransport(
      configuration: .with {
        $0.allowPrivate = true
        $0.names = ["api.example:\(server.port):127.0.0.1"]
      })
    let error = try await failure(of: .get("https://api.example:\(server.port)/"), over: transport)
    #expect(error.kind == .tls)
    #expect(server.connectionCount == 1)
  }

  @Test("may be private when the tenant allows it: the connection is tried")
  func allowed() async throws {
    let server = try RawServer { $0.close() }
    let transport = try CurlTransport(configuration: .with { $0.allowPrivate = true })
    let error = try await failure(of: .get("https://127.0.0.1:\(server.port)/"), over: transport)
    #expect(error.kind == .tls)
    #expect(error.reach == .notSent)
    #expect(server.connectionCount == 1)
  }

  @Test("is judged by its policy")
  func policy() throws {
    let loopback = try #require(IPAddress(literal: "127.0.0.1"))
    let inner = try #require(IPAddress(literal: "10.0.0.1"))
    let outer = try #require(IPAddress(literal: "1.1.1.1"))
    #expect([loopback, inner, outer].map(AddressPolicy.globalOnly.allows) == [false, false, true])
    #expect([loopback, inner, outer].map(AddressPolicy.loopbackOnly.allows) == [true, false, false])
    #expect([loopback, inner, outer].map(AddressPolicy.any.allows) == [true, true, true])
  }
}
