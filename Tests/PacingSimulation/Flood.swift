import Pacing

/// Four hours of work of three classes at nine tenths of a limit, in which an hour is flooded with the first.
///
/// A ``Limiter`` says when, and ``FairScheduler`` says what: each answer takes a round trip of 200 ms.
package struct Flood {
  package enum Class: Int, CaseIterable, Sendable {
    case overdue, escalated, normal

    /// The share of the limit that it has.
    fileprivate var share: Double { [0.15, 0.25, 0.5][rawValue] }
    /// How long after its coming it is due, in seconds.
    fileprivate var grace: Double { [0, 120, 1_200][rawValue] }
  }

  private let limit = RateLimit(requests: 10, per: .seconds(60))
  /// The coming of the items of each class, in order.
  private var items: [[Double]] = []

  /// `flood` is the rate of overdue items in the second hour, as a share of the limit.
  package init(seed: UInt64, flood: Double) {
    var chance = Chance(seed: seed)
    for kind in Class.allCases {
      var times: [Double] = []
      var time = 0.0
      while time < 14_400 {
        let isFlooded = kind == .overdue && time >= 3_600 && time < 7_200
        time += chance.wait(6 / (isFlooded ? flood : kind.share))
        times.append(time)
      }
      items.append(times)
    }
  }

  /// The longest wait of each class in minutes, until all is done.
  package func worstWaits() -> [Class: Double] {
    var limiter = Limiter(limit: limit)
    var turns = FairScheduler()
    var done = items.map { _ in 0 }
    var worst: [Class: Double] = [:]
    var now = 0.0
    var id: Int64 = 0
    while let next = Class.allCases.compactMap({ item($0, done) }).min() {
      if next > now {
        limiter.wait(false, at: instant(now))
        now = next
      }
      limiter.wait(true, at: instant(now))
      guard let free = limiter.earliest(at: instant(now), .background) else { return [:] }
      now = max(now, Double(free.nanoseconds) / 1e9)
      guard limiter.free(at: instant(now), .background) > 0 else {
        now += 0.001
        continue
      }
      let waiting = Class.allCases.filter { (item($0, done) ?? .infinity) <= now }
      let heads = waiting.map { kind in
        FairScheduler.Head(rank: kind.rawValue, deadline: Int64(((item(kind, done) ?? 0) + kind.grace) * 1e9))
      }
      guard let place = turns.pick(heads), let born = item(waiting[place], done) else { return [:] }
      let kind = waiting[place]
      done[kind.rawValue] += 1
      worst[kind] = max(worst[kind] ?? 0, (now - born) / 60)
      id += 1
      limiter.take(id, at: instant(now))
      now += 0.2
      limiter.settle(id, at: instant(now), word(of: limiter))
    }
    return worst
  }

  private func item(_ kind: Class, _ done: [Int]) -> Double? {
    let times = items[kind.rawValue]
    return done[kind.rawValue] < times.count ? times[done[kind.rawValue]] : nil
  }

  private func instant(_ seconds: Double) -> Instant { Instant(nanoseconds: Int64(seconds * 1e9)) }

  private func word(of limiter: Limiter) -> ServerWord {
    let used = limiter.entries.count { $0.sent >= (limiter.entries.last?.sent ?? $0.sent) - limit.window }
    return ServerWord(limit: limit.requests, remaining: max(0, limit.requests - used))
  }
}
