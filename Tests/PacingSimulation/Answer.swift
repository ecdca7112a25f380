import Pacing

/// What a server answers about its limit, as its headers say it: whole seconds, by its own clock.
package struct Answer: Sendable {
  package var isAccepted: Bool
  package var limit: Int
  package var remaining: Int
  /// The time of reset.
  package var reset: Int64
  package var retryAfter: Int64?
  /// The server's time.
  package var date: Int64
  /// Whether it says so at all.
  package var tellsCounts = true

  /// The same as a client that knows only its own clock takes it.
  var word: ServerWord? {
    tellsCounts ? ServerWord(limit: limit, remaining: remaining, resetIn: .seconds(reset - date)) : nil
  }
}
