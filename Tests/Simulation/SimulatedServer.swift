import Engine
import GeoTareas
import Pacing
import Records

/// The server of the simulation: the true tenant behind a sliding window, a token check and a read cache.
struct SimulatedServer {
  private struct Page: Hashable {
    var query: TaskQuery
    var offset: Int
  }

  private struct Cached {
    var at: Duration
    var version: Int
    var answer: HTTPResponse
  }

  /// What became of a request.
  struct Reception {
    var answer: HTTPResponse
    var tookEffect = false
    var isStale = false
    var isCached = false
    var isLagging = false
    var isShifted = false
    var exceedsLimit = false
    /// True where it exceeds the limit by itself, without what others send.
    var exceedsOwnLimit = false
    /// True where no answer ever comes.
    var isSilent = false
  }

  var tenant = ModelTenant()
  /// How long a read may be answered from the cache.
  let staleness: Duration = .seconds(15)
  /// How far a replica may lag behind, which now and then answers for a single task: more than was promised.
  private let mostLag: Duration = .seconds(35)
  private var windows: [Endpoint: ModelWindow]
  /// The same without what others send.
  private var own: [Endpoint: ModelWindow]
  /// Which endpoint's window a request to another one is counted in.
  private let counted: [Endpoint: Endpoint]
  /// Whether answers from the cache say so; then they repeat what was true long ago.
  private let marksCached: Bool
  private var pages: [Page: Cached] = [:]
  private var details: [TaskID: Cached] = [:]
  /// Each task as it was before our last effect on it, with the version that made.
  private var before: [TaskID: (task: ModelTask, version: Int, at: Duration)] = [:]
  /// The version of the tenant that the last first page showed.
  private var firstPage = 0
  /// Tokens from this number on are good.
  var oldestGoodToken = 0

  init(_ scenario: Scenario) {
    own = scenario.settings.limits.mapValues { ModelWindow($0) }
    windows = own
    if scenario.oddities.contains(.neighbour) {
      for (endpoint, limit) in scenario.settings.limits where endpoint != .login {
        windows[endpoint]?.neighbour = Neighbour(limit, seed: scenario.seed &+ UInt64(limit.requests))
      }
    }
    var counted: [Endpoint: Endpoint] = [:]
    if scenario.sharesReads { counted[.detail] = .list }
    if scenario.sharesWrites { counted[.reassign] = .complete }
    self.counted = counted
    marksCached = scenario.marksCached
  }

  mutating func receive(_ request: Request, at now: Duration) -> Reception {
    let endpoint = request.call.endpoint
    let window = counted[endpoint] ?? endpoint
    let isOwnFault = own[window]?.admit(at: now) == false
    guard windows[window]?.admit(at: now) ?? true else {
      let words = windows[window].map { $0.word + [$0.wait(at: now)] } ?? []
      return Reception(answer: Wire.rateLimited.saying(words), exceedsLimit: true, exceedsOwnLimit: isOwnFault)
    }
    var reception = consider(request, endpoint, at: now)
    reception.answer = reception.answer.saying(
      reception.isCached && marksCached ? Self.longAgo : windows[window]?.word ?? [])
    return reception
  }

  private static let longAgo = [
    HTTPHeader("X-RateLimit-Limit", "30"), HTTPHeader("X-RateLimit-Remaining", "0"), HTTPHeader("Age", "9"),
  ]

  private mutating func consider(_ request: Request, _ endpoint: Endpoint, at now: Duration) -> Reception {
    guard endpoint == .login || request.token >= oldestGoodToken else {
      return Reception(answer: Wire.unauthorized)
    }
    if request.fate.isDropped { return Reception(answer: Wire.internalError) }
    if let id = request.call.task, let sick = tenant.tasks[id]?.ailment?.reception(of: request.call) { return sick }
    guard case .write(let id, let write) = request.call else {
      return read(request.call, lags: request.fate.lags, at: now)
    }
    let old = tenant.tasks[id]
    let (answer, tookEffect) = tenant.apply(write, to: id)
    if tookEffect, let old {
      before = before.filter { now - $0.value.at <= mostLag }
      before[id] = (old, tenant.version(of: .detail(id)), now)
    }
    return Reception(answer: answer, tookEffect: tookEffect)
  }

  private mutating func read(_ call: Call, lags: Bool, at now: Duration) -> Reception {
    let version = tenant.version(of: call)
    if case .detail(let id) = call, let old = before[id], old.version == version, now - old.at <= mostLag, lags {
      return Reception(answer: old.task.detailAnswer, isLagging: true)
    }
    if let cached = cached(call), now - cached.at <= staleness {
      return Reception(answer: cached.answer, isStale: cached.version != version, isCached: true)
    }
    let answer = Cached(at: now, version: version, answer: tenant.read(call))
    var reception = Reception(answer: answer.answer)
    switch call {
    case .list(let query, let offset):
      if offset == 0 { firstPage = version }
      reception.isShifted = offset > 0 && version != firstPage
      pages[Page(query: query, offset: offset)] = answer
    case .detail(let id):
      if details.count > 60 { details = details.filter { now - $0.value.at <= staleness } }
      details[id] = answer
    case .login, .write: break
    }
    return reception
  }

  /// How many requests of the other client came, and how many were refused.
  var neighbour: (requests: Int, refused: Int) {
    windows.values.compactMap(\.neighbour).reduce((0, 0)) { ($0.0 + $1.requests, $0.1 + $1.refused) }
  }

  private func cached(_ call: Call) -> Cached? {
    switch call {
    case .list(let query, let offset): pages[Page(query: query, offset: offset)]
    case .detail(let id): details[id]
    case .login, .write: nil
    }
  }
}

extension Call {
  /// The task it is about.
  var task: TaskID? {
    switch self {
    case .detail(let task), .write(let task, _): task
    case .list, .login: nil
    }
  }
}
