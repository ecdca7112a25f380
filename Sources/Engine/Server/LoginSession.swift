import Foundation
import GeoTareas
import Pacing

/// Whether we may speak to the server: logged in, logging in, or waiting.
///
/// A 401 does not say what is refused: the token, the API key, or one task. One login finds out whether the token was
/// too old. If a fresh token is refused as well, the call's task is blamed, as long as only one or two tasks are
/// affected. Several tasks, or the list of tasks, mean the credentials. Source: the vendor's pages "Authentication" and
/// "Errors".
struct LoginSession: Sendable, Equatable {
  enum State: Sendable, Equatable {
    case closed
    case opening(CallID)
    case open
    case waiting(until: Instant)
  }

  /// What follows from a 401.
  enum Consequence: Sendable, Equatable {
    /// The call was made with an older token and is made again.
    case repeats
    /// The token may be too old: all calls wait for a new one.
    case loginAgain
    /// As far as is known, only this call is affected; the others go on.
    case blamesCall
    /// Nothing is sent for this long.
    case givesUp(Duration)
  }

  private static let firstWait: Duration = .seconds(30)
  private static let longestWait: Duration = .seconds(900)

  private(set) var state: State
  /// The number of the token that calls are made with; each login gives the next one.
  private(set) var generation = 0
  /// True once the server refused our credentials, until it accepts them.
  private(set) var isRefused = false
  /// How often in a row they were refused.
  ///
  /// That a person is needed is reported only when it lasts for more than a moment.
  private(set) var refusals = 0
  /// Since when the server refuses our credentials; nil while it accepts them.
  private(set) var refusedSince: Date?
  /// True when a login was made since a call was last accepted.
  private var hasRetried = false
  private var lastRetry: Instant?
  /// The task whose refused call led to the present token; nil where it was no task.
  private var retriedFor: TaskID?
  /// The tasks whose calls were refused since a call was last accepted.
  private var suspects: Set<TaskID> = []
  /// Refused calls since then that are not about a task.
  private var refusedLists = 0
  /// True while the login itself is refused.
  ///
  /// An accepted call does not end that.
  private var isLoginRefused = false

  init(logsIn: Bool) { state = logsIn ? .closed : .open }

  /// How many tasks are held.
  var count: Int { suspects.count }

  mutating func open(by call: CallID) { state = .opening(call) }

  /// Notes that the login was not sent, or that its answer says nothing.
  mutating func close() { state = .closed }

  /// Waits until then, and tries again.
  mutating func wait(until: Instant) { state = .waiting(until: until) }

  /// Ends the wait.
  mutating func resume(logsIn: Bool, at now: Instant) {
    if case .waiting(let until) = state, until <= now { state = logsIn ? .closed : .open }
  }

  /// Notes that the login was accepted.
  mutating func opened() {
    state = .open
    generation += 1
    isLoginRefused = false
    suspects = []
    refusedLists = 0
  }

  /// Notes that a call with the present token was accepted; true when that ends a time of refusal.
  mutating func proved() -> Bool {
    hasRetried = false
    suspects = []
    refusedLists = 0
    guard !isLoginRefused else { return false }
    if isRefused, case .waiting = state { state = .open }
    refusals = 0
    defer { (isRefused, refusedSince) = (false, nil) }
    return isRefused
  }

  /// The server has refused our credentials.
  mutating func noteRefusal(at now: Date) { refusedSince = refusedSince ?? now }

  /// Tries again at once, because the credentials may be new; another refusal is reported.
  mutating func renew(logsIn: Bool) {
    refusals = 0
    isLoginRefused = false
    if case .waiting = state { state = logsIn ? .closed : .open }
  }

  /// Takes a 401 to a call that was made with token `generation`.
  ///
  /// - Parameters:
  ///   - task: What the call was about; nil for the list.
  ///   - isKnown: True when the task was answered like this before, while other calls were accepted.
  ///   - retryGap: The least time between two logins because of refused calls.
  mutating func refused(
    generation: Int, about task: TaskID?, isKnown: Bool, logsIn: Bool, at now: Instant, retryGap: Duration
  ) -> Consequence {
    guard state == .open, generation == self.generation else { return .repeats }
    if let task { suspects.insert(task) } else { refusedLists += 1 }
    let isSeveral = refusedLists > 0 || suspects.count >= TaskTroubles.several
    // The token is new because of this very task: however late its next call comes, the server accepted others with it.
    if isKnown || (task != nil && task == retriedFor), !isSeveral { return .blamesCall }
    if logsIn, !hasRetried, lastRetry.map({ now >= $0 + retryGap }) ?? true {
      hasRetried = true
      lastRetry = now
      retriedFor = task
      state = .closed
      return .loginAgain
    }
    // A call was accepted a moment ago, and no new token can be had: try the list again before it counts.
    let isSudden = logsIn && !hasRetried && suspects.count + refusedLists < TaskTroubles.several
    guard isSeveral, !isSudden else { return .blamesCall }
    // 30 s, 1, 2, 4 … 15 min.
    let wait = min(Self.firstWait * (1 << min(refusals, 10)), Self.longestWait)
    giveUp(retryAt: now + wait)
    return .givesUp(wait)
  }

  /// Notes that the login is refused: no try before `retryAt`, because accounts are locked after several.
  mutating func refuseLogin(retryAt: Instant) {
    isLoginRefused = true
    giveUp(retryAt: retryAt)
  }

  private mutating func giveUp(retryAt: Instant) {
    state = .waiting(until: retryAt)
    // The next call is a login, or a call with the given token; in both cases only one is made.
    hasRetried = true
    retriedFor = nil
    isRefused = true
    refusals += 1
  }
}
