import Pacing
import Testing

@Suite("Refusals")
struct LimiterRefusalTests {
  let limit = RateLimit(requests: 10, per: .seconds(60))
  let hour: Int64 = 3_600_000

  /// A limiter that has been refused `times` times at full use by a server on which nobody else is seen.
  func refused(_ times: Int, at start: Int64 = 1_000) -> Limiter {
    var limiter = Limiter(limit: limit)
    limiter.take(0, at: at(0))
    limiter.settle(0, at: at(200), word(1))
    guard times > 0 else { return limiter }
    fill(&limiter, at: start - 700)
    for time in 0..<Int64(times) {
      limiter.take(time + 1, at: at(start + time * 1_000))
      _ = limiter.refuse(time + 1, at: at(start + time * 1_000 + 200), retryAfter: .seconds(1), word(10))
    }
    return limiter
  }

  /// Sends as much as the limit allows, but for one; `before` are in the window already.
  func fill(_ limiter: inout Limiter, at now: Int64, before: Int = 1) {
    let ids = now + 1_000_000..<now + 1_000_000 + Int64(9 - before)
    for id in ids { limiter.take(id, at: at(now)) }
    for id in ids { limiter.settle(id, at: at(now + 500), word(Int(id - ids.lowerBound) + 1 + before)) }
  }

  @Test("the server's wait counts, and the margin is added to it")
  func waits() {
    var limiter = refused(0)
    limiter.take(1, at: at(1_000))
    let refusal = limiter.refuse(1, at: at(1_200), retryAfter: .seconds(30))
    #expect(refusal.wait == .milliseconds(30_250))
    #expect(refusal.rest == Rest(since: at(1_200), until: at(31_450), isProbing: false))
    #expect(limiter.free(at: at(31_449), .urgent) == 0)
  }

  @Test(
    "a refusal that does not tell the count, where answers do, is a gateway's: it is waited, and nothing is learnt of the limit"
  )
  func ofAGateway() {
    var limiter = refused(0)
    for id in Int64(1)...4 {
      limiter.take(id, at: at(1_000 + id * 10_000))
      let refusal = limiter.refuse(id, at: at(1_200 + id * 10_000), retryAfter: .seconds(3))
      #expect(refusal.isForeign && refusal.wait == .milliseconds(3_250))
    }
    #expect(limiter.margin == .milliseconds(250))
    let usage = limiter.usage(at: at(50_000))
    #expect(usage.foreign == 0 && usage.penalty == 0 && usage.limit == 10)
    // With no count for long it is not known whether the server still tells it.
    limiter.take(8, at: at(180_000))
    limiter.settle(8, at: at(180_200))
    limiter.take(9, at: at(200_000))
    _ = limiter.refuse(9, at: at(200_200), retryAfter: .seconds(3))
    #expect(limiter.usage(at: at(200_200)).foreign >= 8)
  }

  @Test("a refusal shows a full window: of what is not ours, one token is free after the wait, the rest a window later")
  func full() {
    var limiter = refused(0)
    limiter.take(1, at: at(1_000))
    _ = limiter.refuse(1, at: at(1_200), retryAfter: .seconds(30), word(10))
    #expect(limiter.usage(at: at(1_200)).foreign == 9)
    #expect(limiter.usage(at: at(32_200)).foreign == 8)
    #expect(limiter.usage(at: at(62_200)).foreign == 0)
  }

  @Test("the first that nothing explains widens the margin, each further one costs a token", arguments: 1...4)
  func strikes(times: Int) {
    let limiter = refused(times)
    #expect(limiter.margin == .seconds(1))
    #expect(limiter.usage(at: at(10_000)).penalty == times - 1)
    #expect(limiter.usage(at: at(90_000)).limit == 11 - times)
  }

  @Test("refusals of requests that were under way together count once")
  func together() {
    var limiter = refused(0)
    fill(&limiter, at: 300)
    for id in Int64(1)...4 { limiter.take(id, at: at(1_000)) }
    for id in Int64(1)...4 { _ = limiter.refuse(id, at: at(1_200 + id), retryAfter: .seconds(1), word(10)) }
    #expect(limiter.usage(at: at(2_000)).penalty == 0)
  }

  @Test("a refusal before any count was seen is blamed on an earlier life")
  func blind() {
    var limiter = Limiter(limit: limit)
    limiter.take(1, at: at(0))
    #expect(limiter.refuse(1, at: at(200), retryAfter: .seconds(10)).isForeign)
    #expect(limiter.margin == .milliseconds(250))
  }

  @Test("tokens are taken back after one hour, two more, four more and so on")
  func takenBack() {
    var limiter = refused(4)
    let start: Int64 = 4_200
    var id: Int64 = 100
    for (hours, penalty) in [(Int64(1), 2), (3, 1), (7, 0)] {
      #expect(limiter.usage(at: at(start + hours * hour - 1)).penalty == penalty + 1)
      #expect(limiter.usage(at: at(start + hours * hour)).penalty == penalty)
      limiter.take(id, at: at(start + hours * hour))
      limiter.settle(id, at: at(start + hours * hour), word(1))
      id += 1
    }
    #expect(limiter.usage(at: at(start + 8 * hour)).limit == 10)
  }

  @Test("however many refusals, half of the tokens stay, and one at least")
  func halfStays() {
    #expect(refused(30).usage(at: at(120_000)).limit == 5)
    var single = Limiter(limit: RateLimit(requests: 1, per: .seconds(60)))
    for id in Int64(1)...4 {
      single.take(id, at: at(id * 100_000))
      _ = single.refuse(id, at: at(id * 100_000 + 200), retryAfter: .seconds(1))
    }
    #expect(single.usage(at: at(600_000)).limit == 1)
  }

  @Test("a refusal a day and more after the last one counts as the first again")
  func beginsAnew() {
    var limiter = refused(3)
    #expect(limiter.usage(at: at(10_000)).penalty == 2)
    let later: Int64 = 30 * hour
    fill(&limiter, at: later - 700, before: 0)
    limiter.take(500, at: at(later))
    let before = limiter.usage(at: at(later)).penalty
    _ = limiter.refuse(500, at: at(later + 200), retryAfter: .seconds(1), word(10))
    #expect(limiter.usage(at: at(later + 1_000)).penalty == before)
    limiter.take(501, at: at(later + 5_000))
    _ = limiter.refuse(501, at: at(later + 5_200), retryAfter: .seconds(1), word(10))
    #expect(limiter.usage(at: at(later + 6_000)).penalty == before + 1)
  }

  @Test("what was learnt goes through a memory into the next life")
  func memory() {
    var limiter = refused(3)
    limiter.block(until: at(100_000))
    let memory = limiter.memory(at: at(50_000))
    var next = Limiter(limit: limit, memory: memory, from: at(1_000_000))
    #expect(next.memory(at: at(1_000_000)) == memory)
    #expect(next.margin == .seconds(1))
    #expect(next.usage(at: at(1_000_000)).penalty == 2)
    #expect(next.earliest(at: at(1_000_000), .urgent) == at(1_050_000))
    let easesAt = 1_000_000 + 3_200 + hour - 50_000
    #expect(next.usage(at: at(easesAt - 1)).penalty == 2)
    #expect(next.usage(at: at(easesAt)).penalty == 1)
    next.remember(LimiterSnapshot(), from: at(1_000_000))
    #expect(next.memory(at: at(1_000_000)) == memory, "a second memory never makes less careful")
  }

  @Test("others are remembered, too")
  func remembersOthers() {
    var limiter = Limiter(limit: limit)
    for id in Int64(1)...6 {
      limiter.take(id, at: at(id * 10_000))
      limiter.settle(id, at: at(id * 10_000 + 200), word(min(10, Int(id) * 2)))
    }
    let next = Limiter(limit: limit, memory: limiter.memory(at: at(61_000)), from: at(0))
    #expect(next.usage(at: at(0)).limit <= limiter.usage(at: at(61_000)).limit)
    #expect(limiter.usage(at: at(61_000)).limit < 10)
  }
}
