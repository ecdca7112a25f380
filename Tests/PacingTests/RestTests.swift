import Pacing
import Testing

@Suite("Times to come back that the server names")
struct RestTests {
  let limit = RateLimit(requests: 10, per: .seconds(60))

  /// A limiter with one request under way, sent at a second.
  func sending() -> Limiter {
    var limiter = Limiter(limit: limit)
    limiter.take(1, at: at(0))
    limiter.settle(1, at: at(200), word(1))
    limiter.take(2, at: at(1_000))
    return limiter
  }

  @Test("a wait of up to five windows is obeyed", arguments: [1, 30, 60, 299, 300])
  func believed(seconds: Int64) {
    var limiter = sending()
    let refusal = limiter.refuse(2, at: at(1_200), retryAfter: .seconds(seconds))
    #expect(refusal.rest == Rest(since: at(1_200), until: at(1_450 + seconds * 1_000), isProbing: false))
    #expect(limiter.free(at: at(1_449 + seconds * 1_000), .urgent) == 0)
    // Until a window is over, it is thought to be full of the requests of others.
    #expect(limiter.free(at: at(max(62_000, 1_450 + seconds * 1_000)), .urgent) >= 1)
  }

  @Test(
    "of a longer wait, or none at all, one request in each window finds out", arguments: [nil, 301, 3_600, 31_536_000])
  func unbelieved(seconds: Int64?) {
    var limiter = sending()
    var now: Int64 = 1_200
    for id in Int64(2)...40 {
      let refusal = limiter.refuse(id, at: at(now), retryAfter: seconds.map { .seconds($0) })
      #expect(refusal.rest == Rest(since: at(1_200), until: at(now + 54_000), isProbing: true))
      #expect(limiter.earliest(at: at(now), .urgent) == at(now + 54_000))
      #expect(limiter.earliest(at: at(now), .background) == at(now + 54_000))
      now += 54_000
      limiter.take(id + 1, at: at(now))
      #expect(limiter.earliest(at: at(now), .urgent) == nil, "only one finds out")
      now += 200
    }
    limiter.settle(41, at: at(now), word(1))
    #expect(limiter.rest == nil)
    #expect(limiter.free(at: at(now), .urgent) > 1)
  }

  @Test("a short wait that is not believed is waited for all the same, and then one request finds out")
  func shortUnbelieved() {
    var limiter = sending()
    let rest = limiter.postpone(2, at: at(1_200), for: .seconds(20), isBelieved: false)
    #expect(rest == Rest(since: at(1_200), until: at(21_200), isProbing: true))
  }

  @Test("only a normal answer to a request that was sent since ends it")
  func ends() {
    var limiter = sending()
    limiter.take(3, at: at(1_100))
    _ = limiter.refuse(2, at: at(1_200), retryAfter: .seconds(3_600))
    limiter.settle(3, at: at(1_300), word(2))
    #expect(limiter.rest != nil)
    limiter.take(4, at: at(55_200))
    limiter.settle(4, at: at(55_300), isNormal: false)
    #expect(limiter.rest == Rest(since: at(1_200), until: at(109_300), isProbing: true))
    limiter.take(5, at: at(109_300))
    limiter.lose(5, at: at(119_300))
    #expect(limiter.rest != nil)
    limiter.take(6, at: at(119_300))
    limiter.settle(6, at: at(119_400))
    #expect(limiter.rest == nil)
  }

  @Test("a person who wants to try has one request go at once")
  func probes() {
    var limiter = sending()
    _ = limiter.refuse(2, at: at(1_200), retryAfter: .seconds(300))
    limiter.probe(at: at(5_000))
    #expect(limiter.earliest(at: at(5_000), .background) == at(5_000))
    #expect(limiter.free(at: at(5_000), .urgent) == 1)
    var idle = Limiter(limit: limit)
    let before = idle
    idle.probe(at: at(5_000))
    #expect(idle == before)
  }

  @Test("its end ends no block of another reason, nor does who wants to try")
  func endsItself() {
    var limiter = sending()
    _ = limiter.postpone(2, at: at(1_200), for: .seconds(3_600), isBelieved: true)
    limiter.take(3, at: at(55_200))
    limiter.block(until: at(100_000))
    var probed = limiter
    limiter.settle(3, at: at(55_300))
    #expect(limiter.rest == nil)
    #expect(limiter.earliest(at: at(55_300), .urgent) == at(100_000))
    probed.probe(at: at(55_250))
    probed.settle(3, at: at(55_300))
    #expect(probed.earliest(at: at(55_300), .urgent) == at(100_000))
  }

  @Test("it goes on in the next life, but no longer than five windows", arguments: [true, false])
  func outlives(isProbing: Bool) {
    var limiter = sending()
    _ = limiter.refuse(2, at: at(1_200), retryAfter: .seconds(isProbing ? 3_600 : 240))
    let memory = limiter.memory(at: at(11_200))
    let next = Limiter(limit: limit, memory: memory, from: at(1_000_000))
    let left: Int64 = isProbing ? 44_000 : 230_250
    #expect(next.rest == Rest(since: at(990_000), until: at(1_000_000 + left), isProbing: isProbing))
    #expect(next.earliest(at: at(1_000_000), .urgent) == at(1_000_000 + left))
    let old = Limiter(limit: limit, memory: LimiterSnapshot(blockedFor: 3_600_000_000_000), from: at(0))
    #expect(old.earliest(at: at(0), .urgent) == at(360_250))
  }

  @Test("refusals that last for more than a window teach nothing of others and cost no token")
  func teachNothing() {
    var limiter = sending()
    var now: Int64 = 1_200
    for id in Int64(2)...30 {
      _ = limiter.refuse(id, at: at(now), retryAfter: nil)
      now += 54_000
      limiter.take(id + 1, at: at(now))
      now += 200
    }
    limiter.settle(31, at: at(now))
    #expect(limiter.usage(at: at(now)).limit == 10)
    #expect(limiter.usage(at: at(now)).penalty == 0)
  }
}
