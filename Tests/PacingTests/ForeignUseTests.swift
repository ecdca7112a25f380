import Pacing
import Testing

@Suite("Use by others")
struct ForeignUseTests {
  let limit = RateLimit(requests: 10, per: .seconds(60))

  @Test(
    "of random requests, no more than a share is refused where ours leave as many as are needed for that",
    arguments: [(1.0, 1), (0.25, 1), (0.23, 2), (0.07, 2), (0.06, 3), (0.0, 9)])
  func reserve(refused: Double, reserve: Int) {
    #expect(Traffic.reserve(load: 3, of: 10, refused: refused) == (refused == 1 ? 0 : reserve))
    #expect(Traffic.reserve(load: 3, of: 1, refused: refused) == 0)
  }

  @Test("what the server counts beyond our own requests holds tokens for a window")
  func ghosts() {
    var limiter = Limiter(limit: limit)
    limiter.take(1, at: at(0))
    limiter.settle(1, at: at(200), word(5))
    #expect(limiter.usage(at: at(200)).foreign == 4)
    #expect(limiter.free(at: at(200), .urgent) == 3, "two are left for those who come next")
    #expect(limiter.usage(at: at(60_449)).foreign == 4)
    #expect(limiter.usage(at: at(60_450)).foreign == 0)
  }

  @Test("a lower count drops them, and our own requests under way explain a higher one")
  func explained() {
    var limiter = Limiter(limit: limit)
    limiter.take(1, at: at(0))
    limiter.settle(1, at: at(200), word(5))
    limiter.take(2, at: at(300))
    limiter.settle(2, at: at(500), word(3))
    #expect(limiter.usage(at: at(500)).foreign == 1)
    for id in Int64(3)...5 { limiter.take(id, at: at(600)) }
    limiter.settle(3, at: at(800), word(6))
    #expect(limiter.usage(at: at(800)).foreign == 1)
  }

  @Test("with none left, the server's reset says when the first of them is gone")
  func reset() {
    var limiter = Limiter(limit: limit)
    limiter.take(1, at: at(0))
    limiter.settle(1, at: at(200), word(10, resetIn: .seconds(7)))
    #expect(limiter.usage(at: at(7_449)).foreign == 9)
    #expect(limiter.usage(at: at(7_450)).foreign == 8)
  }

  @Test("where others are known, one probe goes out after a silence of a window")
  func probesAgain() {
    var limiter = Limiter(limit: limit)
    for id in Int64(1)...6 {
      limiter.take(id, at: at(id * 10_000))
      limiter.settle(id, at: at(id * 10_000 + 200), word(min(10, Int(id) * 2)))
    }
    #expect(limiter.usage(at: at(60_200)).limit < 10, "tokens are left to others for good")
    limiter.take(7, at: at(125_000))
    #expect(limiter.earliest(at: at(125_100), .urgent) == nil)
    limiter.settle(7, at: at(125_200), word(1))
    #expect(limiter.earliest(at: at(125_200), .urgent) == at(125_200))
  }

  @Test(
    "who comes evenly is left one more than what they had at most, who comes at random two", arguments: [true, false])
  func steady(isEven: Bool) {
    var limiter = Limiter(limit: limit)
    var id: Int64 = 0
    for window in Int64(0)..<6 {
      for step in Int64(0)..<4 {
        id += 1
        let now = window * 60_000 + step * 15_000
        limiter.take(id, at: at(now))
        // Three of others in any window, or none, three and six in turns.
        let others = isEven ? 3 : Int(window % 3) * 3
        limiter.settle(id, at: at(now + 200), word(min(4, Int(id)) + others))
      }
    }
    #expect(limiter.usage(at: at(345_300)).limit == (isEven ? 6 : 3))
  }

  @Test("what others had at most is forgotten one by one, five windows after they were seen last")
  func forgotten() {
    var limiter = Limiter(limit: limit)
    limiter.take(1, at: at(0))
    limiter.settle(1, at: at(200), word(5))
    var limits: [Int] = []
    for minute in Int64(1)...10 {
      limiter.take(minute + 1, at: at(minute * 60_000))
      limiter.settle(minute + 1, at: at(minute * 60_000 + 200), word(1))
      limits.append(limiter.usage(at: at(minute * 60_000 + 300)).limit)
    }
    #expect(limits.last == 10)
    #expect(limits == limits.sorted())
  }

  @Test("a refusal that others explain costs no token, one that nothing explains does")
  func explainsRefusals() {
    var alone = Limiter(limit: limit)
    var shared = Limiter(limit: limit)
    for id in Int64(1)...9 {
      for isAlone in [true, false] where isAlone || id < 7 {
        var limiter = isAlone ? alone : shared
        limiter.take(id, at: at(id * 1_000))
        limiter.settle(id, at: at(id * 1_000 + 200), word(isAlone ? Int(id) : min(10, Int(id) * 2)))
        if isAlone { alone = limiter } else { shared = limiter }
      }
    }
    for id in Int64(10)...11 {
      alone.take(id, at: at(id * 2_000))
      shared.take(id, at: at(id * 2_000))
      let own = alone.refuse(id, at: at(id * 2_000 + 200), retryAfter: .seconds(5), word(10))
      let foreign = shared.refuse(id, at: at(id * 2_000 + 200), retryAfter: .seconds(5), word(10))
      #expect(!own.isForeign && foreign.isForeign)
    }
    #expect(alone.usage(at: at(200_000)).penalty == 1)
    #expect(shared.usage(at: at(200_000)).penalty == 0)
  }

  @Test("a refusal far below our own limit shows others, also where the server tells no counts")
  func refusedBelow() {
    var limiter = Limiter(limit: limit)
    for id in Int64(1)...6 {
      limiter.take(id, at: at(id * 1_000))
      limiter.settle(id, at: at(id * 1_000 + 200))
    }
    limiter.take(7, at: at(10_000))
    let refusal = limiter.refuse(7, at: at(10_200), retryAfter: .seconds(20))
    #expect(refusal.isForeign)
    // Four of others: six are left to them, for ten windows.
    #expect(limiter.usage(at: at(500_000)).limit == 4)
  }
}
