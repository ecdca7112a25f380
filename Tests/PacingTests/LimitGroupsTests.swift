import Pacing
import Testing

@Suite("Limits of several endpoints")
struct LimitGroupsTests {
  private let ten = RateLimit(requests: 10, per: .seconds(60))
  private let thirty = RateLimit(requests: 30, per: .seconds(60))

  // The lanes of `limits(_:)`.
  private let complete = 0
  private let reassign = 1
  private let login = 2

  private func limits(_ sharing: LimitSharing) -> LimitGroups {
    LimitGroups([([ten, ten], sharing), ([thirty], .shared)])
  }

  /// Uses both endpoints in turns, once a second, at a server that counts them together or apart.
  private func use(_ limits: inout LimitGroups, times: Int64, isShared: Bool, from start: Int64 = 0) -> Bool {
    var counts = [0, 0]
    var isRegrouped = false
    for id in start..<start + times {
      let lane = id % 2 == 0 ? complete : reassign
      for counted in counts.indices where isShared || counted == lane { counts[counted] += 1 }
      limits.take(lane, id, at: at(id * 1_000))
      isRegrouped = limits.settle(lane, id, at: at(id * 1_000 + 200), word(counts[lane])) || isRegrouped
    }
    return isRegrouped
  }

  @Test("endpoints that share a limit take their tokens from one ledger, of the lower limit")
  func merged() {
    let (list, write) = (0, 1)
    var limits = LimitGroups([([thirty, ten], .unknown)])
    #expect(limits.limiter(list).limit == ten)
    #expect(limits.sharing == [[list, write]])
    limits.take(list, 1, at: at(0))
    limits.settle(list, 1, at: at(200), word(1))
    #expect(limits.free(write, at: at(200), .urgent) == 9)
  }

  @Test("a suspected limit that the server counts apart is split, and each side keeps its own tokens")
  func split() {
    var limits = limits(.unknown)
    #expect(use(&limits, times: 6, isShared: false))
    #expect(limits.sharing.contains([complete]) && limits.sharing.contains([reassign]))
    #expect(limits.limiter(complete).usage(at: at(6_000)).used == 3)
    #expect(limits.limiter(reassign).usage(at: at(6_000)).used == 3)
    #expect(limits.free(complete, at: at(6_000), .urgent) == 7)
  }

  @Test("a request under way at the split is settled on its own side")
  func splitUnderWay() {
    var limits = limits(.unknown)
    limits.take(login, 99, at: at(0))
    _ = use(&limits, times: 4, isShared: false)
    limits.take(reassign, 50, at: at(4_500))
    _ = use(&limits, times: 12, isShared: false, from: 6)
    limits.settle(reassign, 50, at: at(30_000))
    #expect(limits.limiter(reassign).entries.first { $0.id == 50 }?.settled == at(30_000))
  }

  @Test("limits apart that the server counts together are merged, with the tokens of both and without their ghosts")
  func merge() {
    var limits = limits(.separate)
    #expect(limits.sharing.count == 3)
    #expect(use(&limits, times: 6, isShared: true))
    #expect(limits.sharing == [[complete, reassign], [login]])
    let usage = limits.limiter(complete).usage(at: at(6_000))
    #expect(usage.used == 6)
    #expect(usage.foreign == 0)
    #expect(usage.limit == 10)
  }

  @Test("what is merged can be split again, and what is split merged")
  func backAndForth() {
    var limits = limits(.separate)
    #expect(use(&limits, times: 6, isShared: true))
    #expect(use(&limits, times: 6, isShared: false, from: 1_000))
    #expect(limits.sharing.count == 3)
    #expect(use(&limits, times: 6, isShared: true, from: 2_000))
    #expect(limits.sharing.count == 2)
  }

  @Test("a fixed group never changes")
  func fixed() {
    var limits = limits(.shared)
    #expect(!use(&limits, times: 10, isShared: false))
    #expect(limits.sharing == [[complete, reassign], [login]])
  }

  @Test("of three, only the one that is apart from both others leaves")
  func three() {
    let (a, b, c) = (0, 1, 2)
    var limits = LimitGroups([([ten, ten, ten], .unknown)])
    var (together, alone) = (0, 0)
    var id: Int64 = 0
    for _ in 0..<4 {
      for lane in [a, c, b, c] {
        if lane == c { alone += 1 } else { together += 1 }
        limits.take(lane, id, at: at(id * 500))
        limits.settle(lane, id, at: at(id * 500 + 100), word(lane == c ? alone : together))
        id += 1
      }
    }
    #expect(limits.sharing.contains([c]))
    #expect(limits.sharing.contains([a, b]))
  }

  @Test(
    "blocks, penalties and silence go along with a split and a merge", arguments: [LimitSharing.unknown, .separate])
  func carriesOver(sharing: LimitSharing) {
    var limits = limits(sharing)
    limits.block(complete, until: at(50_000))
    limits.block(reassign, until: at(50_000))
    limits.remember(complete, LimiterSnapshot(strikes: 2, penalty: 1, easesIn: 1_000_000_000_000), from: at(0))
    _ = use(&limits, times: 6, isShared: sharing == .separate)
    #expect(limits.sharing.count == (sharing == .separate ? 2 : 3))
    #expect(limits.free(complete, at: at(49_000), .urgent) == 0)
    #expect(limits.limiter(complete).usage(at: at(6_000)).penalty == 1)
    limits.fallSilent(at: at(50_000))
    #expect(limits.earliest(login, at: at(50_000), .urgent) == at(110_250))
  }

  @Test("work that waits on one endpoint of a shared limit earns no credit for the other")
  func waiting() {
    var limits = limits(.shared)
    limits.wait(complete, true, at: at(0))
    limits.wait(reassign, false, at: at(0))
    for id in Int64(0)..<6 {
      limits.take(complete, id, at: at(0))
      limits.settle(complete, id, at: at(100), word(Int(id) + 1))
    }
    #expect(limits.free(reassign, at: at(300_000), .background) == 1)
    limits.wait(complete, false, at: at(300_000))
    #expect(limits.free(reassign, at: at(600_000), .background) == 5)
  }

  @Test("refusals and requests that never left reach the shared limiter")
  func refusals() {
    var limits = limits(.unknown)
    limits.take(complete, 1, at: at(0))
    #expect(limits.refuse(complete, 1, at: at(200), retryAfter: .seconds(5)).isForeign)
    #expect(limits.earliest(reassign, at: at(200), .urgent).map { $0 >= at(5_450) } == true)
    limits.take(reassign, 2, at: at(100_000))
    limits.giveBack(reassign, 2)
    #expect(limits.limiter(complete).usage(at: at(100_000)).used == 0)
  }

  @Test("tokens of an earlier life are restored to their endpoints, and stay theirs in a split")
  func restores() {
    var limits = limits(.unknown)
    limits.restore(reassign, [.init(id: 100, sent: at(-1_000), settled: at(-900))], lifetime: .seconds(10))
    _ = use(&limits, times: 6, isShared: false)
    #expect(limits.limiter(reassign).usage(at: at(6_000)).used == 4)
    #expect(limits.limiter(complete).usage(at: at(6_000)).used == 3)
  }
}

extension LimitGroups {
  /// The lanes that share a limiter at present.
  fileprivate var sharing: [[Int]] {
    limiters.indices.map { place in places.indices.filter { places[$0] == place } }
  }

  fileprivate func limiter(_ lane: Int) -> Limiter { limiters[places[lane]] }
}
