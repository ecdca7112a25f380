/// How many requests a server allows in any window of a given length.
package struct RateLimit: Sendable, Hashable {
  package var requests: Int
  package var window: Duration

  package init(requests: Int, per window: Duration) {
    self.requests = requests
    self.window = window
  }
}
