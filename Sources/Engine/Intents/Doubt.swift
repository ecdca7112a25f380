import GeoTareas
import Pacing
import Records

/// An attempt whose outcome could not be proved, and how far its verification has come.
///
/// A read that shows the wanted state settles it at once. A read that shows the precondition proves nothing until the
/// server's time for applying a lost request and the age of its cache have passed. After that, two such reads are
/// needed.
struct Doubt: Sendable, Equatable {
  /// What a read of the task shows.
  enum Observation: Sendable, Equatable {
    case wanted
    case untouched
    case changed
    case gone
  }

  /// What follows from what the reads showed.
  enum Conclusion: Sendable, Equatable {
    case goOn
    /// The wanted state is there.
    case reached
    /// Provably not applied.
    case notApplied
    /// The task changed otherwise, or is gone.
    case superseded
  }

  /// When the attempt was over.
  let ended: Instant
  /// True when the server itself said that the request had no effect; only the task's present state is open.
  let hadNoEffect: Bool
  var nextRead: Instant
  var call: CallID?
  private(set) var noes = 0
  private var lastNo: Instant?
  /// Since when the task could not be read; nil while it can.
  private(set) var blindSince: Instant?
  /// Failed reads in a row.
  private var blindReads = 0

  init(ended: Instant, hadNoEffect: Bool, firstRead: Instant) {
    self.ended = ended
    self.hadNoEffect = hadNoEffect
    nextRead = firstRead
  }

  /// Takes in what a read begun at `readAt` showed; from it follows when to read next.
  mutating func see(_ observation: Observation, readAt: Instant, _ settings: Settings) -> Conclusion {
    blindSince = nil
    blindReads = 0
    // A request that the server itself calls without effect cannot apply late, so only caches need time.
    let verdict = ended + (hadNoEffect ? settings.settleTime : settings.verdictTime)
    nextRead = readAt + settings.confirmGap
    if readAt < verdict, verdict < nextRead { nextRead = verdict }
    switch observation {
    case .wanted:
      return .reached
    case .untouched:
      if readAt >= verdict, lastNo.map({ readAt >= $0 + settings.confirmGap }) ?? true {
        noes += 1
        lastNo = readAt
      }
      return noes >= 2 ? .notApplied : .goOn
    case .changed, .gone:
      noes = 0
      lastNo = nil
      return readAt >= verdict ? .superseded : .goOn
    }
  }

  /// Notes that the task could not be read: the wait doubles with each failed read, up to the time that a verdict
  /// takes.
  ///
  /// True when this has gone on for too long.
  mutating func failToSee(readAt: Instant, at now: Instant, _ settings: Settings) -> Bool {
    nextRead = now + min(settings.confirmGap * (1 << min(blindReads, 8)), settings.verdictTime)
    blindReads += 1
    let since = blindSince ?? readAt
    blindSince = since
    return now >= since + settings.parkTime
  }
}

extension Intent {
  /// What `state` says about this intent's write.
  func observation(of state: TaskState) -> Doubt.Observation {
    if write.isFulfilled(by: state) { return .wanted }
    return state == precondition ? .untouched : .changed
  }

  /// How many attempts in doubt make the intent a person's to decide.
  var attemptLimit: Int {
    switch write {
    case .complete: 3
    case .reassign: 2
    }
  }
}
