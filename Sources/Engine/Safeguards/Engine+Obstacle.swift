import Foundation
import GeoTareas
import Pacing
import Records

/// What keeps candidates from going.
extension Engine {
  /// What keeps a candidate from going now: a hold on its rule, a closed calendar, calls about it that fail, a permission,
  /// or a limit of its rule.
  mutating func obstacle(to candidate: Candidate, at now: ClockReading) -> Obstacle? {
    if let hold = hold(on: candidate) { return .held(hold, until: hold.term?.end(asOf: now)) }
    if let opening = candidate.notBefore, opening > now.wall {
      return .closed(until: opening == .distantFuture ? nil : opening)
    }
    if !mayTry(candidate.task, at: now.instant), let trouble = server.troubles[candidate.task] {
      return .postponed(why: trouble.reason, until: server.troubles.turn(of: candidate.task))
    }
    let endpoint = candidate.write.endpoint
    if !server.permissions.admits(endpoint, candidate.task, at: now.instant),
      let ban = server.permissions.bans[endpoint]
    {
      return .forbidden(endpoint, why: ban.reason, until: ban.nextProbe)
    }
    if let cap = cap(on: candidate, at: now.wall) { return .capped(limit: cap.limit, left: nil) }
    return limits.isClosed(candidate.rule) ? .closed(until: nil) : nil
  }

  /// Whether a candidate may go now.
  mutating func mayGo(_ candidate: Candidate, at now: ClockReading) -> Bool {
    obstacle(to: candidate, at: now) == nil
  }

  /// What people keep a rule's effect on a task back by now: a hold or the stop button.
  func holdback(of rule: String, _ task: TaskID, at now: ClockReading) -> Obstacle? {
    if let hold = hold(on: rule, task) { return .held(hold, until: hold.term?.end(asOf: now)) }
    switch buttonHold(at: now.instant) {
    case .pressed(let task): return .stopButton(pressedBy: task)
    case .unreadable: return .stopButton(pressedBy: nil)
    case nil: return nil
    }
  }

  /// What keeps all writes back now, whatever asks for them: what the server did, or an earlier life may have done.
  func closedGate(at now: Instant) -> Obstacle? {
    if server.gate.isOpen(at: now) { return nil }
    return server.gate.stoppedAt.map { .stopped(since: $0) }
      ?? .paused(until: server.gate.isSuspended ? nil : server.gate.opensAt)
  }
}
