import Engine
import GeoTareas
import Pacing

/// The server of the simulation: the true tenant behind a sliding window, a token check and a read cache.
struct SimulatedServer {
  private struct Cached {
    var at: Duration
    var answer: HTTPResponse
  }

  var tenant: ModelTenant
  /// How long a read may be answered from the cache.
  let staleness: Duration = .seconds(15)
  private let limits: [Endpoint: RateLimit]
  private var arrivals: [Endpoint: [Duration]] = [:]
  private var cache: [String: Cached] = [:]
  private(set) var servedStale = 0
  /// What must not happen, in words.
  private(set) var violations: [String] = []
  /// Writes that took effect, by what the intent calls itself.
  private(set) var effects: [String: Int] = [:]
  private var completed: Set<TaskID> = []
  /// Tokens above this number are good.
  var oldestGoodToken = 0

  init(_ tenant: ModelTenant, limits: [Endpoint: RateLimit]) {
    self.tenant = tenant
    self.limits = limits
  }

  /// A request arrives.
  ///
  /// `intent` names the effect a write is for.
  mutating func receive(_ call: Call, token: Int, intent: String, isDropped: Bool, at now: Duration) -> HTTPResponse {
    let endpoint = call.endpoint
    if let limit = limits[endpoint] {
      let recent = (arrivals[endpoint] ?? []).filter { $0 > now - limit.window }
      arrivals[endpoint] = recent + [now]
      if recent.count >= limit.requests {
        violations.append("\(endpoint): \(recent.count + 1) arrivals in a window of \(limit.window)")
        return Wire.refusal(429, "RATE_LIMITED")
      }
    }
    guard endpoint == .login || token >= oldestGoodToken else { return Wire.refusal(401, "UNAUTHORIZED") }
    if isDropped { return Wire.refusal(500) }
    guard case .write(let id, let write) = call else { return read(call, at: now) }
    if completed.contains(id) { violations.append("\(id): a write arrives after our own completion") }
    let (answer, tookEffect) = tenant.apply(write, to: id)
    guard tookEffect else { return answer }
    effects[intent, default: 0] += 1
    if effects[intent] ?? 0 > 1 { violations.append("\(intent): took effect twice") }
    if write.endpoint == .complete { completed.insert(id) }
    return answer
  }

  private mutating func read(_ call: Call, at now: Duration) -> HTTPResponse {
    let key = "\(call)"
    if let cached = cache[key], now - cached.at <= staleness {
      let fresh = tenant.read(call)
      if fresh != cached.answer { servedStale += 1 }
      return cached.answer
    }
    let answer = tenant.read(call)
    cache[key] = Cached(at: now, answer: answer)
    return answer
  }

  mutating func note(_ violation: String) { violations.append(violation) }
}
