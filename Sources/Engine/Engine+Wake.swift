import Foundation
import GeoTareas
import Pacing
import Records

/// When to be woken, and what candidates wait for.
extension Engine {
  /// When something that cannot begin now could begin.
  mutating func nextWake(at stamp: ClockReading) -> Instant {
    let now = stamp.instant
    var times: [Instant] = [now + settings.summaryEvery]
    if let summary = reporter.nextSummary { times.append(summary) }
    if let quiet = outbox.quietUntil, quiet > now {
      times.append(quiet)
      return max(times.min() ?? now, now + .milliseconds(5))
    }
    if let end = holds.nextEnd(asOf: stamp) { times.append(end) }
    switch server.session.state {
    case .closed:
      times.append(budget.earliest(.login, at: max(now, lifecycle.firstMove), .urgent) ?? now + settings.summaryEvery)
    case .waiting(let until): times.append(until)
    case .opening: break
    case .open: times += timesWhileOpen(at: stamp)
    }
    // Never right now: what can begin now has begun.
    return max(times.min() ?? now, now + .milliseconds(5))
  }

  private mutating func timesWhileOpen(at stamp: ClockReading) -> [Instant] {
    let (now, wall) = (stamp.instant, stamp.wall)
    var times: [Instant] = []
    if polling.isPolling, !flights.isReadingPage {
      if let free = budget.earliest(.list, at: max(now, polling.resume ?? now), pollUrgency) { times.append(free) }
    } else if polling.isAtRest, let next = polling.next {
      times.append(next)
    }
    if server.session.isRefused { return times }
    if let nextTurn { times.append(now + .seconds(nextTurn.timeIntervalSince(wall))) }
    if let read = verification.nextRead, let free = budget.earliest(.detail, at: max(now, read), .urgent) {
      times.append(free)
    }
    if let turn = nextFactTurn(at: now), !reader.hasEnoughReady, !isWhollyHeld(at: now),
      let free = budget.earliest(.detail, at: max(now, turn), .background)
    {
      times.append(free)
    }
    let mayBegin =
      settings.mode == .live && !server.gate.isSuspended && !server.gate.isStopped && !isWhollyHeld(at: now)
    if !queue.isEmpty, mayBegin, flights.busy.count < Self.maxParallel {
      let start = max(now, server.gate.opensAt ?? now)
      if let opening = queue.inOrder.compactMap(\.notBefore).filter({ $0 > wall }).min() {
        times.append(now + .seconds(opening.timeIntervalSince(wall)))
      }
      if !server.troubles.isEmpty,
        let turn = queue.inOrder.compactMap({ server.troubles.turn(of: $0.task) }).filter({ $0 > now }).min()
      {
        times.append(max(start, turn))
      }
      if let probe = server.permissions.nextProbe, probe > now { times.append(max(start, probe)) }
      for (endpoint, urgency, pace) in queue.awaited {
        guard let free = budget.earliest(endpoint, at: start, urgency) else { continue }
        let (reserved, count) = (reserved(endpoint, at: stamp), budget.free(endpoint, at: free, urgency))
        // What is true now about a later time may no longer be true then.
        if free > now, reserved > 0 || count == 0 { times.append(free) }
        // Where a look is under way or was just made for the next token, only its answer or the token matters.
        guard reserved < count,
          let look = budget.earliest(.detail, at: max(start, free - reader.lead), pace)
        else { continue }
        times.append(look > now ? look : max(free, look))
      }
    }
    return times
  }

  /// Finds out what candidates wait for, and tells the limits whether work is waiting.
  ///
  /// While none is, the limits save allowance for what comes next.
  mutating func tellWaiting(at now: ClockReading) {
    var waited: [CandidateQueue.Awaited] = []
    for place in queue.places where settings.mode == .live {
      let endpoint = queue[place].write.endpoint
      let urgency = queue[place].pace
      if waited.contains(where: { $0.endpoint == endpoint && $0.urgency == urgency }) { continue }
      if mayGo(queue[place], at: now) {
        waited.append((endpoint, urgency, queue[place].lookPace))
      }
      if waited.count == 4 { break }
    }
    queue.wait(for: waited)
    budget.wait(.list, polling.isPolling, at: now.instant)
    budget.wait(.detail, !reader.wanted.isEmpty && !reader.hasEnoughReady, at: now.instant)
    for endpoint in [Endpoint.complete, .reassign] {
      budget.wait(endpoint, waited.contains { $0.endpoint == endpoint }, at: now.instant)
    }
  }
}
