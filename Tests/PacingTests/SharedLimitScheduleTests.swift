import Pacing
import PacingSimulation
import Testing

@Suite("Finding out whether endpoints share a limit")
struct SharedLimitScheduleTests {
  private static let kinds: [ServerKind] = [
    .log, .logOfAll, .twoCounters(isRounded: true), .twoCounters(isRounded: false), .fixedWindow,
  ]

  private func run(_ kind: ServerKind, requests: Int, isShared: Bool, seed: UInt64) -> TwoEndpoints {
    var endpoints = TwoEndpoints(
      kind, limit: RateLimit(requests: requests, per: .seconds(60)), isShared: isShared, seed: seed)
    endpoints.run(for: .seconds(30 * 60))
    return endpoints
  }

  @Test("a shared limit is never taken for two, however requests overlap", arguments: kinds)
  func shared(kind: ServerKind) {
    for requests in [3, 6, 10, 30] {
      for seed in UInt64(0)..<12 {
        let endpoints = run(kind, requests: requests, isShared: true, seed: seed)
        #expect(endpoints.takesForShared, "\(requests) requests, seed \(seed)")
      }
    }
  }

  @Test("two limits are found out on a log within four windows of full use", arguments: [10, 30])
  func apart(requests: Int) {
    for seed in UInt64(0)..<25 {
      let endpoints = run(.log, requests: requests, isShared: false, seed: seed)
      #expect(endpoints.split.map { $0 < at(4 * 60_000) } == true, "seed \(seed)")
      #expect(endpoints.refused == 0)
    }
  }
}
