import Foundation

/// The daemon and the local tenant as real processes: how much of a limit the daemon uses when work waits all the time.
///
/// All durations are a tenth of the documented ones, but not the network's: round trips weigh ten times as much as they would.
struct ThroughputBenchmark {
  /// Writes that wait at the start: all effects are completions of one step, so that one limit holds them all.
  private static let backlog = 200
  private static let limit = 10
  /// The limit's window in seconds: a tenth of the documented one.
  private static let window = 6.0
  /// The mean of the tenant's log-normal round trips, in seconds, and the limiter's margin for this window.
  private static let (roundTrip, margin) = (0.163, 0.025)

  /// What waits.
  private enum Backlog: String, CaseIterable {
    /// Nothing is urgent: all of it is paced.
    case due = "none overdue"
    /// Overdue tasks go first, as fast as they may. Where they end, tokens are left for others that may come: the pace
    /// begins a little later.
    case mixed = "some overdue"

    var condition: String { self == .due ? "overdue: false" : "any_of: [{ overdue: true }, { overdue: false }]" }
  }

  func run() throws {
    print(
      """
      throughput of the daemon as a process: \(Self.backlog) writes wait, \(Self.limit) in \(Self.window.written()) s are allowed;
      round trips are log-normal from 50 to 800 ms. A token comes back a window after its answer: that allows a use of
      \((Self.bound * 100).written(1)) % beyond the first window.

      """)
    printTable(
      [["writes", "first to last", "use", "beyond the first window", "second half", "refused", "most in any window"]]
        + (try Backlog.allCases.map { try row($0) }))
    print("")
  }

  private func row(_ backlog: Backlog) throws -> [String] {
    let tools = try Toolbox()
    let tenant = try LocalTenant(
      tools, ["--scale", "10", "--latency", "50-800", "--scenario", "empty", "--tasks", "4800"])
    defer { tenant.stop() }
    try tools.write(Self.rules(backlog.condition), to: "rules/rules.yaml")
    try tools.write(Self.configuration(tenant.url), to: "config.yaml")
    var arrivals: [Double] = []
    let end = Date() + 3 * Self.window * Double(Self.backlog / Self.limit)
    try tools.runDaemon { _ in
      arrivals = try tenant.arrivals(of: "complete")
      return arrivals.count >= Self.backlog || Date() > end
    }
    return row(backlog, Array(arrivals.prefix(Self.backlog)), try tenant.traffic())
  }

  private func row(_ backlog: Backlog, _ arrivals: [Double], _ traffic: [String: LocalTenant.Traffic]) -> [String] {
    guard arrivals.count > Self.limit else { return ["\(arrivals.count), \(backlog.rawValue)"] }
    let (last, half) = (arrivals[arrivals.count - 1], arrivals.count / 2)
    return [
      "\(arrivals.count), \(backlog.rawValue)", "\((last - arrivals[0]).written(1)) s",
      use(arrivals.count, in: last - arrivals[0]),
      use(arrivals.count - Self.limit, in: last - arrivals[Self.limit - 1]),
      use(arrivals.count - half, in: last - arrivals[half - 1]),
      String(traffic.values.reduce(0) { $0 + $1.limited }), String(traffic["complete"]?.mostInWindow ?? 0),
    ]
  }

  /// What a bucket whose tokens come back a window and a margin after their answers leaves of the limit.
  private static var bound: Double { window / (window + roundTrip + margin) }

  /// The share of what the limit allows in `time` seconds.
  private func use(_ writes: Int, in time: Double) -> String {
    "\((Double(writes) / (Double(Self.limit) / Self.window * time) * 100).written(1)) %"
  }

  /// Every twelfth of the generated tasks is at this step, and nothing follows it.
  private static func rules(_ condition: String) -> String {
    """
    schema: 1
    rules:
      - id: sign-off
        stage: live
        when:
          workflow: Stock Count
          step: Sign Off
          entity_type: NINGUNA
          status: [PENDING, IN_PROGRESS]
          \(condition)
        then: { complete: { result: ok } }
    """
  }

  private static func configuration(_ url: String) -> String {
    """
    schema: 1
    state: state
    log: { level: info, format: json }
    tenants:
      acme:
        url: \(url)
        timezone: America/Guayaquil
        credentials: { email: robot@acme.example, password: { file: password }, api_key: { file: api-key } }
        rules: [rules]
        poll: { every: 3s, statuses: [PENDING, IN_PROGRESS] }
        limits:
          list: { requests: 30, per: 6s }
          detail: { requests: 30, per: 6s }
          complete: { requests: \(limit), per: 6s }
          reassign: { requests: 10, per: 6s }
          login: { requests: 2, per: 3s }
        staleness: 1500ms
        late_apply: 6s
    """
  }
}
