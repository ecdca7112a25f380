/// A server's count for its limit, together with what our own requests explain of it.
///
/// Times are nanoseconds.
struct UsageSample: Sendable {
  /// When the request that was counted was sent.
  var sent: Int64
  var isAccepted: Bool
  /// Requests in the server's window, including this one; one more than its limit when it refused.
  var used: Int
  /// Our other requests in the server's window: those that surely count, and those that may count.
  var own: (sure: Int, maybe: Int)
  /// True when none of our other requests was under way at any time while this one was.
  var isAlone: Bool
  /// After the answer, the time after which at least one request is free; nil where it is not known.
  var freeIn: Int64?
}
