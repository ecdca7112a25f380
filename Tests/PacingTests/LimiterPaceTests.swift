import Foundation
import Pacing
import Testing

@Suite("Pace of background work")
struct LimiterPaceTests {
  let limit = RateLimit(requests: 10, per: .seconds(60))

  /// Sends background work whenever it may go, each answered after 200 ms, and returns when it went.
  func sends(_ limiter: inout Limiter, from start: Int64, to end: Int64, id first: Int64 = 1) -> [Int64] {
    var sends: [Int64] = []
    var now = start
    var id = first
    while let next = limiter.earliest(at: at(now), .background) {
      now = (next.nanoseconds + 999_999) / 1_000_000
      guard now < end else { break }
      guard limiter.earliest(at: at(now), .background) == at(now) else { continue }
      limiter.take(id, at: at(now))
      sends.append(now)
      now += 200
      limiter.settle(id, at: at(now), word(sends.count { $0 > now - 60_000 }))
      id += 1
    }
    return sends
  }

  @Test("with work waiting all the time, credit runs out once and sends are spaced from then on")
  func spaced() {
    var limiter = Limiter(limit: limit)
    limiter.wait(true, at: at(0))
    let sends = sends(&limiter, from: 0, to: 600_000)
    #expect(sends.prefix(2) == [0, 200])
    let gaps = zip(sends.dropFirst(2), sends.dropFirst(1)).map { $0 - $1 }
    #expect(gaps.allSatisfy { $0 >= 5_880 - 300 })
    #expect(zip(sends.dropFirst(11), sends.dropFirst(1)).allSatisfy { $0 - $1 >= 10 * 5_880 - 300 })
    #expect(gaps.dropFirst(20).allSatisfy { $0 < 7_800 })
  }

  @Test("until a window has been watched, background work leaves one token in ten to those who come once in it")
  func firstWindow() {
    var limiter = Limiter(limit: limit)
    limiter.wait(true, at: at(0))
    let sends = sends(&limiter, from: 0, to: 120_000)
    #expect(sends.count { $0 < 60_200 } == 9)
    #expect(sends.count { $0 >= 60_200 } >= 9)
  }

  @Test("credit is earned only while nothing waits, one send for each spacing, half of the limit at most")
  func credit() {
    var limiter = Limiter(limit: limit)
    limiter.wait(true, at: at(0))
    _ = sends(&limiter, from: 0, to: 300_000)
    #expect(limiter.free(at: at(600_000), .background) == 1, "waiting earns nothing")
    limiter.wait(false, at: at(600_000))
    #expect(limiter.free(at: at(600_000 + 2 * 5_880), .background) == 2)
    #expect(limiter.free(at: at(900_000), .background) == 5)
    limiter.wait(true, at: at(600_000 + 3 * 5_880))
    #expect(limiter.free(at: at(900_000), .background) == 3)
    limiter.wait(true, at: at(900_000))
    #expect(limiter.free(at: at(900_000), .background) == 3, "saying it again changes nothing")
  }

  @Test("background work leaves room for three urgent requests, or for their tokens to return soon")
  func cushion() {
    var limiter = Limiter(limit: limit)
    limiter.take(1, at: at(0))
    limiter.settle(1, at: at(200), word(1))
    for id in Int64(2)...6 {
      limiter.take(id, at: at(300))
      limiter.settle(id, at: at(500), word(Int(id)))
    }
    limiter.wait(false, at: at(500))
    limiter.wait(true, at: at(50_000))
    // Four tokens are left: one for background work, three for urgent work.
    #expect(limiter.free(at: at(20_000), .urgent) == 4)
    #expect(limiter.free(at: at(20_000), .background) == 1)
    limiter.take(7, at: at(20_000))
    limiter.settle(7, at: at(20_200), word(7))
    let next = limiter.earliest(at: at(20_200), .background)
    // The first token returns at 60.45 s: the third urgent request may wait for it for 22 s.
    #expect(next == at(60_450 - 3 * 7_350 - 200))
    #expect(limiter.earliest(at: at(20_200), .urgent) == at(20_200))
  }

  /// A limiter without credit, that sent at 0; `counters` says what it knows of a server that keeps two.
  func paced(_ counters: LimiterSnapshot.Counters? = nil) -> Limiter {
    var limiter = Limiter(limit: limit, memory: LimiterSnapshot(counters: counters), from: at(0))
    limiter.take(1, at: at(0))
    limiter.settle(1, at: at(200), word(1))
    return limiter
  }

  @Test("what a send is late, the next one makes up for, but no more than round trips differ by")
  func grace() {
    for (late, madeUp) in [(0, 0), (200, 200), (300, 300), (4_000, 300), (6_000, 0)] as [(Int64, Int64)] {
      var limiter = paced()
      let sent = 5_880 + late
      limiter.take(2, at: at(sent))
      limiter.settle(2, at: at(sent + 100), word(2))
      #expect(limiter.earliest(at: at(sent + 100), .background) == at(sent + 5_880 - madeUp))
    }
  }

  @Test("a server whose counts a log does not explain is left the whole spacing: it might refuse those who catch up")
  func noGrace() throws {
    let place = #"{ "endsIn": 30000000000, "previous": 0, "current": 0, "error": 0.01 }"#
    let places = Array(repeating: place, count: 24).joined(separator: ",")
    let known = #"{ "places": [\#(places)], "logError": 1, "deficit": 1, "looks": 20 }"#
    let counters = try JSONDecoder().decode(LimiterSnapshot.Counters.self, from: Data(known.utf8))
    var limiter = paced(counters)
    limiter.take(2, at: at(6_080))
    limiter.settle(2, at: at(6_180), word(2))
    #expect(limiter.earliest(at: at(6_180), .background) == at(6_080 + 5_880))
  }

  @Test("after a restart there is no credit")
  func restart() {
    var limiter = Limiter(limit: limit)
    limiter.restore([], lifetime: .seconds(10))
    limiter.take(1, at: at(0))
    limiter.settle(1, at: at(200), word(1))
    #expect(limiter.earliest(at: at(200), .background) == at(5_880))
  }
}
