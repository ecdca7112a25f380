import Pacing
import Testing

/// Random schedules with everything a network may do, checked where the server counts.
@Suite("Request ledger against random schedules")
struct LedgerScheduleTests {
  /// A request under way: when it reaches the server, and when we hear of it.
  private struct Flight {
    var id: Int64
    var sent: Instant
    var heard: Instant?
    var isLost: Bool
  }

  /// Plays one schedule and returns every arrival at the server.
  private func arrivals(seed: UInt64, limit: RateLimit) -> [Int64] {
    var random = SeededGenerator(seed: seed)
    let lifetime: Int64 = 60_000
    var ledger = RequestLedger(limit: limit)
    var now: Int64 = 0
    var flights: [Flight] = []
    var arrivals: [Int64] = []
    var restored: [RequestLedger.Entry] = []
    for id in Int64(1)...60 {
      // Time passes; sometimes exactly to the next free token, where an off-by-one would show.
      if let next = ledger.nextAvailable(at: at(now)), Bool.random(using: &random) {
        now = next.nanoseconds / 1_000_000
      } else {
        now += Int64.random(in: 0...9_000, using: &random)
      }
      for flight in flights where flight.heard.map({ $0 <= at(now) }) ?? false {
        ledger.settle(flight.id, at: at(now))
      }
      flights.removeAll { $0.heard.map { $0 <= at(now) } ?? false }
      if Int.random(in: 0..<25, using: &random) == 0 {
        // A restart: answers under way are never heard, the entries survive.
        restored = ledger.entries
        ledger = RequestLedger(limit: limit)
        now += Int64.random(in: 0...20_000, using: &random)
        ledger.restore(restored, lifetime: .milliseconds(lifetime))
        flights = []
      }
      guard ledger.available(at: at(now)) > 0 else { continue }
      ledger.take(id, at: at(now))
      let roundTrip = Int64.random(in: 0...(Bool.random(using: &random) ? 300 : lifetime), using: &random)
      switch Int.random(in: 0..<10, using: &random) {
      case 0:  // It never arrives, and its end is heard of late.
        flights.append(Flight(id: id, sent: at(now), heard: at(now + roundTrip), isLost: true))
      case 1:  // It provably never left.
        ledger.giveBack(id)
      default:
        arrivals.append(now + Int64.random(in: 0...roundTrip, using: &random))
        flights.append(Flight(id: id, sent: at(now), heard: at(now + roundTrip), isLost: false))
      }
    }
    return arrivals.sorted()
  }

  @Test(
    "no window at the server ever holds more requests than allowed, whatever the delays, losses, order and restarts",
    arguments: [1, 2, 3, 10])
  func neverExceeds(requests: Int) {
    let limit = RateLimit(requests: requests, per: .seconds(10))
    var most = 0
    for seed in UInt64(0)..<5_000 {
      let arrivals = arrivals(seed: seed, limit: limit)
      for index in arrivals.indices.dropFirst(requests) where arrivals[index] - arrivals[index - requests] <= 10_000 {
        Issue.record("seed \(seed): \(requests + 1) arrivals up to \(arrivals[index]) ms")
        return
      }
      most = max(most, arrivals.count)
    }
    #expect(most > 5, "the schedules are too tame to show anything")
  }

  @Test("the next free time is the first at which a token is available, by trying every moment", arguments: 0..<300)
  func nextIsFirst(seed: UInt64) {
    var random = SeededGenerator(seed: seed + 1)
    var ledger = RequestLedger(limit: RateLimit(requests: 3, per: .milliseconds(40)), margin: .milliseconds(3))
    var open: [Int64] = []
    var now: Int64 = 0
    for id in Int64(1)...30 {
      now += Int64.random(in: 0...25, using: &random)
      if Int.random(in: 0..<8, using: &random) == 0 { ledger.block(until: at(now + 30)) }
      if Int.random(in: 0..<8, using: &random) == 0 { ledger.note(serverLimit: .random(in: 1...4, using: &random)) }
      if let oldest = open.first, Bool.random(using: &random) {
        open.removeFirst()
        ledger.settle(oldest, at: at(now))
      }
      if ledger.available(at: at(now)) > 0 {
        ledger.take(id, at: at(now))
        open.append(id)
      }
      let tried = (now...now + 200).first { ledger.available(at: at($0)) > 0 }
      #expect(ledger.nextAvailable(at: at(now)) == tried.map { at($0) })
    }
  }
}
