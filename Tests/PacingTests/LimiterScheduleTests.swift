import Pacing
import Testing

/// Random schedules with everything a network, a server and a restart may do, checked where the server counts.
@Suite("Limiter against random schedules")
struct LimiterScheduleTests {
  private struct Flight {
    var id: Int64
    var heard: Int64
  }

  private static let window: Int64 = 10_000
  private static let lifetime: Int64 = 30_000

  /// Plays one schedule and returns every arrival at the server.
  private func arrivals(seed: UInt64, requests: Int) -> [Int64] {
    var random = SeededGenerator(seed: seed &+ 1)
    func below(_ end: UInt64) -> Int64 { Int64(random.next() >> 33 % end) }
    let limit = RateLimit(requests: requests, per: .milliseconds(Self.window))
    var limiter = Limiter(limit: limit)
    var now: Int64 = 0
    var flights: [Flight] = []
    var arrivals: [Int64] = []
    for id in Int64(1)...Int64(3 * requests + 4) {
      let urgency: Urgency = below(3) == 0 ? .background : .urgent
      if below(4) > 0, let next = limiter.earliest(at: at(now), urgency) {
        // Exactly to the next free token, where an off-by-one would show.
        now = (next.nanoseconds + 999_999) / 1_000_000
      } else {
        now += below(12_000)
      }
      for flight in flights where flight.heard <= now { hear(flight.id, &limiter, now, requests, below(8)) }
      flights.removeAll { $0.heard <= now }
      switch below(40) {
      case 0, 1:
        let memory = limiter.memory(at: at(now))
        let entries = limiter.entries
        limiter = below(2) == 0 ? Limiter(limit: limit) : Limiter(limit: limit, memory: memory, from: at(now))
        now += below(20_000)
        limiter.restore(entries, lifetime: .milliseconds(Self.lifetime))
        flights = []
      case 2: limiter.wait(below(2) == 0, at: at(now))
      case 3: limiter.block(until: at(now + below(10_000)))
      default: break
      }
      guard limiter.earliest(at: at(now), urgency) == at(now) else { continue }
      limiter.take(id, at: at(now))
      let roundTrip = below(2) == 0 ? below(300) : below(UInt64(Self.lifetime))
      let end = now + roundTrip
      switch below(10) {
      case 0: flights.append(Flight(id: id, heard: end))  // It never arrives.
      case 1: limiter.giveBack(id)
      default:
        arrivals.append(now + (roundTrip > 0 ? below(UInt64(roundTrip) + 1) : 0))
        flights.append(Flight(id: id, heard: end))
      }
    }
    return arrivals.sorted()
  }

  /// The end of a request: an answer with any count, one from a cache, a refusal or none.
  private func hear(_ id: Int64, _ limiter: inout Limiter, _ now: Int64, _ requests: Int, _ kind: Int64) {
    let used = limiter.usage(at: at(now)).used
    switch kind {
    case 0: limiter.settle(id, at: at(now))
    case 1: _ = limiter.refuse(id, at: at(now), retryAfter: .seconds(1))
    case 2: limiter.settle(id, at: at(now), word(min(requests, used + 1), of: requests))
    case 3: limiter.settle(id, at: at(now), word(1, of: requests + 2))
    default: limiter.settle(id, at: at(now), word(min(requests, used), of: requests))
    }
  }

  @Test(
    "no window at the server ever holds more requests than allowed, urgent or not",
    arguments: [1, 2, 3, 4], 0..<UInt64(5))
  func neverExceeds(requests: Int, part: UInt64) {
    var count = 0
    for seed in part * 5_000..<(part + 1) * 5_000 {
      let arrivals = arrivals(seed: seed, requests: requests)
      count += arrivals.count
      for index in arrivals.indices.dropFirst(requests)
      where arrivals[index] - arrivals[index - requests] <= Self.window {
        Issue.record("seed \(seed): \(requests + 1) arrivals up to \(arrivals[index]) ms")
        return
      }
    }
    #expect(count > 5_000 * requests, "the schedules are too tame to show anything")
  }
}
