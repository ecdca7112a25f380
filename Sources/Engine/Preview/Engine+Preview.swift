import Foundation
package import GeoTareas
package import Pacing
package import Records
package import Rules

/// Looking ahead without doing anything.
extension Engine {
  /// Makes an engine that has decided about `listing` as it would at `now`, and does nothing else.
  ///
  /// It is for commands that show what a running daemon saw last.
  ///
  /// - Parameters:
  ///   - known: What the journal knows about the tasks in the listing.
  ///   - recovery: What limits and pools count, and the requests on their way.
  package static func deciding(
    _ listing: TaskListing, knowing known: Recollection, recovery: Recovery = Recovery(), settings: Settings,
    rules: RuleSet, at now: ClockReading
  ) -> Engine {
    var engine = seeing(listing, knowing: known, recovery: recovery, settings: settings, rules: rules, at: now)
    engine.decide(engine.judge(at: now), at: now)
    return engine
  }

  /// The same before it has decided.
  package static func seeing(
    _ listing: TaskListing, knowing known: Recollection, recovery: Recovery = Recovery(), settings: Settings,
    rules: RuleSet, at now: ClockReading
  ) -> Engine {
    var settings = settings
    settings.mode = .dry
    var engine = Engine(settings: settings, rules: rules)
    engine.remember(recovery, at: now)
    // The listing may be older than one of our effects, and then does not show it.
    let readAt = now.instant - .seconds(max(0, now.wall.timeIntervalSince(listing.at)))
    for row in listing.rows {
      let intents = known.intents[row.task.id] ?? []
      let age = intents.last.map { max(0, now.wall.timeIntervalSince($0.changedAt)) }
      let settled = age.map { now.instant - .seconds($0) + settings.settleTime } ?? readAt
      engine.book.learn(intents, of: row.task.id, settled: settled)
    }
    engine.touches.learn(known.touches)
    let instances = listing.rows.map { ($0.task.id, $0.task.instanceID) }
    engine.pools.learn(known.keepers, of: Dictionary(instances) { first, _ in first })
    engine.polling.takeOver(listing, readAt: readAt, at: now.instant)
    for (task, kept) in listing.details {
      guard let state = TaskState(kept.detail.task) else { continue }
      engine.reader.keep(TaskDetails(kept.detail), of: task, in: state, readAt: now.instant)
    }
    engine.holds.replace(with: recovery.holds.filter { !$0.isOver(asOf: now) })
    engine.watchButton(isComplete: true)
    return engine
  }

  /// What carrying out the present candidates costs: calls by endpoint, and the time they take within the limits.
  ///
  /// - Parameter held: Tasks to leave out, because their effects wait for something other than the API's limits.
  package func price(at now: Instant, besides held: Set<TaskID> = []) -> Price {
    var price = Price()
    var limits = budget.limits
    for endpoint in [Endpoint.complete, .reassign] { limits.wait(endpoint.lane, true, at: now) }
    var request: CallID = .max / 2
    var last = now
    for candidate in queue.inOrder where !held.contains(candidate.task) {
      let endpoint = candidate.write.endpoint
      price.calls[.detail, default: 0] += 1
      price.calls[endpoint, default: 0] += 1
      var time = last
      // A look is made when its write can follow.
      time = limits.earliest(endpoint.lane, at: time, candidate.pace) ?? time
      for step in [Endpoint.detail, endpoint] {
        time = limits.earliest(step.lane, at: time, .urgent) ?? time
        request += 1
        limits.take(step.lane, request, at: time)
        if step == endpoint { last = time }
        time = time + Price.roundTrip
        limits.settle(step.lane, request, at: time)
      }
      price.time = max(price.time, time - now)
    }
    return price
  }
}

/// What a plan costs.
package struct Price: Sendable, Equatable {
  package var calls: [Endpoint: Int] = [:]
  /// From now to the last answer.
  package var time: Duration = .zero

  /// The time that a request is assumed to need, there and back.
  static let roundTrip: Duration = .milliseconds(300)
}
