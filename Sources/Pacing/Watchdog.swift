/// Notices a server whose count of remaining requests does not count the requests of a window.
///
/// Times are nanoseconds. Taken for the use of others, such a count makes them seem to use most of the limit, while the
/// limit is never reached. Then the count is no longer believed. If refusals keep coming after that, the count was
/// right.
struct Watchdog: Sendable, Equatable {
  /// What to do about the server's count.
  enum Advice { case goOn, distrust, trust }

  /// How many windows to watch before anything is decided.
  static let windows: Int64 = 5
  /// After this many refusals the count is believed again, for good, if they are a third of all answers.
  static let mostRefusals = 5

  private enum State: Sendable, Equatable { case watching, distrusting(refusals: Int, others: Int), settled }

  private var state = State.watching
  private var since: Int64?
  private var sends = 0

  /// Takes note of a send; `isWaiting` says whether more work waits.
  mutating func send(at now: Int64, isWaiting: Bool) {
    guard state == .watching else { return }
    guard isWaiting else {
      since = nil
      return
    }
    if since == nil { (since, sends) = (now, 0) }
    sends += 1
  }

  /// Decides after an answer.
  ///
  /// `capacity` is what could be sent in a window, `load` what others seem to send.
  mutating func look(at now: Int64, window: Int64, capacity: Int, load: Double) -> Advice {
    if case .distrusting(let refusals, let others) = state {
      state = .distrusting(refusals: refusals, others: others + 1)
    }
    guard state == .watching, let started = since, now - started >= Self.windows * window else { return .goOn }
    let least = capacity * Int(Self.windows) / 2
    let isChoked = sends < least && load > Double(capacity) / 2
    since = nil
    guard isChoked else { return .goOn }
    state = .distrusting(refusals: 0, others: 0)
    return .distrust
  }

  mutating func refuse() -> Advice {
    switch state {
    case .watching: since = nil
    case .settled: break
    case .distrusting(let refusals, let others):
      guard refusals + 1 >= Self.mostRefusals, 2 * (refusals + 1) >= others else {
        state = .distrusting(refusals: refusals + 1, others: others)
        return .goOn
      }
      state = .settled
      return .trust
    }
    return .goOn
  }
}
