import Pacing
import PacingSimulation
import Testing

/// Nine minutes beside another client of the same user, who takes 3 of 10 requests a minute: the same in every run.
@Suite("Beside others under the same limit")
struct NeighbourTests {
  static let servers: [ServerKind] = [.log, .twoCounters(isRounded: true), .fixedWindow]

  private func reports(
    _ server: ServerKind, _ pace: ForeignPace, minutes: Int = 9, from: Duration = .zero, tellsCounts: Bool = true,
    limit: Int = 10, others: Double = 3, seeds: Range<UInt64> = 0..<200
  ) -> [Report] {
    var scenario = Scenario(server, limit: RateLimit(requests: limit, per: .seconds(60)), for: .seconds(60 * minutes))
    (scenario.foreign, scenario.foreignPace, scenario.foreignFrom) = (others, pace, from)
    scenario.tellsCounts = tellsCounts
    return seeds.map { seed in
      var world = World<PacedClient>(scenario, seed: seed)
      return world.run()
    }
  }

  @Test(
    "three quarters of what they leave are used, and fewer than one in ten of theirs is refused because of us",
    arguments: servers, ForeignPace.allCases)
  func nineMinutes(server: ServerKind, pace: ForeignPace) {
    let reports = reports(server, pace)
    let mean = Report(mean: reports)
    #expect(mean.use >= 0.75)
    #expect(mean.foreignRefused < 0.1)
    #expect(reports.allSatisfy { $0.refusals <= 15 })
    #expect(mean.refusals <= 2.5)
    #expect(mean.peak <= 10)
  }

  @Test(
    "an hour long, where the first minutes hardly count, no more of theirs is refused for it",
    arguments: servers, ForeignPace.allCases)
  func hour(server: ServerKind, pace: ForeignPace) {
    let mean = Report(mean: reports(server, pace, minutes: 60, seeds: 0..<40))
    // Random requests between two of our looks are unseen: who shall be refused seldom costs more of the limit.
    #expect(mean.use >= 0.7)
    #expect(mean.foreignRefused < 0.1)
    #expect(mean.refusals <= 9)
  }

  @Test("a larger limit is shared better", arguments: servers, [ForeignPace.evenly, .random])
  func larger(server: ServerKind, pace: ForeignPace) {
    let mean = Report(mean: reports(server, pace, limit: 30, others: 9, seeds: 0..<40))
    #expect(mean.use >= 0.85)
    #expect(mean.foreignRefused < 0.12)
  }

  @Test(
    "where the server tells no counts, refusals alone show others: then up to a fifth of theirs is refused, on a log",
    arguments: ForeignPace.allCases)
  func withoutCounts(pace: ForeignPace) {
    let reports = reports(.log, pace, tellsCounts: false)
    let mean = Report(mean: reports)
    #expect(mean.use >= 0.7)
    #expect(mean.foreignRefused < 0.2)
    #expect(reports.allSatisfy { $0.refusals <= 15 })
  }

  @Test(
    "who comes when we have used all of a log alone is seen once one of theirs gets through, and is left room from then on"
  )
  func newcomer() {
    let mean = Report(mean: reports(.log, .evenly, minutes: 19, from: .seconds(600), seeds: 0..<60))
    #expect(mean.foreignRefused < 0.4)
    #expect(mean.refusals <= 2)
  }
}
