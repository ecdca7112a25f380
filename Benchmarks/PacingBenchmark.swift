import Pacing
import PacingSimulation

/// Ways of keeping to a limit of ten requests a minute, in virtual time; and what the limiter costs.
struct PacingBenchmark {
  private static let seeds: Range<UInt64> = 0..<12

  private let clients: [(name: String, report: (Scenario, Range<UInt64>) -> Report)] = [
    ("limiter", { $0.report(of: PacedClient.self, seeds: $1) }),
    ("bucket of N", { $0.report(of: BucketClient.self, seeds: $1) }),
    ("send times + 50 ms", { $0.report(of: SendLogClient.self, seeds: $1) }),
    ("spacing W/N", { $0.report(of: SpacingClient.self, seeds: $1) }),
  ]

  private let servers: [(name: String, kind: ServerKind)] = [
    ("sliding log", .log), ("two counters", .twoCounters(isRounded: true)), ("fixed window", .fixedWindow),
  ]

  func run() {
    print("pacing at 10 requests a minute, \(Self.seeds.count) half hours each with work waiting all the time:")
    print("use of what the limit leaves / refusals per half hour / longest wait of an urgent request;")
    print("in brackets, with a neighbour that sends 3 a minute at random, the share of its requests that is refused\n")
    printTable(table())
    print("\nbeside others who take 3 of 10 a minute, 200 times nine minutes, where the server tells its counts:\n")
    printTable(NeighbourTable(servers: servers).rows(tellsCounts: true))
    print("\nand where it does not:\n")
    printTable(NeighbourTable(servers: servers).rows(tellsCounts: false))
    print("")
    soak()
    odd()
    flood()
    printTable(costs())
  }

  private func table() -> [[String]] {
    var rows = [["server", "others, restarts"] + clients.map(\.name)]
    for server in servers {
      for (name, restartEvery, foreign) in [
        ("alone", nil, 0.0), ("restarts every 5 min", 300.0, 0), ("a neighbour", nil, 3),
      ] as [(String, Double?, Double)] {
        var scenario = Scenario(server.kind, for: .seconds(1_800))
        scenario.restartEvery = restartEvery
        scenario.foreign = foreign
        rows.append([server.name, name] + clients.map { written($0.report(scenario, Self.seeds), foreign > 0) })
      }
    }
    return rows
  }

  private func written(_ report: Report, _ hasNeighbour: Bool) -> String {
    let neighbour = hasNeighbour ? " (\((report.foreignRefused * 100).written(1)) %)" : ""
    return
      "\((report.use * 100).written(1)) % / \(report.refusals.written(1)) / \(report.worstWait.written()) s\(neighbour)"
  }

  private func soak() {
    for (requests, window) in [(30, 60), (10, 60), (5, 30)] {
      let limit = RateLimit(requests: requests, per: .seconds(window))
      let scenario = Scenario(.log, limit: limit, for: .seconds(86_400))
      let report = scenario.report(of: PacedClient.self, seeds: 0..<3)
      print(
        "24 h at \(requests) in \(window) s: \((report.use * 100).written(2)) % used, \(report.refusals.written()) refusals, "
          + "\(report.peak) at most in any window")
    }
  }

  private func odd() {
    let servers: [(String, ServerKind)] = [
      ("purges late", .logPurgedLate), ("refuses the N-th", .logRefusingLast),
      ("counters, not rounded", .twoCounters(isRounded: false)), ("equal spacing only", .cellRate(burst: 1)),
      ("front ends 0.2 s apart", .skewedFrontEnds(0.1)),
    ]
    for (name, kind) in servers {
      let report = Scenario(kind, for: .seconds(7_200)).report(of: PacedClient.self, seeds: Self.seeds)
      print(
        "2 h at a server that differs (\(name)): \((report.use * 100).written(1)) % used, "
          + "\(report.refusals.written(1)) refusals")
    }
  }

  private func flood() {
    var worst: [Flood.Class: Double] = [:]
    for seed in Self.seeds {
      worst.merge(Flood(seed: seed, flood: 1.1).worstWaits()) { max($0, $1) }
    }
    let parts = Flood.Class.allCases.map { "\($0) \((worst[$0] ?? 0).written()) min" }
    print("an hour of overdue items at 110 % of the limit, longest waits: \(parts.joined(separator: ", "))\n")
  }

  /// Nanoseconds of the limiter's calls, with a limit in full use.
  private func costs() -> [[String]] {
    let count = 100_000
    var rows = [["a limiter, in ns", "earliest, background", "earliest, urgent", "earliest, take and settle"]]
    for requests in [10, 30] {
      var busy = BusyLimiter(requests: requests)
      busy.send(1_000)
      let (limiter, now) = (busy.limiter, busy.now)
      let background = median(of: 9) { for _ in 0..<count { blackHole(limiter.earliest(at: now, .background)) } }
      let urgent = median(of: 9) { for _ in 0..<count { blackHole(limiter.earliest(at: now, .urgent)) } }
      let sending = median(of: 9) { busy.send(count) }
      rows.append(
        ["N = \(requests)"]
          + [background, urgent, sending].map { ($0.seconds / Double(count) * 1e9).written() })
    }
    return rows
  }
}

/// A limiter that is asked as often as it lets anything go.
private struct BusyLimiter {
  var limiter: Limiter
  var now = Instant(nanoseconds: 0)
  private var id: Int64 = 0

  init(requests: Int) { limiter = Limiter(limit: RateLimit(requests: requests, per: .seconds(60))) }

  mutating func send(_ count: Int) {
    let requests = limiter.limit.requests
    for _ in 0..<count {
      while let next = limiter.earliest(at: now, .background), next > now { now = next }
      limiter.take(id, at: now)
      now = now + .milliseconds(160)
      let start = now - limiter.limit.window
      let used = limiter.entries.count { ($0.settled ?? now) > start }
      limiter.settle(id, at: now, ServerWord(limit: requests, remaining: requests - used))
      id += 1
    }
  }
}
