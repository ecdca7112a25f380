import Pacing
import PacingSimulation
import Testing

@Suite("The end of an outage of a limit")
struct OutageTests {
  private static let lengths: [Int64] = [1, 20, 59, 61, 600, 3_600, 86_400]

  @Test(
    "however long everything was refused, the first request gets through within a minute of the end",
    arguments: lengths, [nil, 3_600, 999_999])
  func withinAMinute(seconds: Int64, retryAfter: Int64?) throws {
    for offset in [Int64(0), 7, 90, 133] {
      let outage = Outage429(
        from: .seconds(offset), to: .seconds(offset + seconds), retryAfter: retryAfter.map { .seconds($0) })
      for restartEvery in [nil, Duration.seconds(300)] {
        let first = try #require(
          outage.firstAccepted(RateLimit(requests: 10, per: .seconds(60)), restartEvery: restartEvery))
        #expect(first.at - outage.end <= .seconds(60))
        // One a window finds out, beside those that were sent before the first refusal was heard.
        #expect(first.refused <= Int(seconds / 54) + 2)
      }
    }
  }

  @Test("a wait that is believed is over when the server said, or within a minute", arguments: [10, 60, 120, 300])
  func announced(retryAfter: Int64) throws {
    let outage = Outage429(from: .seconds(5), to: .seconds(600), retryAfter: .seconds(retryAfter))
    let first = try #require(outage.firstAccepted(RateLimit(requests: 10, per: .seconds(60))))
    #expect(first.at - outage.end <= .seconds(max(60, retryAfter + 1)))
  }
}
