/// Facts about those who are told that all is well, or that it is not.
extension Report {
  /// Why a dead-man's receiver was not called.
  package enum PingFailure: Sendable, Equatable {
    /// A call of success did not get through; it is made again after `retryIn`.
    case notTaken(why: String, receiver: String, failures: Int, retryIn: Duration)
    /// The receiver does not know what stands behind its address, such as `/fail`; calls of success go on.
    case notKnown(suffix: String, why: String, receiver: String)
    /// The address cannot be used; `isKept` where the calls go on to the address of before.
    case unusable(why: String, isKept: Bool)
  }

  /// Why notices are not sent.
  package enum NoticeFailure: Sendable, Equatable {
    /// A try has failed; there is another one.
    case notSent(why: String, waiting: Int, failures: Int, retryIn: Duration)
    /// So many notices are given up.
    case lost(Int, why: String)
    /// The log cannot be followed now.
    case deaf(why: String, retryIn: Duration)
    /// What is known of earlier records cannot be kept; a restart may repeat or lose notices.
    case forgetful(why: String)
  }
}
