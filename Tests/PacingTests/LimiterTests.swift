import Pacing
import Testing

/// A word of a server that allows ten requests a minute.
func word(_ used: Int, of limit: Int = 10, resetIn: Duration? = nil) -> ServerWord {
  ServerWord(limit: limit, remaining: limit - used, resetIn: resetIn)
}

@Suite("Limiter")
struct LimiterTests {
  let limit = RateLimit(requests: 10, per: .seconds(60))

  /// A limiter that has seen the server's count at 200 ms, with one request on its way back.
  func seeing() -> Limiter {
    var limiter = Limiter(limit: limit)
    limiter.take(1, at: at(0))
    limiter.settle(1, at: at(200), word(1))
    return limiter
  }

  @Test("until the server's count is seen, one request at a time goes out, urgent or not")
  func probes() {
    var limiter = Limiter(limit: limit)
    #expect(limiter.free(at: at(0), .urgent) == 1)
    limiter.take(1, at: at(0))
    #expect(limiter.earliest(at: at(10), .urgent) == nil)
    #expect(limiter.earliest(at: at(10), .background) == nil)
    limiter.settle(1, at: at(200), word(1))
    #expect(limiter.free(at: at(200), .urgent) == 9)
  }

  @Test("a window after its first request a limiter that has seen no count goes out of its blindness")
  func seesNothing() {
    var limiter = Limiter(limit: limit)
    limiter.take(1, at: at(0))
    limiter.settle(1, at: at(200))
    limiter.take(2, at: at(300))
    #expect(limiter.earliest(at: at(60_249), .urgent) == nil)
    #expect(limiter.earliest(at: at(60_250), .urgent) == at(60_250))
  }

  @Test("an answer from a cache says nothing of the limit, and its token comes back as any")
  func cached() {
    var limiter = Limiter(limit: limit)
    limiter.take(1, at: at(0))
    limiter.settle(1, at: at(200))
    limiter.take(2, at: at(200))
    #expect(limiter.earliest(at: at(300), .urgent) == nil)
    #expect(limiter.usage(at: at(300)).used == 2)
    #expect(limiter.usage(at: at(60_450)).used == 1)
  }

  @Test("a request that provably never left gives its token back at once")
  func givesBack() {
    var limiter = seeing()
    limiter.take(2, at: at(300))
    limiter.giveBack(2)
    #expect(limiter.usage(at: at(300)).used == 1)
  }

  @Test(
    "the margin is a 240th of the window, within 25 and 250 ms",
    arguments: [(1, 25), (30, 125), (60, 250), (3_600, 250)])
  func margin(window: Int, milliseconds: Int) {
    let limiter = Limiter(limit: RateLimit(requests: 5, per: .seconds(window)))
    #expect(limiter.margin == .milliseconds(milliseconds))
  }

  @Test("urgent work never takes more tokens than the limit, and waits for the first to return")
  func hardGate() {
    var limiter = seeing()
    for id in Int64(2)...10 {
      #expect(limiter.earliest(at: at(200), .urgent) == at(200))
      limiter.take(id, at: at(200))
    }
    #expect(limiter.free(at: at(200), .urgent) == 0)
    #expect(limiter.earliest(at: at(200), .urgent) == at(60_450))
  }

  @Test("a lower limit of the server counts at once, a higher one a window later, and never more than configured")
  func namedLimits() {
    var limiter = seeing()
    limiter.take(2, at: at(300))
    limiter.settle(2, at: at(500), word(2, of: 4))
    #expect(limiter.usage(at: at(500)).limit == 4)
    limiter.take(3, at: at(1_000))
    limiter.settle(3, at: at(1_200), word(3, of: 20))
    #expect(limiter.usage(at: at(1_200)).limit == 4)
    limiter.take(4, at: at(62_000))
    limiter.settle(4, at: at(62_200), word(1, of: 20))
    #expect(limiter.usage(at: at(62_200)).limit == 10)
  }

  @Test("a higher limit that is taken back within a window never counts")
  func namedAndTakenBack() {
    var limiter = seeing()
    for (id, named) in [(Int64(2), 4), (3, 20), (4, 4), (5, 20)] {
      limiter.take(id, at: at(id * 20_000))
      limiter.settle(id, at: at(id * 20_000 + 200), word(1, of: named))
    }
    limiter.take(6, at: at(150_000))
    limiter.settle(6, at: at(150_200), word(1, of: 20))
    #expect(limiter.usage(at: at(150_200)).limit == 4)
  }

  @Test("silence holds everything back for a window and the margin")
  func silence() {
    var limiter = Limiter(limit: limit)
    limiter.fallSilent(at: at(1_000))
    #expect(limiter.earliest(at: at(1_000), .urgent) == at(61_250))
    #expect(limiter.free(at: at(61_249), .urgent) == 0)
  }

  @Test("tokens of an earlier life count on, those without an answer from the end of their lifetime")
  func restores() {
    var limiter = Limiter(limit: limit)
    limiter.restore([.init(id: 1, sent: at(0), settled: at(500)), .init(id: 2, sent: at(0))], lifetime: .seconds(10))
    #expect(limiter.usage(at: at(60_749)).used == 2)
    #expect(limiter.usage(at: at(60_750)).used == 1)
    #expect(limiter.usage(at: at(70_250)).used == 0)
  }

  @Test("the time to drain a queue is that of its spacing, once the sends at once are over")
  func drains() {
    let limiter = seeing()
    #expect(limiter.timeToDrain(0, at: at(200)) == .zero)
    #expect(limiter.timeToDrain(1, at: at(200)) == .zero)
    let hundred = limiter.timeToDrain(104, at: at(200))
    #expect(hundred > .seconds(590) && hundred < .seconds(640))
  }
}
