import CCurl
import GeoTareas
import Synchronization

/// What callers post to a transport's thread, and the book of requests that are not answered yet.
///
/// Everything is under one lock: a request is reserved, then submitted or cancelled in either order,
/// then finished, and after that its number is forgotten. So it is answered exactly once and leaves nothing.
final class Mailbox: Sendable {
  typealias Answer = Result<HTTPResponse, TransportError>

  /// A request handed over for sending, with the caller that waits for it.
  struct Submission: Sendable {
    let id: UInt64
    let request: CheckedRequest
    let caller: CheckedContinuation<Answer, Never>
  }

  /// What the thread has to do next.
  struct Orders: Sendable {
    var submissions: [Submission] = []
    var cancellations: Set<UInt64> = []
    var isStopping = false
  }

  private enum Phase { case reserved, submitted, cancelled }

  private struct State {
    var lastID: UInt64 = 0
    var phases: [UInt64: Phase] = [:]
    var orders = Orders()
    var hasEnded = false
    var endWaiters: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  /// The multi handle, freed by the transport's thread at its end.
  ///
  /// Only the transport's thread uses it, except for `curl_multi_wakeup`, which libcurl
  /// allows on any thread and which is called under the lock and never once `hasEnded` is set.
  nonisolated(unsafe) let multi: UnsafeMutableRawPointer

  init(multi: UnsafeMutableRawPointer) { self.multi = multi }

  // MARK: - The callers' side

  /// Takes a number for a request about to be submitted; ``submit(_:)`` must follow.
  func reserve() -> UInt64 {
    state.withLock { state in
      state.lastID += 1
      state.phases[state.lastID] = .reserved
      return state.lastID
    }
  }

  /// Hands a request over; answers at once when it is cancelled already or the transport is shut down.
  func submit(_ submission: Submission) {
    let refusal: String? = state.withLock { state in
      if state.phases[submission.id] == .cancelled || state.orders.isStopping {
        let isStopping = state.orders.isStopping
        state.phases[submission.id] = nil
        return isStopping ? "the transport is shut down" : "cancelled before it was sent"
      }
      state.phases[submission.id] = .submitted
      state.orders.submissions.append(submission)
      wake(state)
      return nil
    }
    guard let refusal else { return }
    submission.caller.resume(
      returning: .failure(TransportError(kind: .cancelled, reach: .notSent, detail: refusal)))
  }

  /// Asks for a request's end; does nothing when it is answered already.
  func cancel(_ id: UInt64) {
    state.withLock { state in
      guard let phase = state.phases[id], phase != .cancelled else { return }
      state.phases[id] = .cancelled
      guard phase == .submitted else { return }
      state.orders.cancellations.insert(id)
      wake(state)
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

  /// True while nobody asked for the request's end: asked right before the first byte goes out.
  func isWanted(_ id: UInt64) -> Bool {
    state.withLock { $0.phases[id] == .submitted && !$0.orders.isStopping }
  }

  /// Answers a request's caller and forgets the request.
  func finish(_ submission: Submission, with answer: Answer) {
    state.withLock { state in
      state.phases[submission.id] = nil
      state.orders.cancellations.remove(submission.id)
    }
    submission.caller.resume(returning: answer)
  }

  /// Says that the thread touches no request any more; the multi handle may be freed after it.
  func end() {
    let waiters = state.withLock { state in
      state.hasEnded = true
      let waiters = state.endWaiters
      state.endWaiters = []
      return waiters
    }
    for waiter in waiters { waiter.resume() }
  }

  /// How many requests are on the books: zero when nobody waits.
  var pendingCount: Int { state.withLock { $0.phases.count } }
}
