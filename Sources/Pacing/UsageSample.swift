/// A server's count of its limit, beside what our own requests explain of it.
///
/// Times are nanoseconds.
struct UsageSample: Sendable {
  /// When the request that was counted was sent.
  var sent: Int64
  var isAccepted: Bool
  /// Requests in the server's window with this one; one more than its limit when it refused.
  var used: Int
  /// Our other requests in the server's window: those surely there, and those that may be.
  var own: (sure: Int, maybe: Int)
  /// True when none of our other requests was under way at any time while this one was.
  var isAlone: Bool
  /// A time, from the answer on, after which at least one request is free.
  var freeIn: Int64?
}
