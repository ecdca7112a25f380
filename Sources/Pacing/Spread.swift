import Foundation

/// How much a number varies in time: as much as the number of random requests in a window, or less.
///
/// Times are nanoseconds. For random requests the variance equals the mean. For clients that come evenly, or in one
/// batch per window, the number in a window is nearly constant.
struct Spread: Sendable, Equatable {
  /// About how many windows are remembered.
  private static let memory = 5.0
  /// How many windows must pass before anything is said.
  private static let least = 3.5
  /// From this ratio of variance to mean on, the number counts as random.
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

  /// Notes that the number was `count` for this long.
  mutating func note(_ count: Int, for length: Int64) {
    let keep = exp(-Double(length) / (Self.memory * Double(window)))
    time = time * keep + Double(length)
    sum = sum * keep + Double(count) * Double(length)
    squares = squares * keep + Double(count * count) * Double(length)
  }
}
