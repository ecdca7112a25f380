import Foundation

/// The time that is passed to the core: one reading of two clocks.
package struct SandboxMoment: Sendable, Equatable {
  /// Monotonic time since the server's start: windows, cache, tokens, late effects.
  package var elapsed: Duration
  /// Wall time, seconds since 1970, for data and headers.
  package var unix: Double

  package init(elapsed: Duration, unix: Double) {
    self.elapsed = elapsed
    self.unix = unix
  }

  /// Reads both clocks.
  init(since zero: ContinuousClock.Instant) {
    self.init(elapsed: ContinuousClock.now - zero, unix: Date().timeIntervalSince1970)
  }

  /// Whole seconds since 1970, rounded down.
  var unixSeconds: Int { Int(unix.rounded(.down)) }

  /// The moment at another monotonic time, with the wall clock moved along.
  func moved(to elapsed: Duration) -> SandboxMoment {
    SandboxMoment(elapsed: elapsed, unix: unix + (elapsed - self.elapsed).seconds)
  }
}

extension Duration {
  /// The time in seconds, as precise as a `Double`.
  var seconds: Double {
    let parts = components
    return Double(parts.seconds) + Double(parts.attoseconds) / 1e18
  }

  /// Whole seconds, rounded up; 0 for nothing or less.
  var roundedUpSeconds: Int {
    let parts = components
    return max(0, Int(parts.seconds) + (parts.attoseconds > 0 ? 1 : 0))
  }
}
