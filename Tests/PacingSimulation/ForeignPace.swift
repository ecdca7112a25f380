/// How the requests of others come.
package enum ForeignPace: Sendable, Hashable, CaseIterable {
  /// Each as long after the one before, but for what the network does.
  case evenly
  /// At random times.
  case random
  /// All of a window within a third of a second.
  case atOnce

  /// The time to the first turn, in seconds.
  func start(of requests: Double, in window: Double, _ chance: inout Chance) -> Double {
    switch self {
    case .evenly: chance.between(0, window / requests)
    case .random: chance.wait(window / requests)
    case .atOnce: chance.between(0, window)
    }
  }

  /// The times to the requests of a turn, and to the next turn, in seconds.
  func turn(of requests: Double, in window: Double, _ chance: inout Chance) -> (requests: [Double], next: Double) {
    switch self {
    case .evenly: ([chance.between(0, 0.3)], window / requests)
    case .random: ([0], chance.wait(window / requests))
    case .atOnce: ((0..<Int(requests.rounded())).map { _ in chance.between(0, 0.3) }, window)
    }
  }
}
