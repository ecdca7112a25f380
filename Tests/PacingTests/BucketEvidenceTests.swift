import Pacing
import Testing

@Suite("Evidence of a shared limit")
struct BucketEvidenceTests {
  /// Sends a request at a second, answered 200 ms later.
  private func exchange(
    _ evidence: inout BucketEvidence, _ id: Int64, _ side: BucketEvidence.Side, second: Int64, used: Int?
  ) {
    evidence.send(id, to: side, at: at(second * 1_000))
    evidence.settle(id, at: at(second * 1_000 + 200), used: used)
  }

  @Test("counts that rise together three times show a shared limit")
  func shared() {
    var evidence = BucketEvidence(requests: 10, window: .seconds(60))
    for (number, verdict) in zip(Int64(1)...4, [LimitSharing.unknown, .unknown, .unknown, .shared]) {
      exchange(&evidence, number, number % 2 == 0 ? .second : .first, second: number, used: Int(number))
      if number == 4 { exchange(&evidence, 5, .first, second: 5, used: 5) }
      #expect(evidence.verdict == verdict)
    }
  }

  @Test("a count that stays put three times while the other endpoint is used shows two limits")
  func apart() {
    var evidence = BucketEvidence(requests: 10, window: .seconds(60))
    for number in Int64(0)..<5 {
      #expect(evidence.verdict == .unknown)
      exchange(&evidence, number, number % 2 == 0 ? .second : .first, second: number, used: Int(number / 2 + 1))
    }
    #expect(evidence.verdict == .separate)
  }

  @Test("one count that stays put over three requests to the other endpoint is enough")
  func apartAtOnce() {
    var evidence = BucketEvidence(requests: 10, window: .seconds(60))
    exchange(&evidence, 1, .first, second: 1, used: 4)
    for id in Int64(2)...4 { exchange(&evidence, id, .second, second: id, used: 9) }
    #expect(evidence.verdict == .unknown)
    exchange(&evidence, 5, .first, second: 5, used: 5)
    #expect(evidence.verdict == .separate)
  }

  @Test("evidence to the contrary starts the count anew")
  func contrary() {
    var evidence = BucketEvidence(requests: 10, window: .seconds(60))
    for number in Int64(1)...4 {
      exchange(&evidence, number, number % 2 == 0 ? .second : .first, second: number, used: Int(number))
    }
    exchange(&evidence, 5, .first, second: 5, used: 4)
    exchange(&evidence, 6, .second, second: 6, used: 6)
    #expect(evidence.verdict == .unknown)
  }

  @Test("where others interfere, or the count falls, nothing is concluded", arguments: [3, 4, 0, -2])
  func others(rise: Int) {
    var evidence = BucketEvidence(requests: 10, window: .seconds(60))
    var used = 5
    for number in Int64(0)..<10 {
      if number % 2 == 0 { used += rise }
      exchange(&evidence, number, number % 2 == 0 ? .first : .second, second: number, used: number % 2 == 0 ? used : 1)
    }
    #expect(evidence.verdict == .unknown)
  }

  @Test("where one of our own requests may leave the window meanwhile, nothing is concluded")
  func expiry() {
    var evidence = BucketEvidence(requests: 10, window: .seconds(60))
    for number in Int64(1)...9 { exchange(&evidence, number, .second, second: number, used: nil) }
    for (place, number) in (Int64(61)...66).enumerated() {
      exchange(&evidence, number, number % 2 == 0 ? .second : .first, second: number, used: place / 2 + 1)
    }
    #expect(evidence.verdict == .unknown)
  }

  @Test("requests of an earlier life may leave the window, too")
  func earlierLife() {
    var evidence = BucketEvidence(requests: 10, window: .seconds(60))
    let entries = (Int64(1)...9).map { RequestLedger.Entry(id: $0, sent: at($0 * 1_000), settled: at($0 * 1_000 + 10)) }
    evidence.restore(entries, of: .second)
    for (place, number) in (Int64(61)...66).enumerated() {
      exchange(&evidence, number, number % 2 == 0 ? .second : .first, second: number, used: place / 2 + 1)
    }
    #expect(evidence.verdict == .unknown)
  }

  @Test("requests without a count, or that overlap, prove nothing")
  func doubtful() {
    var evidence = BucketEvidence(requests: 10, window: .seconds(60))
    for number in Int64(1)...9 {
      exchange(&evidence, number, number % 2 == 0 ? .second : .first, second: number, used: number % 2 == 0 ? nil : 1)
    }
    for id in Int64(10)...12 { evidence.send(id, to: id % 2 == 0 ? .first : .second, at: at(10_000)) }
    for id in Int64(10)...12 { evidence.settle(id, at: at(10_000 + id), used: Int(id)) }
    #expect(evidence.verdict == .unknown)
  }

  @Test("a request to a third endpoint that may share the limit makes it doubtful")
  func third() {
    var evidence = BucketEvidence(requests: 10, window: .seconds(60))
    for number in Int64(0)..<10 {
      exchange(&evidence, 3 * number, .first, second: 3 * number, used: Int(2 * number))
      exchange(&evidence, 3 * number + 1, .second, second: 3 * number + 1, used: 1)
      exchange(&evidence, 3 * number + 2, .other, second: 3 * number + 2, used: Int(2 * number) + 1)
    }
    #expect(evidence.verdict == .unknown)
  }

  @Test("cleared, the verdict is open again")
  func clears() {
    var evidence = BucketEvidence(requests: 10, window: .seconds(60))
    for number in Int64(1)...5 {
      exchange(&evidence, number, number % 2 == 0 ? .second : .first, second: number, used: Int(number))
    }
    #expect(evidence.verdict == .shared)
    evidence.clear()
    #expect(evidence.verdict == .unknown)
  }
}
