import Engine
import GeoTareas
import JSON
import Pacing
import Records

/// What goes on in odd worlds, and what the reckoning of waits is told of all that befalls.
extension SimulatedWorld {
  /// Broken tasks that are open at a time.
  private static let mostBroken = 9

  /// What befalls a call in an odd world beside the ordinary.
  mutating func oddFate(of call: GeoTareas.Call) -> Fate? {
    guard isOdd else { return nil }
    if badConnections > 0 {
      badConnections -= 1
      return .of(.badNode, &random)
    }
    let oddities = scenario.oddities
    if oddities.contains(.gatewayPages), call.endpoint == .list, random.chance(0.2) { return .of(.webPage, &random) }
    if oddities.contains(.absurdWaits), random.chance(scenario.isShort ? 0.01 : 0.002) {
      return .of(random.one(of: [.absurd429, .absurd503, .absurd200]), &random)
    }
    return nil
  }

  /// A task that comes is made odd, where the world is; false where it does not come after all.
  mutating func makeOdd(_ task: inout ModelTask) -> Bool {
    let oddities = scenario.oddities
    task.ailment =
      task.step == RuleCatalog.doomed
      ? Ailment(.silence, reads: false) : .of(task.id.rawValue, among: oddities, rarity: scenario.rarity)
    if task.ailment != nil {
      guard server.tenant.open.count(where: { server.tenant.tasks[$0]?.ailment != nil }) < Self.mostBroken else {
        return false
      }
      suffer(.brokenTask)
    }
    if oddities.contains(.oddRows) || oddities.contains(.illegible), random.chance(scenario.isShort ? 0.1 : 0.03) {
      let all =
        (oddities.contains(.oddRows) ? OddRow.legible : []) + (oddities.contains(.illegible) ? OddRow.illegible : [])
      task.oddity = random.one(of: all)
      suffer(.oddRow)
    }
    if task.earlierSteps != .asDocumented { suffer(.oddSteps) }
    if task.quote?.contains(where: { $0.value.text.utf8.count > 64 }) == true { suffer(.longNumber) }
    return true
  }

  /// Tasks of which no rule wants anything stand before all others in the list, more than a poll reads.
  mutating func crowd() {
    for number in 0..<Scenario.crowd {
      var task = ModelTask("a\(1_000 + number)", step: "Other")
      task.created = civilTime
      server.tenant[task.id.rawValue] = task
    }
  }

  /// Whether the journal cannot keep effects on a task.
  func isUnstorable(_ task: TaskID) -> Bool {
    scenario.oddities.contains(.unstorable)
      && Ailment.of(task.rawValue, among: [.failing], rarity: scenario.rarity) != nil
  }

  /// A call has ended, well or not.
  mutating func end(_ id: CallID, _ answer: Result<HTTPResponse, TransportError>) {
    guard let flight = flights.removeValue(forKey: id) else { return }
    let took = now - flight.sentAt
    guard case .success(let response) = answer else {
      if case .failure(let error) = answer, error.kind != .cancelled {
        live.end(flight.call, error.reach == .notSent ? .notSent : .lost, took: took, at: now)
      }
      return
    }
    let wait = response.header("Retry-After").flatMap { Int($0) }.map { Duration.seconds($0) }
    let isWhole = response.header("Content-Type") == "application/json" && response.body.last == UInt8(ascii: "}")
    switch response.status {
    case 200, 201:
      live.end(flight.call, isWhole ? .fine : .foreign, took: took, at: now)
      if let wait { live.ask(wait, flight.call.endpoint, at: now) }
    case 300... where isWhole: live.end(flight.call, .refused(response.status, retryAfter: wait), took: took, at: now)
    default: live.end(flight.call, .foreign, took: took, at: now)
    }
  }

  /// Notes the end of a bad time, once no call that it befell is under way.
  mutating func endTrouble() {
    guard live.trouble != nil, let trouble, badConnections == 0, now >= trouble.until,
      !flights.values.contains(where: { $0.sentAt < trouble.until })
    else { return }
    live.endTrouble(at: now, freeAt: freeAt)
  }

  /// When every limit leaves room for one request more.
  private var freeAt: Duration {
    var free = now
    for (endpoint, limit) in scenario.settings.limits where endpoint != .login {
      let ends = journal.requests.values.filter { live.isShared($0.endpoint, endpoint) }.map { entry in
        let settled = entry.settled.map { booted + .nanoseconds($0.instant(asOf: stamp).nanoseconds) }
        let sent = booted + .nanoseconds(entry.sent.instant(asOf: stamp).nanoseconds)
        return (settled ?? sent + scenario.settings.lateApply) + limit.window + .seconds(1)
      }.filter { $0 > now }.sorted()
      let room = Int(live.room(endpoint))
      if ends.count >= room { free = max(free, ends[ends.count - room]) }
    }
    // What is in doubt is read first.
    return free + live.pace(.detail) * journal.doubtCount
  }
}
