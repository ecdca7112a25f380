import Foundation

/// How many requests of others come in a window, estimated over about ten windows.
///
/// Times are nanoseconds.
struct ForeignRate: Sendable, Equatable {
  let window: Int64
  private(set) var count: Double
  /// The time over which they were counted, as far as it is remembered.
  private(set) var time: Double
  /// About how many requests of others come in a window.
  private(set) var load: Double

  init(window: Int64, count: Double = 0, time: Double = 0) {
    self.window = window
    self.count = count.isFinite ? max(0, count) : 0
    self.time = time.isFinite ? max(0, time) : 0
    load = Self.load(self.count, self.time, window)
  }

  /// Notes that so many requests came in so much time.
  mutating func learn(_ added: Int, over passed: Double) {
    if added > 0 || count > 0 {
      let keep = exp(-passed / (10 * Double(window)))
      time = time * keep + passed
      count = count * keep + Double(added)
      if count < 1e-3 { count = 0 }
    } else {
      time = min(time + passed, 10 * Double(window))
    }
    load = Self.load(count, time, window)
  }

  /// Forgets the requests, but not how long they were counted.
  mutating func forget() { (count, load) = (0, 0) }

  private static func load(_ count: Double, _ time: Double, _ window: Int64) -> Double {
    count * Double(window) / max(Double(window), time)
  }
}
