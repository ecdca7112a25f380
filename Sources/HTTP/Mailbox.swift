import CCurl
import GeoTareas
import Synchronization

/// What callers post to a network's thread, and the record of requests that are not answered yet.
///
/// Everything is under one lock. A request is reserved, then submitted or cancelled in either order, then finished;
/// after that its number is forgotten. So it is answered exactly once and leaves nothing behind.
final class Mailbox: Sendable {
  typealias Answer = Result<HTTPResponse, TransportError>

  /// One transport's access to the thread.
  struct Line: Sendable, Hashable {
    fileprivate(set) var number: UInt64
  }

  /// A request handed over for sending, with the caller that waits for it.
  struct Submission: Sendable {
    let id: UInt64
    let line: Line
    let request: CheckedRequest
    let configuration: CurlTransport.Configuration
    let caller: CheckedContinuation<Answer, Never>
  }

  /// What the thread has to do next.
  struct Orders: Sendable {
    var submissions: [Submission] = []
    var cancellations: Set<UInt64> = []
    /// Lines that were shut down since the last time.
    var stops: Set<Line> = []
    var isStopping = false
  }

  fileprivate enum Phase { case reserved, submitted, cancelled }

  /// What is known about a line that is open, or that is shut down and not yet fully answered.
  fileprivate struct Account {
    var pending = 0
    var isStopping = false
    var endWaiters: [CheckedContinuation<Void, Never>] = []
  }

  fileprivate struct State {
    var lastID: UInt64 = 0
    var lastLine: UInt64 = 0
    var phases: [UInt64: Phase] = [:]
    var accounts: [Line: Account] = [:]
    var orders = Orders()
    var hasEnded = false
    var endWaiters: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  /// The multi handle; the transport's thread frees it at its end.
  ///
  /// Only that thread uses it, except for `curl_multi_wakeup`, which libcurl allows on any thread. It is called under
  /// the lock, and never once `hasEnded` is set.
  nonisolated(unsafe) let multi: UnsafeMutableRawPointer

  init(multi: UnsafeMutableRawPointer) { self.multi = multi }

  // MARK: - The callers' side

  /// Makes a line; ``stop(_:)`` must be called for it in the end.
  func open() -> Line {
    state.withLock { state in
      state.lastLine += 1
      let line = Line(number: state.lastLine)
      state.accounts[line] = Account()
      return line
    }
  }

  /// Takes a number for a request that is about to be submitted; ``submit(_:)`` must follow.
  func reserve(_ line: Line) -> UInt64 {
    state.withLock { state in
      state.lastID += 1
      state.phases[state.lastID] = .reserved
      state.accounts[line, default: Account(isStopping: true)].pending += 1
      return state.lastID
    }
  }

  /// Hands a request over.
  ///
  /// It is answered at once when it is already cancelled or the transport is shut down.
  func submit(_ submission: Submission) {
    let (refusal, waiters): (String?, [CheckedContinuation<Void, Never>]) = state.withLock { state in
      let isStopping = state.orders.isStopping || state.accounts[submission.line]?.isStopping ?? true
      if state.phases[submission.id] == .cancelled || isStopping {
        let waiters = state.forget(submission)
        return (isStopping ? "the transport is shut down" : "cancelled before it was sent", waiters)
      }
      state.phases[submission.id] = .submitted
      state.orders.submissions.append(submission)
      wake(state)
      return (nil, [])
    }
    guard let refusal else { return }
    for waiter in waiters { waiter.resume() }
    submission.caller.resume(
      returning: .failure(TransportError(kind: .cancelled, reach: .notSent, detail: refusal)))
  }

  /// Asks to end a request; does nothing when it is already answered.
  func cancel(_ id: UInt64) {
    state.withLock { state in
      guard let phase = state.phases[id], phase != .cancelled else { return }
      state.phases[id] = .cancelled
      guard phase == .submitted else { return }
      state.orders.cancellations.insert(id)
      wake(state)
    }
  }

  /// Tells the thread to answer everything on `line` as cancelled; a second call does nothing.
  func stop(_ line: Line) {
    state.withLock { state in
      guard let account = state.accounts[line], !account.isStopping else { return }
      state.accounts[line]?.isStopping = true
      guard account.pending > 0 else { return state.accounts[line] = nil }
      state.orders.stops.insert(line)
      wake(state)
    }
  }

  /// Waits until every request on `line` is answered after ``stop(_:)``.
  func waitForEnd(of line: Line) async {
    await withCheckedContinuation { waiter in
      let isOpen = state.withLock { state in
        state.accounts[line]?.endWaiters.append(waiter)
        return state.accounts[line] != nil
      }
      if !isOpen { waiter.resume() }
    }
  }

  /// Tells the thread to answer everything as cancelled and to end.
  func stop() {
    state.withLock { state in
      state.orders.isStopping = true
      wake(state)
    }
  }

  /// Waits until the thread has answered every request after ``stop()``.
  func waitForEnd() async {
    await withCheckedContinuation { waiter in
      let hasEnded = state.withLock { state in
        if !state.hasEnded { state.endWaiters.append(waiter) }
        return state.hasEnded
      }
      if hasEnded { waiter.resume() }
    }
  }

  private func wake(_ state: borrowing State) {
    if !state.hasEnded { curl_multi_wakeup(multi) }
  }

  // MARK: - The thread's side

  /// Takes what was posted since the last call.
  func takeOrders() -> Orders {
    state.withLock { state in
      let orders = state.orders
      state.orders = Orders(isStopping: orders.isStopping)
      return orders
    }
  }

  /// True unless somebody has asked to end the request; asked right before the first byte goes out.
  func isWanted(_ submission: Submission) -> Bool {
    state.withLock { state in
      state.phases[submission.id] == .submitted && !state.orders.isStopping
        && !(state.accounts[submission.line]?.isStopping ?? true)
    }
  }

  /// Answers a request's caller and forgets the request.
  func finish(_ submission: Submission, with answer: Answer) {
    let waiters = state.withLock { $0.forget(submission) }
    submission.caller.resume(returning: answer)
    for waiter in waiters { waiter.resume() }
  }

  /// Notes that the thread touches no request any more; the multi handle may be freed afterwards.
  func end() {
    let waiters = state.withLock { state in
      state.hasEnded = true
      let waiters = state.endWaiters
      state.endWaiters = []
      return waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  /// How many requests of `line` are recorded: zero when nobody waits.
  func pendingCount(of line: Line) -> Int { state.withLock { $0.accounts[line]?.pending ?? 0 } }
}

extension Mailbox.State {
  /// Forgets a request; returns those who waited for the end of its line, if this was its last request.
  fileprivate mutating func forget(_ submission: Mailbox.Submission) -> [CheckedContinuation<Void, Never>] {
    phases[submission.id] = nil
    orders.cancellations.remove(submission.id)
    guard var account = accounts[submission.line] else { return [] }
    account.pending -= 1
    let hasEnded = account.isStopping && account.pending == 0
    accounts[submission.line] = hasEnded ? nil : account
    return hasEnded ? account.endWaiters : []
  }
}
