import Pacing
import Records

/// What is told of calls that fail: the first, one an hour while it lasts, and the end.
struct PingTrouble: Sendable {
  static let period = Duration.seconds(3_600)

  private var failures = 0
  private var told: Instant?
  private var toldSuffixes: Set<String> = []

  /// What to tell of a call; nil for nothing.
  ///
  /// - Parameters:
  ///   - problem: Why it was not taken; nil where it was.
  ///   - isAnswered: Whether the receiver answered at all.
  mutating func note(
    _ call: DeadMan.Call, problem: String?, isAnswered: Bool, receiver: String, retryIn: Duration, at now: Instant
  ) -> Report.Event? {
    guard let problem else {
      guard failures > 0 else { return nil }
      defer { self = PingTrouble(toldSuffixes: toldSuffixes) }
      return .pingRecovered(failures: failures)
    }
    // A receiver may know success alone.
    if call != .success, isAnswered {
      guard toldSuffixes.insert(call.suffix).inserted else { return nil }
      return .pingFailed(.notKnown(suffix: call.suffix, why: problem, receiver: receiver))
    }
    failures += 1
    guard told.map({ $0 + Self.period <= now }) ?? true else { return nil }
    told = now
    return .pingFailed(.notTaken(why: problem, receiver: receiver, failures: failures, retryIn: retryIn))
  }

  init() {}

  private init(toldSuffixes: Set<String>) { self.toldSuffixes = toldSuffixes }
}
