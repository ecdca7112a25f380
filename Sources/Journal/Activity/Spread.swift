/// How long things took: counted by their length, so that it stays small however many they are.
///
/// Below ten seconds lengths are kept to a hundredth of a second, above to three digits.
package struct Spread: Sendable, Equatable {
  /// By the length in hundredths of a second.
  private var counts: [Int: Int] = [:]
  package private(set) var count = 0

  package init() {}

  /// Adds one; what is below zero, because a clock was set back, counts as zero.
  package mutating func add(_ seconds: Double) {
    counts[Self.rounded(max(0, min(seconds, 1e9))), default: 0] += 1
    count += 1
  }

  package mutating func add(_ other: Spread) {
    counts.merge(other.counts, uniquingKeysWith: +)
    count += other.count
  }

  /// The shortest length, in seconds, that so large a share of them does not exceed; nil where there are none.
  ///
  /// - Parameter share: Above 0, at most 1.
  package func quantile(_ share: Double) -> Double? {
    let rank = Int((share * Double(count)).rounded(.up))
    var passed = 0
    for (length, number) in counts.sorted(by: { $0.key < $1.key }) {
      passed += number
      if passed >= rank { return Double(length) / 100 }
    }
    return nil
  }

  private static func rounded(_ seconds: Double) -> Int {
    let hundredths = Int((seconds * 100).rounded())
    var scale = 1
    while hundredths / scale >= 1_000 { scale *= 10 }
    return (hundredths + scale / 2) / scale * scale
  }
}
