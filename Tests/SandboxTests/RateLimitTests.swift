import GeoTareas
import Sandbox
import Testing

@Suite struct RateLimitTests {
  @Test(
    "the limit-th request passes, the next is 429 with Retry-After",
    arguments: [(Endpoint.list, 30), (.detail, 30), (.complete, 10), (.reassign, 10)])
  func limit(endpoint: Endpoint, limit: Int) {
    var probe = Probe()
    let send = { (probe: inout Probe) in
      switch endpoint {
      case .list: probe.list()
      case .detail: probe.detail()
      case .complete: probe.complete("1")
      default: probe.reassign("1")
      }
    }
    for remaining in (0..<limit).reversed() {
      let answer = send(&probe)
      #expect(answer.status != 429)
      #expect(answer.header("X-RateLimit-Limit") == String(limit))
      #expect(answer.header("X-RateLimit-Remaining") == String(remaining))
    }
    let refused = send(&probe)
    #expect(refused.status == 429)
    #expect(refused.code == "RATE_LIMITED")
    #expect(refused.header("Retry-After") == "60")
    #expect(refused.header("X-RateLimit-Remaining") == "0")
    #expect(refused.header("X-RateLimit-Reset") == "1773592261")
    #expect(probe.tenant.traffic(of: endpoint).mostInWindow == limit + 1)
    #expect(probe.tenant.traffic(of: endpoint).mostAdmittedInWindow == limit)
  }

  @Test("a request leaves the window exactly 60 s later, not a nanosecond earlier")
  func boundary() {
    var probe = Probe()
    for _ in 0..<10 { _ = probe.reassign("1") }
    probe.advance(by: .seconds(60) - .nanoseconds(1))
    let early = probe.reassign("1")
    #expect(early.status == 429)
    #expect(early.header("Retry-After") == "1")
    probe.advance(by: .nanoseconds(1))
    #expect(probe.reassign("1").status == 404)
  }

  @Test("capacity comes back one request at a time, as each leaves the window")
  func sliding() {
    var probe = Probe()
    for _ in 0..<10 {
      _ = probe.reassign("1")
      probe.advance(by: .seconds(1))
    }
    // Ten requests at 0, 1 … 9 s; it is 10 s now.
    #expect(probe.reassign("1").header("Retry-After") == "50")
    probe.advance(by: .milliseconds(50_500))
    #expect(probe.reassign("1").status == 404)
    let refused = probe.reassign("1")
    #expect(refused.status == 429)
    #expect(refused.header("Retry-After") == "1")
  }

  @Test("a refused request does not enter the log")
  func refusedIsFree() {
    var probe = Probe()
    for _ in 0..<10 { _ = probe.complete("1") }
    probe.advance(by: .seconds(59))
    for _ in 0..<50 { #expect(probe.complete("1").status == 429) }
    probe.advance(by: .seconds(1))
    for _ in 0..<10 { #expect(probe.complete("1").status == 404) }
  }

  @Test("however requests fall, no window of 60 s admits more than the limit", arguments: [1, 2, 3] as [UInt64])
  func anyWindow(seed: UInt64) {
    var probe = Probe()
    var random = SandboxRandom(seed: seed)
    var admitted: [Duration] = []
    for _ in 0..<2000 {
      probe.advance(by: .milliseconds(Int.random(in: 0...9000, using: &random)))
      if probe.now.elapsed > .seconds(3000) { break }
      if probe.complete("1").status != 429 { admitted.append(probe.now.elapsed) }
    }
    for (index, end) in admitted.enumerated() {
      let window = admitted[...index].filter { $0 > end - .seconds(60) }
      #expect(window.count <= 10)
    }
    #expect(admitted.count > 300)
  }

  @Test("endpoints and users have limits of their own, and a new token of a user has the old one's")
  func separate() {
    var probe = Probe()
    for _ in 0..<30 { _ = probe.list() }
    #expect(probe.list().status == 429)
    #expect(probe.detail().status == 200)
    probe.logIn()
    #expect(probe.list().status == 429)
    probe.logIn(email: "reader@acme.example")
    #expect(probe.list().status == 200)
  }

  @Test("a scaled server has shorter windows and rounds the wait up to a whole second")
  func scaled() {
    var probe = Probe { $0.scale = 100 }
    for _ in 0..<30 { _ = probe.list() }
    let refused = probe.list()
    #expect(refused.header("Retry-After") == "1")
    #expect(refused.header("X-RateLimit-Reset") == "1773592202")
    probe.advance(by: .milliseconds(599))
    #expect(probe.list().status == 429)
    probe.advance(by: .milliseconds(1))
    #expect(probe.list().status == 200)
  }

  @Test("the sixth login in 30 s is refused and blocks all logins of the source for 60 s")
  func loginBlock() {
    var probe = Probe(loggedIn: false)
    for _ in 0..<5 { #expect(probe.logIn().status == 200) }
    let refused = probe.logIn()
    #expect(refused.status == 429)
    #expect(refused.header("Retry-After") == "60")
    probe.advance(by: .seconds(40))
    #expect(probe.logIn().header("Retry-After") == "20")
    probe.source = "127.0.0.2"
    #expect(probe.logIn().status == 200)
    probe.source = "127.0.0.1"
    probe.advance(by: .seconds(20) - .nanoseconds(1))
    #expect(probe.logIn().status == 429)
    probe.advance(by: .nanoseconds(1))
    #expect(probe.logIn().status == 200)
    #expect(probe.list().status == 200)
  }

  @Test("a login that fails counts like one that works")
  func failedLogins() {
    var probe = Probe(loggedIn: false)
    for _ in 0..<5 { #expect(probe.logIn(password: "no").code == "UNAUTHORIZED") }
    #expect(probe.logIn().code == "RATE_LIMITED")
  }
}
