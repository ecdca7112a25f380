import GeoTareas

/// What may go wrong in the simulation.
///
/// Every kind must occur over a run.
enum Fault: String, CaseIterable {
  case slow, notSent, lostBefore, lostAnswer, appliedLate, errorAfterApply, errorBeforeApply, gatewayAfterApply
  case wrongBody, cutBody, accepted202, otherTask, redirect, foreignLimit, foreignLimitWithoutWait, falseConflict
  case tokenExpired, staleRead, personCompletes, personReassigns, crash, reboot, commitFails, stop, reload
}

/// A random choice for one request, made when it is sent.
struct Fate {
  var fault: Fault?
  /// When it reaches the server, from its sending on; nil for never.
  var arrival: Duration?
  /// When the client hears, from its sending on.
  var answer: Duration

  static func draw(_ random: inout some RandomNumberGenerator, isWrite: Bool, rate: Double) -> Fate {
    func milliseconds(_ range: ClosedRange<Int>) -> Duration { .milliseconds(Int.random(in: range, using: &random)) }
    let arrival = milliseconds(10...400)
    var fate = Fate(fault: nil, arrival: arrival, answer: arrival + milliseconds(10...400))
    guard Double.random(in: 0..<1, using: &random) < rate else { return fate }
    var faults: [Fault] = [
      .slow, .notSent, .lostBefore, .lostAnswer, .appliedLate, .errorBeforeApply, .wrongBody, .cutBody, .redirect,
      .foreignLimit, .foreignLimitWithoutWait,
    ]
    if isWrite {
      faults += [
        .lostBefore, .lostAnswer, .lostAnswer, .appliedLate, .appliedLate, .errorAfterApply, .gatewayAfterApply,
      ]
      faults += [.accepted202, .falseConflict]
      if Int.random(in: 0..<6, using: &random) == 0 { faults = [.otherTask] }
    }
    fate.fault = faults.randomElement(using: &random)
    let timeout: Duration = .seconds(30)
    switch fate.fault {
    case .slow:
      fate.arrival = milliseconds(10...14_000)
      fate.answer = (fate.arrival ?? .zero) + milliseconds(10...14_000)
    case .notSent: (fate.arrival, fate.answer) = (nil, milliseconds(1...10_000))
    case .lostBefore:
      (fate.arrival, fate.answer) = (nil, Bool.random(using: &random) ? timeout : milliseconds(50...900))
    case .lostAnswer: fate.answer = Bool.random(using: &random) ? timeout : arrival + milliseconds(1...900)
    case .appliedLate:
      fate.arrival = milliseconds(100...59_900)
      fate.answer = Int.random(in: 0..<4, using: &random) == 0 ? timeout : milliseconds(50...900)
    default: break
    }
    return fate
  }

  /// What the client sees, given the server's true answer; nil when it is that answer.
  func disguise(_ truth: HTTPResponse) -> Result<HTTPResponse, TransportError> {
    switch fault {
    case .notSent: .failure(Wire.refused)
    case .lostBefore, .lostAnswer, .appliedLate: .failure(Wire.lost)
    case .errorAfterApply, .errorBeforeApply: .success(Wire.refusal(500, "INTERNAL_ERROR"))
    case .gatewayAfterApply: .success(Wire.html(504))
    case .wrongBody: .success(Wire.html(200))
    case .cutBody:
      .success(HTTPResponse(status: truth.status, headers: truth.headers, body: Array(truth.body.dropLast(2))))
    case .accepted202: .success(HTTPResponse(status: 202, headers: truth.headers, body: truth.body))
    case .otherTask: .success(Wire.success(.object([JSONMember("task_id", .string("elsewhere"))])))
    case .redirect: .success(Wire.html(302))
    case .foreignLimit: .success(Wire.refusal(429, "RATE_LIMITED", [HTTPHeader("Retry-After", "20")]))
    case .foreignLimitWithoutWait: .success(Wire.refusal(429, "RATE_LIMITED"))
    case .falseConflict: .success(Wire.refusal(409, "CONFLICT"))
    default: .success(truth)
    }
  }

  /// True where the server does not carry the request out although it arrives.
  var isDropped: Bool {
    switch fault {
    case .errorBeforeApply, .redirect, .foreignLimit, .foreignLimitWithoutWait, .falseConflict, .otherTask: true
    default: false
    }
  }
}
