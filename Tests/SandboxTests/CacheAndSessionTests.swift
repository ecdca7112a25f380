import Sandbox
import Testing

@Suite struct CacheAndSessionTests {
  @Test("a read within 15 s after a write shows the state before it, with its age")
  func stale() {
    var probe = Probe()
    #expect(probe.detail().header("Age") == nil)
    let before = probe.list("status=PENDING&limit=100")
    _ = probe.complete()
    probe.advance(by: .milliseconds(14_999))
    let stale = probe.detail()
    #expect(stale.data?["status"] == "PENDING")
    #expect(stale.header("Age") == "14")
    #expect(probe.list("status=PENDING&limit=100").data == before.data)
    probe.advance(by: .milliseconds(1))
    let fresh = probe.detail()
    #expect(fresh.data?["status"] == "COMPLETED")
    #expect(fresh.header("Age") == nil)
  }

  @Test("an answer from the cache counts against the limit")
  func counts() {
    var probe = Probe()
    #expect(probe.list().header("X-RateLimit-Remaining") == "29")
    #expect(probe.list().header("X-RateLimit-Remaining") == "28")
    for _ in 0..<28 { _ = probe.list() }
    #expect(probe.list().status == 429)
  }

  @Test("another query or another user has an entry of its own, and a refusal is not kept")
  func keys() {
    var probe = Probe()
    _ = probe.list("limit=5")
    #expect(probe.list("limit=05").header("Age") == nil)
    #expect(probe.list("limit=5").header("Age") == "0")
    probe.logIn(email: "reader@acme.example")
    #expect(probe.list("limit=5").header("Age") == nil)
    _ = probe.detail("1")
    #expect(probe.detail("1").header("Age") == nil)
  }

  @Test("the cache is scaled")
  func scaledCache() {
    var probe = Probe { $0.scale = 10 }
    _ = probe.list()
    probe.advance(by: .milliseconds(1499))
    #expect(probe.list().header("Age") == "1")
    probe.advance(by: .milliseconds(1))
    #expect(probe.list().header("Age") == nil)
  }

  @Test("a token is good for one hour and an older one outlives a new login")
  func tokenLife() {
    var probe = Probe()
    probe.advance(by: .seconds(1800))
    let old = probe.token
    probe.logIn()
    let new = probe.token
    #expect(old != new)
    probe.token = old
    probe.advance(by: .seconds(1800) - .nanoseconds(1))
    #expect(probe.list().status == 200)
    probe.advance(by: .nanoseconds(1))
    #expect(probe.list().code == "UNAUTHORIZED")
    probe.token = new
    #expect(probe.list().status == 200)
  }

  @Test("token life is scaled")
  func scaledToken() {
    var probe = Probe { $0.scale = 60 }
    probe.advance(by: .seconds(60))
    #expect(probe.list().status == 401)
  }

  @Test("a token looks like a JWT and hides nothing a client could rely on")
  func tokenShape() {
    let probe = Probe()
    let parts = probe.token.split(separator: ".")
    #expect(parts.count == 3)
    #expect(parts[0].hasPrefix("eyJ"))
    #expect(probe.token.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f })
  }

  @Test(
    "a login without e-mail or password is 400, with wrong ones 401",
    arguments: [
      ("{}", 400), (#"{"email":"robot@acme.example"}"#, 400), (#"{"email":1,"password":"x"}"#, 400), ("[]", 400),
      (#"{"email":"robot@acme.example","password":""}"#, 400),
      (#"{"email":"robot@acme.example","password":"wrong"}"#, 401),
      (#"{"email":"nobody@acme.example","password":"sandbox-password"}"#, 401),
      (#"{"email":"robot@acme.example","password":"sandbox-password","x":1}"#, 200),
    ])
  func login(text: String, status: Int) {
    var probe = Probe(loggedIn: false)
    #expect(probe.send("POST", "/apidev/v1/login", body: Array(text.utf8), without: "X-API-Key").status == status)
  }
}
