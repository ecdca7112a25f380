import Pacing
import Testing

@Suite("Use by others")
struct ForeignUseTests {
  let limit = RateLimit(requests: 10, per: .seconds(60))

  @Test(
    "of random requests, those that find all lines taken are as many as Erlang says",
    arguments: [(3, 0.346), (4, 0.206), (5, 0.110), (6, 0.052), (7, 0.022)])
  func erlang(lines: Int, share: Double) {
    #expect(abs(Traffic.refused(lines: lines, load: 3) - share) < 0.001)
  }

  @Test(
    "the fewest lines that refuse no more than a share, up to the most", arguments: [(0.12, 5), (0.2, 5), (0.21, 4)])
  func lines(refused: Double, lines: Int) {
    #expect(Traffic.lines(load: 3, refused: refused, most: 9) == lines)
    #expect(Traffic.lines(load: 3, refused: refused, most: 2) == 2)
    #expect(Traffic.refused(lines: 0, load: 3) == 1)
  }

  @Test("room is left for random requests up to a risk", arguments: [(0.01, 0), (0.2, 1), (1.0, 3), (3.0, 7), (50, 9)])
  func room(mean: Double, room: Int) {
    #expect(Traffic.room(mean: mean, risk: 0.02, most: 9) == room)
  }

  @Test("what the server counts beyond our own requests holds tokens for a window")
  func ghosts() {
    var limiter = Limiter(limit: limit)
    limiter.take(1, at: at(0))
    limiter.settle(1, at: at(200), word(5))
    #expect(limiter.usage(at: at(200)).foreign == 4)
    #expect(limiter.free(at: at(200), .urgent) == 5)
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
    #expect(limiter.earliest(at: at(200), .urgent) == at(7_450))
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

  @Test("a refusal that others explain costs no token, one that nothing explains does")
  func explainsRefusals() {
    var alone = Limiter(limit: limit)
    var shared = Limiter(limit: limit)
    for id in Int64(1)...6 {
      alone.take(id, at: at(id * 10_000))
      alone.settle(id, at: at(id * 10_000 + 200), word(Int(id)))
      shared.take(id, at: at(id * 10_000))
      shared.settle(id, at: at(id * 10_000 + 200), word(min(10, Int(id) * 2)))
    }
    for id in Int64(7)...8 {
      alone.take(id, at: at(id * 20_000))
      shared.take(id, at: at(id * 20_000))
      let own = alone.refuse(id, at: at(id * 20_000 + 200), retryAfter: .seconds(5))
      let foreign = shared.refuse(id, at: at(id * 20_000 + 200), retryAfter: .seconds(5))
      #expect(!own.isForeign && foreign.isForeign)
    }
    #expect(alone.usage(at: at(200_000)).penalty == 1)
    #expect(shared.usage(at: at(200_000)).penalty == 0)
  }
}
