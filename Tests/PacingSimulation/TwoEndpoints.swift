package import Pacing

/// A client with an endless backlog for two endpoints of which it does not know whether they share a limit.
package struct TwoEndpoints {
  private enum Happening {
    case turn
    case arrival(Int64, lane: Int, down: Double)
    case answer(Int64, lane: Int, Answer)
  }

  package let isShared: Bool
  private var limits: LimitGroups
  private var servers: [Server]
  private var network: Network
  private var agenda = Agenda<Happening>()
  private var sent: Int64 = 0
  /// When the client looks again by itself.
  private var nextTurn = Int64.max

  /// Whether the client takes both for one limit by now.
  package var takesForShared: Bool { limits.places[0] == limits.places[1] }
  /// When it found out otherwise, if it did.
  package private(set) var split: Instant?
  package private(set) var refused = 0

  package init(_ kind: ServerKind, limit: RateLimit, isShared: Bool, seed: UInt64) {
    self.isShared = isShared
    var chance = Chance(seed: seed)
    let window = limit.window / .seconds(1)
    limits = LimitGroups([([limit, limit], .unknown)])
    servers = (0..<2).map { _ in
      Server(limit: limit.requests, clockError: 0, counting: kind.counting(limit.requests, window, &chance))
    }
    network = Network(chance: chance, stalls: 0, losses: 0)
  }

  /// Sends all that the limits allow, to both in turns.
  package mutating func run(for length: Duration) {
    for lane in 0..<2 { limits.wait(lane, true, at: Instant(nanoseconds: 0)) }
    agenda.add(.turn, at: 0)
    while let (time, happening) = agenda.next(until: Int64(length / .nanoseconds(1))) {
      let now = Instant(nanoseconds: time)
      switch happening {
      case .turn: nextTurn = .max
      case .arrival(let id, let lane, let down):
        let answer = servers[isShared ? 0 : lane].receive(at: Double(time) / 1e9, isOwn: true)
        agenda.add(.answer(id, lane: lane, answer), at: time + Int64(down * 1e9))
      case .answer(let id, let lane, let answer): take(answer, to: id, lane, at: now)
      }
      go(at: now)
    }
  }

  private mutating func take(_ answer: Answer, to id: Int64, _ lane: Int, at now: Instant) {
    if answer.isAccepted {
      limits.settle(lane, id, at: now, answer.word)
      if split == nil, !takesForShared { split = now }
    } else {
      refused += 1
      _ = limits.refuse(lane, id, at: now, retryAfter: answer.retryAfter.map { .seconds($0) }, answer.word)
    }
  }

  private mutating func go(at now: Instant) {
    while true {
      let lane = Int(sent % 2)
      guard let next = limits.earliest(lane, at: now, .background) else { return }
      guard next <= now else {
        if next.nanoseconds < nextTurn {
          nextTurn = next.nanoseconds
          agenda.add(.turn, at: nextTurn)
        }
        return
      }
      let (up, down) = network.trip()
      limits.take(lane, sent, at: now)
      agenda.add(.arrival(sent, lane: lane, down: down), at: now.nanoseconds + Int64(up * 1e9))
      sent += 1
    }
  }
}
