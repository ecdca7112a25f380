/// Waits after failures in a row: doubling from `first` to `most`, each shortened at random by up to half.
///
/// The jitter keeps the clients of one server from coming back all at once.
package struct Backoff: Sendable, Equatable {
  package var first: Duration
  package var most: Duration
  private(set) package var failures = 0

  package init(first: Duration, most: Duration) {
    self.first = first
    self.most = most
  }

  /// Counts one more failure and says how long to wait.
  package mutating func fail(using random: inout some RandomNumberGenerator) -> Duration {
    failures += 1
    let doubled = first * Int(1 << min(failures - 1, 20))
    let full = min(doubled, most)
    return full * Double.random(in: 0.5...1, using: &random)
  }

  /// Forgets the failures: something worked.
  package mutating func succeed() { failures = 0 }
}
