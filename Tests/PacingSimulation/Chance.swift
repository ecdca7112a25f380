import Foundation

/// Random numbers that follow from a seed, in the shapes a network needs.
///
/// Source: Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators.
package struct Chance: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ z >> 30) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ z >> 27) &* 0x94d0_49bb_1331_11eb
    return z ^ z >> 31
  }

  /// A number in [0, 1).
  package mutating func share() -> Double { Double(next() >> 11) * 0x1p-53 }

  package mutating func between(_ low: Double, _ high: Double) -> Double { low + (high - low) * share() }

  /// The time to the next of random events of which one comes in `mean` seconds.
  package mutating func wait(_ mean: Double) -> Double { -log(1 - share()) * mean }

  /// A number whose logarithm is normal.
  package mutating func logNormal(median: Double, sigma: Double) -> Double {
    let normal = (-2 * log(1 - share())).squareRoot() * cos(2 * .pi * share())
    return median * exp(sigma * normal)
  }
}
