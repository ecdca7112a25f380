/// How much of a limit is in use, for people.
package struct Usage: Sendable, Hashable {
  /// How many requests are allowed in a window, by the configuration, the server and refusals.
  package var limit: Int
  /// Tokens that our requests hold.
  package var used: Int
  /// Tokens that others probably hold.
  package var foreign: Int
  /// When an urgent request may go; nil while that depends on an answer.
  package var nextFree: Instant?
  /// By how much unexplained refusals have lowered the limit.
  package var penalty: Int

  package init(limit: Int, used: Int, foreign: Int, nextFree: Instant?, penalty: Int) {
    self.limit = limit
    self.used = used
    self.foreign = foreign
    self.nextFree = nextFree
    self.penalty = penalty
  }
}
