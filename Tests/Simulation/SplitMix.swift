import Engine
import Records

/// The simulation's random choices, each a function of the seed and of the choices before it.
struct SplitMix {
  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  /// A number from 0 up to `count`, which it never is.
  mutating func below(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }

  mutating func number(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

  mutating func chance(_ share: Double) -> Bool { Double(random.next() >> 11) * 0x1p-53 < share }

  mutating func seconds(_ range: ClosedRange<Int>) -> Duration { .seconds(number(range)) }

  mutating func milliseconds(_ range: ClosedRange<Int>) -> Duration { .milliseconds(number(range)) }

  mutating func one<Value>(of values: [Value]) -> Value { values[below(values.count)] }
}
