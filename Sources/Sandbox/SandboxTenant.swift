import GeoTareas

/// A tenant of the API, without a network: a request and the time go in, an answer comes out.
///
/// It has no clock and starts nothing. What is due between two requests (late effects, people) happens, with its own
/// time, when the next request comes. No sockets, tasks or files belong in here.
package struct SandboxTenant: Sendable {
  let configuration: SandboxConfiguration
  let zone: TenantZone
  var book: TaskBook
  var limiter: RateLimiter
  var sessions: Sessions
  var cache: AnswerCache
  var faults = FaultQueue()
  var traffic: [Endpoint: EndpointTraffic] = [:]
  var lateRequests: [LateRequest] = []
  /// When first pages of the pending tasks were requested.
  var listStarts: [Duration] = []
  /// When a person makes the next change; nil when nobody does.
  var nextPerson: Duration?
  var dataRandom: SandboxRandom
  var peopleRandom: SandboxRandom
  private var latencyRandom: SandboxRandom
  private var requests = 0

  /// - Parameter start: The moment the server starts; the data's times are relative to it.
  package init(configuration: SandboxConfiguration, start: SandboxMoment) {
    var configuration = configuration
    if !(configuration.scale >= 1) || !configuration.scale.isFinite { configuration.scale = 1 }
    self.configuration = configuration
    zone = TenantZone(named: configuration.timeZone)
    limiter = RateLimiter(scale: configuration.scale)
    sessions = Sessions(scale: configuration.scale)
    cache = AnswerCache(scale: configuration.scale)
    book = TaskBook(zone: zone, doubleCompletion: configuration.doubleCompletion)
    var builder = ScenarioBuilder(start: start.unixSeconds, seed: configuration.seed)
    book.fill(with: builder.makeTasks(of: configuration.scenario, generated: configuration.generatedTasks))
    dataRandom = builder.random
    latencyRandom = SandboxRandom(seed: configuration.seed ^ 0x6c61_7465_6e63_7900)
    peopleRandom = SandboxRandom(seed: configuration.seed ^ 0x7065_6f70_6c65_0000)
    nextPerson = peopleGap().map { start.elapsed + $0 }
  }

  /// Answers one request; `moment` must not be before an earlier one.
  package mutating func answer(_ request: SandboxRequest, at moment: SandboxMoment) -> SandboxResponse {
    advance(to: moment)
    var response: SandboxResponse
    if request.path.hasPrefix("/_sandbox/") {
      response = control(request)
    } else {
      response = exchange(request, at: moment)
      if let range = configuration.latency { response.delay += latencyRandom.latency(in: range) }
    }
    response.set("Date", TenantZone.httpDate(moment.unixSeconds))
    return response
  }

  private mutating func exchange(_ request: SandboxRequest, at moment: SandboxMoment) -> SandboxResponse {
    requests += 1
    guard let route = Route(method: request.method, path: request.path) else {
      let untouched = RateLimiter.Admission(limit: 30, remaining: 30, resetIn: .seconds(60) / configuration.scale)
      return stamp(ErrorReply(.notFound, "No such endpoint").response, untouched, moment)
    }
    let endpoint = route.endpoint
    let identity = identity(of: request, for: endpoint)
    let response = exchange(request, route, identity, at: moment)
    traffic[endpoint, default: EndpointTraffic()].record(
      identity, window: RateLimiter.window(of: endpoint) / configuration.scale, at: moment.elapsed,
      port: request.sourcePort, response: response)
    return response
  }

  private mutating func exchange(
    _ request: SandboxRequest, _ route: Route, _ identity: RateLimiter.Identity, at moment: SandboxMoment
  ) -> SandboxResponse {
    let endpoint = route.endpoint
    let call: Call
    do {
      call = try Call(request, route, identity: identity, moment: moment)
    } catch {
      return stamp(error.response, limiter.peek(identity, endpoint, at: moment.elapsed), moment)
    }
    let verdict = limiter.admit(identity, endpoint, at: moment.elapsed)
    if let wait = verdict.wait { return stamp(Self.tooMany(wait), verdict, moment) }
    guard let fault = faults.take(for: endpoint) else { return stamp(handle(call), verdict, moment) }
    return spoiled(call, by: fault, verdict)
  }

  /// Who a request counts for: the token's user; without a token, and for a login, the source.
  private func identity(of request: SandboxRequest, for endpoint: Endpoint) -> RateLimiter.Identity {
    if endpoint != .login, let token = Self.token(of: request), let owner = sessions.owner(of: token) {
      return .user(owner.id)
    }
    return .source(request.source)
  }

  static func tooMany(_ wait: Duration) -> SandboxResponse {
    var response = ErrorReply(.rateLimited, "Rate limit exceeded").response
    response.set("Retry-After", String(wait.roundedUpSeconds))
    return response
  }

  /// Adds the headers that the page promises on every response.
  func stamp(
    _ response: SandboxResponse, _ verdict: RateLimiter.Admission, _ moment: SandboxMoment
  ) -> SandboxResponse {
    var response = response
    response.set("X-RateLimit-Limit", String(verdict.limit))
    response.set("X-RateLimit-Remaining", String(verdict.remaining))
    response.set("X-RateLimit-Reset", String(Int((moment.unix + verdict.resetIn.seconds).rounded(.up))))
    let number = String(requests)
    response.set("X-Request-Id", "sandbox-" + String(repeating: "0", count: max(0, 8 - number.count)) + number)
    return response
  }
}
