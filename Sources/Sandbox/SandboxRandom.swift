import Foundation

/// The sandbox's only source of randomness: the same seed gives the same run.
///
/// The algorithm is SplitMix64 (Steele, Lea and Flood 2014), which is short and reproducible anywhere.
package struct SandboxRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) { state = seed &+ 0x9e37_79b9_7f4a_7c15 }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// An id as the API gives them: 18 digits, no leading zero.
  mutating func id() -> String {
    String(UInt64.random(in: 100_000_000_000_000_000..<1_000_000_000_000_000_000, using: &self))
  }

  /// True with the given probability, 0...1.
  mutating func chance(_ probability: Double) -> Bool { Double.random(in: 0..<1, using: &self) < probability }

  /// A random element; nil for an empty collection.
  mutating func pick<Elements: Collection>(_ elements: Elements) -> Elements.Element? {
    elements.randomElement(using: &self)
  }

  /// A random time between two events of a Poisson process with the mean `mean`.
  mutating func gap(mean: Duration) -> Duration {
    mean * -log(1 - Double.random(in: 0..<1, using: &self))
  }

  /// A log-normal time clamped to `range`, which contains nearly all values by itself.
  ///
  /// On a logarithmic scale the median is 0.37 of the way into the range, and the standard deviation is a fifth of the
  /// range. From 50 to 800 ms the median is 140 ms and the mean 163 ms. A lower end below a millisecond counts as one.
  mutating func latency(in range: ClosedRange<Duration>) -> Duration {
    let least = max(range.lowerBound.seconds, 0.001)
    let width = log(max(range.upperBound.seconds, least) / least)
    let time = Duration.seconds(least * exp(width * (0.37 + 0.2 * normal())))
    return min(range.upperBound, max(range.lowerBound, time))
  }

  /// A value of the standard normal distribution, by the method of Box and Muller.
  private mutating func normal() -> Double {
    sqrt(-2 * log(1 - Double.random(in: 0..<1, using: &self)))
      * cos(2 * Double.pi * Double.random(in: 0..<1, using: &self))
  }

  /// Random characters of the base64url alphabet.
  mutating func base64URL(count: Int) -> String {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    return String((0..<count).map { _ in alphabet[Int(next() % 64)] })
  }
}
