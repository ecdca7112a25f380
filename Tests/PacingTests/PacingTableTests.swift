import Pacing
import PacingSimulation
import Testing

/// The limiter in virtual time, under servers that count in several ways: the same numbers in every run.
@Suite("Limiter in virtual time")
struct PacingTableTests {
  private let seeds: Range<UInt64> = 0..<12

  private func halfHour(_ server: ServerKind, restartEvery: Double? = nil) -> Scenario {
    var scenario = Scenario(server, for: .seconds(1_800))
    scenario.restartEvery = restartEvery
    return scenario
  }

  @Test(
    "a sliding log and a fixed window are used to 99 % without a refusal, alone and with restarts",
    arguments: [ServerKind.log, .fixedWindow], [nil, 300.0])
  func exactServers(server: ServerKind, restartEvery: Double?) {
    let report = halfHour(server, restartEvery: restartEvery).report(of: PacedClient.self, seeds: seeds)
    #expect(report.use >= 0.99)
    #expect(report.refusals == 0)
    #expect(report.peak <= 10)
    #expect(report.worstWaitOfTwo <= 12)
    #expect(report.worstWait <= 16)
  }

  @Test("two counters are used to 98 % with hardly a refusal, alone and with restarts", arguments: [nil, 300.0])
  func twoCounters(restartEvery: Double?) {
    let report = halfHour(.twoCounters(isRounded: true), restartEvery: restartEvery)
      .report(of: PacedClient.self, seeds: seeds)
    #expect(report.use >= 0.98)
    #expect(report.refusals <= 0.2)
    #expect(report.peak <= 10)
    // A request in doubt at a restart is missing in what the counters are thought to hold.
    #expect(report.worstWaitOfTwo <= (restartEvery == nil ? 12 : 16))
    #expect(report.worstWait <= 18)
  }

  @Test(
    "a day is used to what round trips and margin leave, without a refusal",
    arguments: [(30, 60, 0.991), (10, 60, 0.991), (5, 30, 0.985)])
  func soak(requests: Int, window: Int, use: Double) {
    let limit = RateLimit(requests: requests, per: .seconds(window))
    let report = Scenario(.log, limit: limit, for: .seconds(86_400)).report(of: PacedClient.self, seeds: 0..<1)
    #expect(report.use >= use)
    #expect(report.refusals == 0)
    #expect(report.peak <= requests)
  }

  @Test(
    "a server that purges late or refuses the N-th request is understood after three refusals",
    arguments: [ServerKind.logPurgedLate, .logRefusingLast])
  func oddServers(server: ServerKind) {
    let report = Scenario(server, for: .seconds(7_200)).report(of: PacedClient.self, seeds: seeds)
    #expect(report.refusals <= 3.1)
    #expect(report.use >= 0.88)
  }

  @Test("front ends with clocks off by 100 ms either way, and a server's clock off by half a minute, refuse nothing")
  func clocks() {
    let skewed = halfHour(.skewedFrontEnds(0.1)).report(of: PacedClient.self, seeds: seeds)
    #expect(skewed.refusals == 0)
    for error in [-30.0, 30] {
      var scenario = halfHour(.log)
      scenario.clockError = error
      let report = scenario.report(of: PacedClient.self, seeds: 0..<4)
      #expect(report.refusals == 0)
      #expect(report.use >= 0.99)
    }
  }

  @Test("stalls, lost answers and restarts cost use, but no refusal and no window too full")
  func faults() {
    var scenario = halfHour(.log, restartEvery: 300)
    (scenario.stalls, scenario.losses) = (0.01, 0.01)
    let report = scenario.report(of: PacedClient.self, seeds: seeds)
    #expect(report.use >= 0.97)
    #expect(report.refusals == 0)
    #expect(report.peak <= 10)
  }

  @Test("a start on a window that is full from before costs one refusal, even where refusals count")
  func fullAtStart() {
    for server in [ServerKind.log, .logOfAll] {
      var scenario = Scenario(server, for: .seconds(600))
      (scenario.earlier, scenario.urgentEvery) = (10, nil)
      #expect(scenario.report(of: PacedClient.self, seeds: seeds).refusals <= 1)
    }
  }

  @Test("a server whose count is none of requests in a window is found out, and used all the same")
  func noCount() {
    let single = Scenario(.cellRate(burst: 1), for: .seconds(7_200)).report(of: PacedClient.self, seeds: seeds)
    #expect(single.use >= 0.7)
    #expect(single.refusals <= 5)
    let burst = Scenario(.cellRate(burst: 10), for: .seconds(7_200)).report(of: PacedClient.self, seeds: 0..<4)
    #expect(burst.use >= 0.99)
    #expect(burst.refusals == 0)
  }

  @Test("the same seed gives the same run")
  func deterministic() {
    let scenario = halfHour(.log, restartEvery: 300)
    var (first, second) = (World<PacedClient>(scenario, seed: 5), World<PacedClient>(scenario, seed: 5))
    let (one, other) = (first.run(), second.run())
    #expect(one.use == other.use && one.worstWait == other.worstWait)
  }

  @Test("the simpler clients are refused where the limiter is not: the servers are strict")
  func strict() {
    let scenario = halfHour(.log)
    #expect(scenario.report(of: BucketClient.self, seeds: seeds).refusals > 15)
    #expect(scenario.report(of: SpacingClient.self, seeds: seeds).refusals > 15)
    #expect(scenario.report(of: SendLogClient.self, seeds: seeds).refusals > 5)
  }

  @Test(
    "an hour of a flood of overdue items at 110 % of the limit keeps nobody waiting for ever", arguments: 0..<UInt64(6))
  func flood(seed: UInt64) {
    let worst = Flood(seed: seed, flood: 1.1).worstWaits()
    #expect(worst[.overdue, default: .infinity] <= 35)
    #expect(worst[.escalated, default: .infinity] <= 110)
    #expect(worst[.normal, default: .infinity] <= 110)
  }
}
