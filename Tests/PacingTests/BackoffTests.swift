import Pacing
import Testing

@Suite("Backoff")
struct BackoffTests {
  @Test("waits double up to the most, each shortened by up to half", arguments: 0..<50)
  func bounds(seed: UInt64) {
    var random = SeededGenerator(seed: seed + 1)
    var backoff = Backoff(first: .seconds(2), most: .seconds(300))
    var full: Duration = .seconds(2)
    for failure in 1...40 {
      let wait = backoff.fail(using: &random)
      #expect(wait <= full && wait >= full * 0.499, "failure \(failure): \(wait)")
      full = min(full * 2, .seconds(300))
    }
    #expect(backoff.failures == 40)
  }

  @Test("success starts the doubling anew")
  func succeeds() {
    var random = SeededGenerator(seed: 3)
    var backoff = Backoff(first: .seconds(2), most: .seconds(300))
    for _ in 0..<5 { _ = backoff.fail(using: &random) }
    backoff.succeed()
    #expect(backoff.fail(using: &random) <= .seconds(2))
  }

  @Test("a first wait above the most is cut to it")
  func cut() {
    var random = SeededGenerator(seed: 4)
    var backoff = Backoff(first: .seconds(900), most: .seconds(300))
    #expect(backoff.fail(using: &random) <= .seconds(300))
  }
}
