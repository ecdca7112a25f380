import GeoTareas
import JSON

/// A random choice for one request, made when it is sent.
struct Fate {
  static let timeout: Duration = .seconds(30)

  var fault: Fault?
  /// When it reaches the server, from its sending on; nil for never.
  var arrival: Duration?
  /// When the client hears, from its sending on.
  var answer: Duration
  /// Whether a replica that lags behind answers a read.
  var lags = false

  /// A request that nothing befalls.
  private static func smooth(_ random: inout SplitMix) -> Fate {
    let arrival = random.milliseconds(10...400)
    return Fate(fault: nil, arrival: arrival, answer: arrival + random.milliseconds(10...400))
  }

  static func draw(_ random: inout SplitMix, isWrite: Bool, rate: Double) -> Fate {
    var fate = smooth(&random)
    fate.lags = !isWrite && rate > 0 && random.chance(0.1)
    guard random.chance(rate) else { return fate }
    let faults = isWrite ? (random.chance(0.02) ? [.otherTask] : writeFaults) : readFaults
    fate.suffer(faults[random.below(faults.count)], &random)
    return fate
  }

  /// One that a single thing befalls.
  static func of(_ fault: Fault, _ random: inout SplitMix) -> Fate {
    var fate = smooth(&random)
    fate.suffer(fault, &random)
    return fate
  }

  /// What a stretch of trouble does to a request; nil where it does not concern it.
  static func draw(_ random: inout SplitMix, _ call: Endpoint, in trouble: Trouble.Kind) -> Fate? {
    let fault: Fault? =
      switch trouble {
      case .unreachable: .notSent
      case .silent: .lostBefore
      case .certificate: .certificate
      case .plague:
        call == .detail ? .errorBeforeApply : call.isWrite ? (random.chance(0.5) ? .lostBefore : .lostAnswer) : nil
      case .noDetails: call == .detail ? .errorBeforeApply : nil
      case .unavailable: .unavailable
      case .loginRefused: call == .login ? .loginRefused : nil
      case .loginBroken: call == .login ? (random.chance(0.5) ? .loginBroken : .loginLimited) : nil
      case .hiccup: call == .login ? nil : .refusedToken
      case .permission: call.isWrite ? .forbidden : nil
      case .badNode: .badNode
      }
    return fault.map { of($0, &random) }
  }

  private static let readFaults: [Fault] = [
    .slow, .notSent, .lostBefore, .lostAnswer, .errorBeforeApply, .wrongBody, .cutBody, .redirect, .rateLimit,
    .rateLimitWithoutWait, .unavailable,
  ]
  private static let writeFaults: [Fault] =
    readFaults + [
      .lostBefore, .lostAnswer, .lostAnswer, .appliedLate, .appliedLate, .appliedLate, .errorAfterApply,
      .gatewayAfterApply, .accepted202, .falseConflict, .certificate,
    ]

  private mutating func suffer(_ fault: Fault, _ random: inout SplitMix) {
    self.fault = fault
    switch fault {
    case .slow:
      let arrival = random.milliseconds(10...14_000)
      self.arrival = arrival
      answer = arrival + random.milliseconds(10...14_000)
    case .notSent, .certificate, .badNode: (arrival, answer) = (nil, random.milliseconds(1...10_000))
    case .lostBefore: (arrival, answer) = (nil, random.chance(0.5) ? Self.timeout : random.milliseconds(50...900))
    case .lostAnswer:
      answer = random.chance(0.5) ? Self.timeout : (arrival ?? .zero) + random.milliseconds(1...900)
    case .appliedLate:
      arrival = random.milliseconds(100...59_900)
      answer = random.chance(0.25) ? Self.timeout : random.milliseconds(50...900)
    default: break
    }
  }

  private static let forDays = HTTPHeader("Retry-After", "999999")

  /// What the client sees, given the server's true answer.
  func disguise(_ truth: HTTPResponse) -> Result<HTTPResponse, TransportError> {
    switch fault {
    case .notSent: .failure(Wire.refused)
    case .certificate, .badNode: .failure(Wire.untrusted)
    case .lostBefore, .lostAnswer, .appliedLate: .failure(Wire.lost)
    case .errorAfterApply, .errorBeforeApply, .loginBroken: .success(Wire.internalError)
    case .gatewayAfterApply: .success(Wire.html(504))
    case .wrongBody: .success(Wire.html(200))
    case .cutBody:
      .success(HTTPResponse(status: truth.status, headers: truth.headers, body: Array(truth.body.dropLast(2))))
    case .accepted202: .success(HTTPResponse(status: 202, headers: truth.headers, body: truth.body))
    case .otherTask: .success(Wire.success(.object([JSONMember("task_id", .string("elsewhere"))])))
    case .redirect: .success(Wire.html(302))
    case .rateLimit: .success(Wire.refusal(429, "RATE_LIMITED", [HTTPHeader("Retry-After", "20")]))
    case .rateLimitWithoutWait, .loginLimited: .success(Wire.rateLimited)
    case .unavailable: .success(Wire.refusal(503, "UNAVAILABLE", [HTTPHeader("Retry-After", "45")]))
    case .falseConflict: .success(Wire.refusal(409, "CONFLICT"))
    case .loginRefused, .refusedToken: .success(Wire.unauthorized)
    case .forbidden: .success(Wire.refusal(403, "FORBIDDEN"))
    case .webPage: .success(Wire.html(502))
    case .absurd429: .success(Wire.refusal(429, "RATE_LIMITED", [Self.forDays]))
    case .absurd503: .success(Wire.refusal(503, "UNAVAILABLE", [Self.forDays]))
    case .absurd200: .success(truth.saying([HTTPHeader("Retry-After", "3600")]))
    default: .success(truth)
    }
  }

  /// True where the server does not carry the request out although it arrives.
  var isDropped: Bool {
    switch fault {
    case .errorBeforeApply, .redirect, .rateLimit, .rateLimitWithoutWait, .unavailable, .falseConflict, .otherTask,
      .loginRefused, .loginLimited, .loginBroken, .refusedToken, .forbidden, .webPage, .absurd429, .absurd503:
      true
    default: false
    }
  }
}
