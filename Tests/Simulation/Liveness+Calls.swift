import Engine
import GeoTareas
import Pacing
import Records

/// What each call, and what befell it, adds to the time that waits may take.
extension Liveness {
  /// What a call came to.
  enum End {
    case fine
    case refused(Int, retryAfter: Duration?)
    /// An answer that is not the API's.
    case foreign
    case notSent
    case lost
  }

  mutating func send(_ call: Call, _ vanity: Vanity?, at now: Duration) {
    guard let task = call.task else { return }
    if call.endpoint.isWrite { promise = nil }
    let pace = pace(call.endpoint)
    for place in waits.indices {
      if waits[place].id == task {
        waits[place].debt += pace
      } else {
        waits[place].others[task, default: 0] += 1
        if waits[place].others[task] ?? 0 <= Self.mostOthers { waits[place].debt += pace }
      }
    }
    guard let vanity, trouble == nil else { return }
    if vanity == .open { mayVainEnd = true }
    if isBlindTold { lastProbe = now }
    isProbedLately = lastProbe > now - .seconds(3_600)
    vain[task, default: []].append(now)
    vain = vain.compactMapValues { calls in
      let late = calls.filter { $0 > now - .seconds(3_600) }
      return late.isEmpty ? nil : late
    }
  }

  /// Calls of the last hour about tasks to which nothing can be done.
  var vainCalls: Int { vain.values.reduce(0) { $0 + $1.count } }

  /// How many of them may be: a few for each, for they wait ever longer, and one in half a minute where that finds out.
  ///
  /// It finds out whether the trouble is the server's, which may end any time, or whether single tasks can be read again
  /// while it is told that they cannot.
  var mostVainCalls: Int { vain.count * 16 + (mayVainEnd || isProbedLately || vain.count > 2 ? 130 : 0) }

  /// A person wants a task tried again: the calls that takes count anew.
  mutating func tryAgain(_ task: TaskID) {
    for place in waits.indices { waits[place].others[task] = nil }
  }

  /// A task was read that showed it as it no longer is.
  mutating func misread(_ task: TaskID) { blame(task, settings.pollEvery + pollTime) }

  mutating func end(_ call: Call, _ end: End, took: Duration, at now: Duration) {
    let endpoint = call.endpoint
    // Four details and eight looks are under way at most: who waits behind one that takes long waits a part of it.
    if took > .seconds(3) { charge(call.task == nil ? took : took / 4, about: call.task, at: now) }
    switch end {
    case .fine: succeed(call)
    case .refused(429, let wait):
      strike(endpoint)
      if wait == nil { unstated[endpoint, default: 0] += 1 }
      charge(wait.map { stated($0, endpoint) } ?? unstatedWait(endpoint), about: nil, at: now)
    case .refused(401, _) where call != .login:
      denials += 1
      if trouble != nil { evidence.insert(call.task?.rawValue ?? "") }
      charge(patience.denial(denials) + pace(.login) + pollTime, about: call.task, at: now)
    case .refused(401, _): charge(patience.longestDenial, about: nil, at: now)
    case .refused(403, _) where endpoint.isWrite:
      forbidden[endpoint, default: []].insert(call.task ?? TaskID(""))
      // Where it may be about our user, a single write finds out every few minutes.
      guard !permitted.contains(endpoint) || (forbidden[endpoint]?.count ?? 0) > 2 else { return }
      charge(Self.probing, about: call.task, at: now)
    // The API itself says of one write that it will not do it.
    case .refused(400..<500, _) where endpoint.isWrite: break
    case .refused(let status, let wait):
      if status == 503, let wait { charge(stated(wait, endpoint), about: nil, at: now) }
      fail(call, at: now)
    case .foreign, .notSent: fail(call, at: now)
    case .lost:
      lostAt = now
      charge(settings.lateApply * (1.25 / room(endpoint)), about: nil, at: now)
      for place in waits.indices where !waits[place].hasLost {
        waits[place].hasLost = true
        waits[place].debt += settings.lateApply
      }
      fail(call, at: now)
    }
  }

  private static let probing: Duration = .seconds(190)

  /// A wait after refusals in a row that do not say how long.
  private func unstatedWait(_ endpoint: Endpoint) -> Duration {
    min(window(endpoint) * (1 << min(10, (unstated[endpoint] ?? 1) - 1)), .seconds(900)) + .seconds(1)
  }

  /// A wait that an answer asks for, as far as it is to be obeyed.
  private func stated(_ wait: Duration, _ endpoint: Endpoint) -> Duration {
    wait > window(endpoint) * 5 ? window(endpoint) + pace(endpoint) : wait + .seconds(1)
  }

  /// An answer that should not ask for a wait does.
  mutating func ask(_ wait: Duration, _ endpoint: Endpoint, at now: Duration) {
    charge(min(wait, window(endpoint)), about: nil, at: now)
  }

  private mutating func succeed(_ call: Call) {
    denials = 0
    unstated[call.endpoint] = nil
    switch call.endpoint {
    case .login: badLogins = 0
    case .list: badPages = 0
    case .detail: blind = []
    case .complete, .reassign:
      badWrites = 0
      forbidden[call.endpoint] = nil
      permitted.insert(call.endpoint)
    }
  }

  private mutating func fail(_ call: Call, at now: Duration) {
    if trouble != nil { evidence.insert(call.task?.rawValue ?? "") }
    switch call {
    case .login:
      badLogins += 1
      charge(patience.retry(badLogins), about: nil, at: now)
    case .list:
      badPages += 1
      charge(patience.retry(badPages) + pollTime, about: nil, at: now)
    case .detail(let task):
      blind.insert(task)
      if blind.count > 1 { charge(patience.retry(blind.count), about: task, at: now) }
      blame(task, settings.pollEvery + pollTime, isFault: true)
    case .write(let task, _):
      badWrites += 1
      charge(patience.retry(badWrites + 1), about: task, at: now)
    }
  }

  /// Something costs one task.
  mutating func blame(_ task: TaskID, _ cost: Duration, isFault: Bool = false) {
    guard let place = waits.firstIndex(where: { $0.id == task }), waits[place].ownFaults < 5 else { return }
    waits[place].ownFaults += 1
    waits[place].debt += cost + (isFault ? patience.postponement(waits[place].ownFaults) : .zero)
  }

  /// Something costs all: for as long as it is about another task, only so often.
  mutating func charge(_ cost: Duration, about task: TaskID?, at now: Duration) {
    for place in waits.indices where waits[place].id != task {
      if let task, waits[place].others[task] ?? 0 > Self.mostOthers { continue }
      waits[place].debt += cost
    }
    cloud = max(cloud, now + cost)
    promise?.due += cost
  }
}
