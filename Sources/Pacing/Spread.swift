import Foundation

/// How much a number varies in time: as much as that of random requests in a window, or less.
///
/// Times are nanoseconds. Of random requests the variance is the mean; who comes evenly, or many at once in every window,
/// has nearly the same number in a window all the time.
struct Spread: Sendable, Equatable {
  /// Remembered for about so many windows.
  private static let memory = 5.0
  /// Windows after which anything is said.
  private static let least = 3.5
  /// The variance, as a share of the mean, from which on a number is as good as random.
  private static let random = 0.3

  let window: Int64
  private var time = 0.0
  private var sum = 0.0
  private var squares = 0.0

  init(window: Int64) { self.window = window }

  /// True unless the number varies little.
  var isRandom: Bool {
    guard time > Self.least * Double(window) else { return true }
    let mean = sum / time
    return mean > 0 && squares / time - mean * mean > Self.random * mean
  }

  /// Notes that the number was `count` for so long.
  mutating func note(_ count: Int, for length: Int64) {
    let keep = exp(-Double(length) / (Self.memory * Double(window)))
    time = time * keep + Double(length)
    sum = sum * keep + Double(count) * Double(length)
    squares = squares * keep + Double(count * count) * Double(length)
  }
}
