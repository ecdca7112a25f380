import Pacing
import Records

/// What is said about dead-man's calls and notices.
extension Report.PingFailure {
  var telling: Telling {
    switch self {
    case .notTaken(let why, let receiver, let failures, let wait):
      Telling(
        .warning,
        "a dead-man's call to the receiver of \(receiver) failed: \(Telling.reason(why)); nothing waits for it, and it is "
          + "made again in \(wait.inWords)",
        [.init("failures", String(failures)), .init("retry_in_ms", wait.inMilliseconds)])
    case .notKnown(let suffix, let why, let receiver):
      Telling(
        .warning,
        "the dead-man's receiver of \(receiver) does not take '\(suffix)': \(Telling.reason(why)); calls that all is well "
          + "go on, and only they keep it quiet")
    case .unusable(let why, let isKept):
      Telling(
        .err,
        (isKept ? "dead-man's calls go on to the address of before" : "no dead-man's calls are made, all else goes on")
          + ": \(why); mend it and reload")
    }
  }
}

extension Report.NoticeFailure {
  var telling: Telling {
    switch self {
    case .notSent(let why, let waiting, let failures, let wait):
      Telling(
        .warning,
        "\(waiting.counted("notice waits", "notices wait")): \(Telling.reason(why)); the next try is in \(wait.inWords)",
        [.init("failures", String(failures)), .init("retry_in_ms", wait.inMilliseconds)])
    case .lost(let count, let why):
      Telling(
        .err,
        "\(count.counted("notice is", "notices are")) given up: \(Telling.reason(why)); the records are in the log of "
          + "capataz all the same",
        [.init("lost", String(count))])
    case .deaf(let why, let wait):
      Telling(
        .err, "the log of capataz cannot be followed: \(Telling.reason(why)); it is tried again in \(wait.inWords)",
        [.init("retry_in_ms", wait.inMilliseconds)])
    case .forgetful(let why):
      Telling(
        .err,
        "what was sent cannot be written down: \(Telling.reason(why)); until it can, a restart may repeat notices")
    }
  }
}

extension Telling {
  static func pingRecovered(_ failures: Int) -> Telling {
    Telling(
      .notice, "the dead-man's receiver is reached again, after \(failures.counted("call")) that failed",
      [.init("failures", String(failures))])
  }

  static func notifyReady(_ source: String, _ ways: String) -> Telling {
    Telling(.notice, "capataz notify reads \(source) and sends to \(ways)")
  }

  static func notifyRecovered(_ failures: Int) -> Telling {
    Telling(
      .notice, "notices are sent again, after \(failures.counted("try", "tries")) that failed",
      [.init("failures", String(failures))])
  }
}
