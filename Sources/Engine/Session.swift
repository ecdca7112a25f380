import Pacing

/// Whether we may speak to the server: logged in, logging in, or waiting.
///
/// A 401 cannot be told apart by its code (token or API key): after one common re-login that still ends in 401 it stops
/// and tells, or the login limiter would be tripped. Source: the vendor's pages "Authentication" and "Errors".
struct Session: Sendable, Equatable {
  enum State: Sendable, Equatable {
    case closed
    case opening(CallID)
    case open
    case waiting(until: Instant)
  }

  var state: State
  /// Which token calls are made with; each login gives the next.
  private(set) var generation = 0
  /// True once the server refused our credentials, until it accepts them.
  private(set) var isRefused = false
  private var hasRetried = false
  private var lastRetry: Instant?
  private var isTold = false

  init(logsIn: Bool) { state = logsIn ? .closed : .open }

  /// The login was accepted.
  mutating func opened() {
    state = .open
    generation += 1
  }

  /// A call with the present token was let through.
  ///
  /// True when that ends a time of refusal.
  mutating func proved() -> Bool {
    hasRetried = false
    isTold = false
    defer { isRefused = false }
    return isRefused
  }

  /// The credentials may be new: they are tried at once, and another refusal is told.
  mutating func renew(logsIn: Bool) {
    isTold = false
    if case .waiting = state { state = logsIn ? .closed : .open }
  }

  /// What a 401 to a call leads to.
  enum Consequence { case none, loginAgain, giveUp }

  /// A call made with token `generation` was answered 401.
  ///
  /// Where some calls are let through and others are not, logging in again helps none of them: no second time within
  /// `retryGap`.
  mutating func refused(
    generation: Int, logsIn: Bool, at now: Instant, retryGap: Duration, retryAt: Instant
  ) -> Consequence {
    guard state == .open, generation == self.generation else { return .none }
    if logsIn, !hasRetried, lastRetry.map({ now >= $0 + retryGap }) ?? true {
      hasRetried = true
      lastRetry = now
      state = .closed
      return .loginAgain
    }
    return giveUp(retryAt: retryAt)
  }

  /// Stops trying until `retryAt`; `.none` if that was already said.
  mutating func giveUp(retryAt: Instant) -> Consequence {
    state = .waiting(until: retryAt)
    // The probe that follows is a login, or a call with the given token; either way just one.
    hasRetried = true
    isRefused = true
    defer { isTold = true }
    return isTold ? .none : .giveUp
  }
}
