import GeoTareas
import Pacing

/// Whether we may speak to the server: logged in, logging in, or waiting.
///
/// A 401 cannot be told apart by its code (token, API key, or one task). One login finds out whether the token was too
/// old. If a fresh one is refused as well, that is held against the call's task, as long as there is just one or two of
/// them; several, or the list of tasks, mean the credentials. Source: the vendor's pages "Authentication" and "Errors".
struct LoginSession: Sendable, Equatable {
  enum State: Sendable, Equatable {
    case closed
    case opening(CallID)
    case open
    case waiting(until: Instant)
  }

  /// What a 401 to a call leads to.
  enum Consequence: Sendable, Equatable {
    /// The call was made with an older token: it is made again.
    case repeats
    /// The token may be too old: all calls wait for a new one.
    case loginAgain
    /// The call's own fault, as far as is known: the others go on.
    case blamesCall
    /// Nothing is sent for so long.
    case givesUp(Duration)
  }

  private static let firstWait: Duration = .seconds(30)
  private static let longestWait: Duration = .seconds(900)

  private(set) var state: State
  /// Which token calls are made with; each login gives the next.
  private(set) var generation = 0
  /// True once the server refused our credentials, until it accepts them.
  private(set) var isRefused = false
  /// How many times in a row they were refused; it is told that a person is needed when it is not for a moment only.
  private(set) var refusals = 0
  /// A login was made since a call was last let through.
  private var hasRetried = false
  private var lastRetry: Instant?
  /// The task whose refused call led to the present token; nil where it was none.
  private var retriedFor: TaskID?
  /// The tasks whose calls were refused since a call was last let through.
  private var suspects: Set<TaskID> = []
  /// Calls that are about no task and were refused since then.
  private var refusedLists = 0
  /// True while it is the login that is refused: a call that is let through does not end that.
  private var isLoginRefused = false

  init(logsIn: Bool) { state = logsIn ? .closed : .open }

  /// How many tasks are held.
  var count: Int { suspects.count }

  mutating func open(by call: CallID) { state = .opening(call) }

  /// The login was not sent, or nothing came of it that says anything.
  mutating func close() { state = .closed }

  /// Waits, and then tries again.
  mutating func wait(until: Instant) { state = .waiting(until: until) }

  /// The wait is over.
  mutating func resume(logsIn: Bool, at now: Instant) {
    if case .waiting(let until) = state, until <= now { state = logsIn ? .closed : .open }
  }

  /// The login was accepted.
  mutating func opened() {
    state = .open
    generation += 1
    isLoginRefused = false
    suspects = []
    refusedLists = 0
  }

  /// A call with the present token was let through; true when that ends a time of refusal.
  mutating func proved() -> Bool {
    hasRetried = false
    suspects = []
    refusedLists = 0
    guard !isLoginRefused else { return false }
    if isRefused, case .waiting = state { state = .open }
    refusals = 0
    defer { isRefused = false }
    return isRefused
  }

  /// The credentials may be new: they are tried at once, and another refusal is told.
  mutating func renew(logsIn: Bool) {
    refusals = 0
    isLoginRefused = false
    if case .waiting = state { state = logsIn ? .closed : .open }
  }

  /// A call made with token `generation` was answered 401.
  ///
  /// - Parameters:
  ///   - task: What the call was about; nil for the list.
  ///   - isKnown: The task was answered like this before, when other calls were let through.
  ///   - retryGap: The least time between two logins because of refused calls.
  mutating func refused(
    generation: Int, about task: TaskID?, isKnown: Bool, logsIn: Bool, at now: Instant, retryGap: Duration
  ) -> Consequence {
    guard state == .open, generation == self.generation else { return .repeats }
    if let task { suspects.insert(task) } else { refusedLists += 1 }
    let isSeveral = refusedLists > 0 || suspects.count >= TaskTroubles.several
    // The token is new because of this very task: however late its next call comes, others were let through with it.
    if isKnown || (task != nil && task == retriedFor), !isSeveral { return .blamesCall }
    if logsIn, !hasRetried, lastRetry.map({ now >= $0 + retryGap }) ?? true {
      hasRetried = true
      lastRetry = now
      retriedFor = task
      state = .closed
      return .loginAgain
    }
    // Let through a moment ago, and no new token to be had: a list is asked for again before it counts.
    let isSudden = logsIn && !hasRetried && suspects.count + refusedLists < TaskTroubles.several
    guard isSeveral, !isSudden else { return .blamesCall }
    // 30 s, 1, 2, 4 … 15 min.
    let wait = min(Self.firstWait * (1 << min(refusals, 10)), Self.longestWait)
    giveUp(retryAt: now + wait)
    return .givesUp(wait)
  }

  /// The login is refused: no try before `retryAt`; accounts are locked after some.
  mutating func refuseLogin(retryAt: Instant) {
    isLoginRefused = true
    giveUp(retryAt: retryAt)
  }

  private mutating func giveUp(retryAt: Instant) {
    state = .waiting(until: retryAt)
    // The probe that follows is a login, or a call with the given token; either way just one.
    hasRetried = true
    retriedFor = nil
    isRefused = true
    refusals += 1
  }
}
