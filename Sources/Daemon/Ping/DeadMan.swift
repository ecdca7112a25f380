package import Pacing

/// When the receiver of dead-man's calls is called, and with what.
///
/// As long as it is called, all is well; where the calls stay away, the receiver tells somebody. So a call of success
/// follows complete polls of *all* tenants, and nothing else. It is a value that takes the time; one call is under way
/// at a time.
package struct DeadMan: Sendable {
  package enum Call: Sendable, Equatable {
    /// The daemon has started.
    case start
    /// All tenants were polled.
    case success
    /// Something needs a person.
    case failure

    /// What is added to the address.
    ///
    /// Source: healthchecks.io, "Pinging API".
    package var suffix: String {
      switch self {
      case .start: "/start"
      case .success: ""
      case .failure: "/fail"
      }
    }
  }

  /// The time from one call of a kind to the next, at least.
  package let every: Duration
  /// After a call that failed, the next one comes after this time.
  package var pause: Duration { min(every, .seconds(30)) }

  private var underWay: (call: Call, began: Instant, polls: [String: Instant], errors: Int)?
  private var owesStart: Bool
  /// When the last calls of success and failure began that were taken.
  private var succeeded: Instant?
  private var failed: Instant?
  /// The polls that the last call of success was about.
  private var known: [String: Instant] = [:]
  /// How many records that need a person the receiver has heard of.
  private var heard: Int
  private var notBefore: Instant?

  /// - Parameters:
  ///   - isStart: True where the daemon has just started, which the receiver is told.
  ///   - errors: How many records that need a person it need not be told of.
  package init(every: Duration, isStart: Bool, errors: Int = 0) {
    self.every = every
    owesStart = isStart
    heard = errors
  }

  /// The call to make now; nil for none.
  ///
  /// Once it was made, ``ended(isTaken:at:)`` must be told.
  ///
  /// - Parameters:
  ///   - polls: When the last complete poll of each tenant began; nil for tenants that have none, or that cannot be
  ///     read.
  ///   - errors: How many records that need a person there were so far.
  package mutating func next(at now: Instant, polls: [String: Instant?], errors: Int) -> Call? {
    guard underWay == nil else { return nil }
    if owesStart {
      owesStart = false
      return begin(.start, [:], errors, at: now)
    }
    if let notBefore, now < notBefore { return nil }
    if errors > heard, isDue(after: failed, at: now) { return begin(.failure, [:], errors, at: now) }
    guard isDue(after: succeeded, at: now), isDue(after: failed, at: now), !polls.isEmpty else { return nil }
    var complete: [String: Instant] = [:]
    for (tenant, poll) in polls {
      guard let poll, known[tenant].map({ $0 < poll }) ?? true else { return nil }
      complete[tenant] = poll
    }
    return begin(.success, complete, errors, at: now)
  }

  /// Takes in how the call has ended.
  package mutating func ended(isTaken: Bool, at now: Instant) {
    guard let ended = underWay else { return }
    underWay = nil
    switch ended.call {
    // It is only good to know: the next calls say as much.
    case .start: break
    case _ where !isTaken: notBefore = now + pause
    case .success: (succeeded, known) = (ended.began, ended.polls)
    case .failure: (failed, heard) = (ended.began, ended.errors)
    }
  }

  private func isDue(after last: Instant?, at now: Instant) -> Bool { last.map { $0 + every <= now } ?? true }

  private mutating func begin(_ call: Call, _ polls: [String: Instant], _ errors: Int, at now: Instant) -> Call {
    underWay = (call, now, polls, errors)
    return call
  }
}
