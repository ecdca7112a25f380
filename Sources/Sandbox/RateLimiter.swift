import GeoTareas

/// The server's limits: at most so many requests in any window, by identity and endpoint.
///
/// A refused request does not enter the log. Login is blocked for a time once its limit is exceeded. Source: the
/// vendor's pages "Workflow Tasks", "Login" and "Rate limits".
struct RateLimiter: Sendable {
  /// The client that a request counts for.
  enum Identity: Sendable, Hashable {
    case user(String)
    case source(String)
  }

  /// What the limiter decides about a request, and what the headers say.
  struct Admission: Sendable, Equatable {
    var limit: Int
    var remaining: Int
    /// Time until the oldest counted request leaves the window, or until a block ends.
    var resetIn: Duration
    /// Time until a request is allowed again; nil when this one is.
    var wait: Duration?
  }

  private struct Key: Hashable {
    var identity: Identity
    var endpoint: Endpoint
  }

  private let scale: Double
  private var logs: [Key: SlidingLog] = [:]
  private var blockedUntil: [Identity: Duration] = [:]

  init(scale: Double) { self.scale = scale }

  static func limit(of endpoint: Endpoint) -> Int {
    switch endpoint {
    case .list, .detail: 30
    case .complete, .reassign: 10
    case .login: 5
    }
  }

  /// The documented window, before scaling.
  static func window(of endpoint: Endpoint) -> Duration { endpoint == .login ? .seconds(30) : .seconds(60) }

  private func window(of endpoint: Endpoint) -> Duration { Self.window(of: endpoint) / scale }

  private var block: Duration { .seconds(60) / scale }

  /// Counts a request, or refuses it.
  mutating func admit(_ identity: Identity, _ endpoint: Endpoint, at now: Duration) -> Admission {
    var verdict = peek(identity, endpoint, at: now)
    guard verdict.wait == nil else { return verdict }
    guard verdict.remaining > 0 else {
      if endpoint == .login {
        blockLogin(of: identity, at: now)
        return peek(identity, endpoint, at: now)
      }
      verdict.wait = verdict.resetIn
      return verdict
    }
    logs[Key(identity: identity, endpoint: endpoint), default: SlidingLog()].append(now)
    return peek(identity, endpoint, at: now)
  }

  /// What the headers say, without counting a request; `wait` only while login is blocked.
  mutating func peek(_ identity: Identity, _ endpoint: Endpoint, at now: Duration) -> Admission {
    let limit = Self.limit(of: endpoint)
    if endpoint == .login, let end = blockedUntil[identity] {
      if now < end { return Admission(limit: limit, remaining: 0, resetIn: end - now, wait: end - now) }
      blockedUntil[identity] = nil
    }
    let window = window(of: endpoint)
    var log = logs[Key(identity: identity, endpoint: endpoint)] ?? SlidingLog()
    let used = log.count(within: window, at: now)
    logs[Key(identity: identity, endpoint: endpoint)] = used == 0 ? nil : log
    let resetIn = log.oldest.map { $0 + window - now } ?? window
    return Admission(limit: limit, remaining: max(0, limit - used), resetIn: resetIn)
  }

  /// Blocks the logins of a source for the documented 60 s (scaled).
  mutating func blockLogin(of identity: Identity, at now: Duration) { blockedUntil[identity] = now + block }
}
