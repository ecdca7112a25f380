import GeoTareas
import Pacing
import Records

/// Decides whose turn it is: each look is timed so that its answer is there when its write may go.
extension Engine {
  mutating func dispatch(at now: ClockReading) {
    guard settings.mode == .live, server.gate.isOpen(at: now.instant), buttonHold(at: now.instant) == nil else {
      return
    }
    while !queue.isEmpty {
      if let ready = readyPlace(at: now) {
        let candidate = queue.take(at: ready)
        guard let look = reader.look(at: candidate, asOf: now.instant) else { return }
        limits.beginMoment()
        act(on: candidate, look.detail, readAt: look.readAt, at: now)
        // A candidate that does not go after all waits for something to change.
        if queue.contains(candidate.task) { return }
        continue
      }
      guard flights.busy.count < Self.maxParallel, budget.mayGo(.detail, at: now.instant, .urgent),
        let next = nextPlace(at: now)
      else { return }
      let candidate = queue.take(at: next)
      limits.beginMoment()
      send(.detail(candidate.task), for: .look(candidate), with: [], at: now)
    }
  }

  /// The place of the most urgent candidate that was just looked at and whose write may go now.
  private mutating func readyPlace(at now: ClockReading) -> Int? {
    if reader.hasNoLooks { return nil }
    for place in queue.places where reader.look(at: queue[place], asOf: now.instant) != nil {
      let candidate = queue[place]
      if budget.mayGo(candidate.write.endpoint, at: now.instant, candidate.pace), mayGo(candidate, at: now) {
        return place
      }
    }
    return nil
  }

  /// The place of the candidate to look at next; nil where none may go, or none would soon find a token for its write.
  ///
  /// Urgent ones go first, but not always: see ``FairScheduler``. Completions and reassignments alternate until it is known
  /// whether they share a limit; otherwise half of what the server allows could go unused.
  private mutating func nextPlace(at now: ClockReading) -> Int? {
    var heads: [FairScheduler.Head] = []
    var places: [Int] = []
    // Half of the places are kept for tasks that no call has failed for.
    let isCrowded = flights.busy.count { server.troubles[$0] != nil } * 2 >= Self.maxParallel
    var spare: [Bool?] = [nil, nil, nil, nil]
    let wanted = budget.writeForEvidence
    for place in queue.places {
      let candidate = queue[place]
      let isTroubled = candidate.urgency.isTroubled
      let rank = isTroubled ? 2 : candidate.urgency.isUrgent ? 0 : 1
      if heads.last?.rank == rank {
        guard !isTroubled, let wanted, candidate.write.endpoint == wanted, let last = places.last,
          queue[last].write.endpoint != wanted, mayBeLookedAt(candidate, &spare, at: now)
        else { continue }
        heads.removeLast()
        places.removeLast()
      }
      if isTroubled {
        if isCrowded { break }
        if let head = troubledHead(from: place, &spare, isAlone: heads.isEmpty, at: now) {
          heads.append(head.head)
          places.append(head.place)
        }
        break
      }
      guard mayBeLookedAt(candidate, &spare, at: now) else { continue }
      heads.append(FairScheduler.Head(rank: rank, deadline: candidate.deadline))
      places.append(place)
    }
    return queue.pick(heads).map { places[$0] }
  }

  /// Whether a candidate that was not just looked at may go, and its write would find a token.
  private mutating func mayBeLookedAt(_ candidate: Candidate, _ spare: inout [Bool?], at now: ClockReading) -> Bool {
    let kind = (candidate.urgency.isUrgent ? 0 : 2) + (candidate.write.endpoint == .complete ? 0 : 1)
    let isOpen = spare[kind] ?? hasToken(for: candidate.write.endpoint, candidate.pace, at: now)
    spare[kind] = isOpen
    return isOpen && reader.look(at: candidate, asOf: now.instant) == nil && mayGo(candidate, at: now)
  }

  /// The candidate that was tried longest ago among those at or behind `place` that calls fail for.
  ///
  /// Nil where none may go, or where something that others wait for goes first.
  private mutating func troubledHead(
    from place: Int, _ spare: inout [Bool?], isAlone: Bool, at now: ClockReading
  ) -> (head: FairScheduler.Head, place: Int)? {
    guard budget.mayGo(.detail, at: now.instant, .background) else { return nil }
    var best: (triedAt: Instant, place: Int)?
    for other in queue.places where other <= place {
      let triedAt = server.troubles[queue[other].task]?.triedAt ?? now.instant
      if let best, best.triedAt <= triedAt { continue }
      if mayBeLookedAt(queue[other], &spare, at: now) { best = (triedAt, other) }
    }
    guard let best, !(isAlone && isFactFirst(before: queue[best.place].task, at: now.instant)) else { return nil }
    // A day after its calls began to fail, it has a claim on the guaranteed share of turns.
    let candidate = queue[best.place]
    let patience = server.troubles[candidate.task].map { Candidate.deadline(of: $0.since) }
    return (FairScheduler.Head(rank: 2, deadline: max(candidate.deadline, patience ?? candidate.deadline)), best.place)
  }

  /// Whether a write would find a token by the time its look is back, after the tokens that others will take.
  private mutating func hasToken(for endpoint: Endpoint, _ pace: Urgency, at now: ClockReading) -> Bool {
    reserved(endpoint, at: now) < budget.free(endpoint, at: now.instant + reader.lead, pace)
  }

  /// How many tokens of the endpoint's limit are meant for candidates that are being looked at or were just looked at.
  mutating func reserved(_ endpoint: Endpoint, at now: ClockReading) -> Int {
    prepared(endpoint, at: now) + flights.looks { budget.isShared($0.write.endpoint, endpoint) }
  }

  /// How many candidates were just looked at and wait for a token of the endpoint's limit.
  ///
  /// Candidates that may not go wait for no token.
  private mutating func prepared(_ endpoint: Endpoint, at now: ClockReading) -> Int {
    if reader.hasNoLooks { return 0 }
    var count = 0
    for place in queue.places {
      let candidate = queue[place]
      guard budget.isShared(candidate.write.endpoint, endpoint), reader.look(at: candidate, asOf: now.instant) != nil,
        mayGo(candidate, at: now)
      else { continue }
      count += 1
    }
    return count
  }
}
