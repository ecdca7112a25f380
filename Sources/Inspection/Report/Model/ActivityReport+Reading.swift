package import Foundation
import GeoTareas
package import Journal
package import Pacing
import Records
package import RuleFiles
package import TenantRuntime

/// What is needed to make a report, of whichever tenant.
package struct ReportSource: Sendable {
  let reader: JournalReader
  let reload: ReloadAnswer?
  let isRunning: Bool
  /// Whether labels of entities and names of people may be told.
  let showsNames: Bool

  /// - Parameters:
  ///   - reload: The daemon's answer to its last reload.
  ///   - isRunning: Whether a daemon runs.
  package init(_ reader: JournalReader, reload: ReloadAnswer?, isRunning: Bool, showsNames: Bool) {
    self.reader = reader
    self.reload = reload
    self.isRunning = isRunning
    self.showsNames = showsNames
  }
}

extension ActivityReport {
  /// Reads a tenant's journal from `since` to now.
  package init(
    _ tenant: TenantConfiguration, since: Date, from source: ReportSource, at now: ClockReading
  ) throws(JournalError) {
    let span = min(since, now.wall)..<now.wall
    let unit = BarUnit(for: span)
    let bars = unit.bars(of: span, in: tenant.zone)
    let activity = try source.reader.activity(of: tenant.name, in: bars, asOf: now.wall)
    let status = try TenantStatus(
      tenant, rules: nil, reload: source.reload, reader: source.reader, isRunning: source.isRunning, at: now)
    let open = try source.reader.openTasks(of: tenant.name)
    let opened = Set((status.inDoubt + status.parked + status.refused).map(\.rule) + open.map(\.rule))
    let names = try RuleNames(
      of: Array(opened.union(activity.rules.keys)), tenant: tenant.name, source)
    let matters = MatterReader(status, open, names, source)
    var spread = Spread()
    for rule in activity.rules.values { spread.add(rule.latency) }
    self.init(
      tenant: tenant.name, timezone: tenant.timezone, span: span, unit: unit,
      bars: zip(bars, activity.bars).map { Bar(span: $0, tally: $1) },
      rules: Self.rules(activity, status, names),
      latency: Latency(spread, slowest: activity.rules.values.compactMap(\.slowest).max { $0.seconds < $1.seconds }),
      isRunning: source.isRunning, standing: status.standing.map { Standing($0) },
      inDoubt: status.inDoubt.count, parked: status.parked.count,
      demands: try matters.demands(), waits: try matters.waits(),
      budgets: status.budgets.map { reading in
        Budget(
          reading: reading, lastHour: activity.requests[reading.endpoint] ?? 0,
          attempts: reading.endpoint.isWrite ? activity.attempts[reading.endpoint] ?? 0 : nil)
      },
      decisionsSince: activity.decisionsSince.flatMap { $0 > span.lowerBound ? $0 : nil },
      lastLine: activity.lastLine, lastHash: activity.lastHash)
  }

  private static func rules(_ activity: Activity, _ status: TenantStatus, _ names: RuleNames) -> [Rule] {
    let inDoubt = Dictionary(grouping: status.inDoubt, by: \.rule).mapValues(\.count)
    let parked = Dictionary(grouping: status.parked, by: \.rule).mapValues(\.count)
    let ids = Set(activity.rules.keys).union(inDoubt.keys).union(parked.keys)
    let rules = ids.map { id in
      let done = activity.rules[id] ?? Activity.Rule(bars: activity.bars.count)
      return Rule(
        name: names[id], tally: done.tally, bars: done.bars, inDoubt: inDoubt[id] ?? 0, parked: parked[id] ?? 0,
        latency: Latency(done.latency, slowest: done.slowest))
    }
    return rules.sorted {
      ($0.tally[.done], $0.tally.total, $1.name.id) > ($1.tally[.done], $1.tally.total, $0.name.id)
    }
  }
}

extension ActivityReport.Latency {
  /// Nil where nothing was measured.
  fileprivate init?(_ spread: Spread, slowest: Activity.Slowest?) {
    guard let median = spread.quantile(0.5), let ninety = spread.quantile(0.9), let most = spread.quantile(0.99),
      let longest = spread.quantile(1)
    else { return nil }
    self.init(
      count: spread.count, median: median, ninety: ninety, ninetyNine: most, longest: longest, slowest: slowest)
  }
}

extension ActivityReport.Standing {
  fileprivate init(_ standing: TenantStanding) {
    self.init(
      at: standing.at, polledAt: standing.polledAt, isDry: standing.mode != .live, tasks: standing.tasks,
      queued: standing.queued, held: standing.held, capped: standing.capped, blocked: standing.blocked)
  }
}

/// What rules are called, as far as it may be told.
struct RuleNames {
  private var names: [String: RuleName] = [:]

  init(of rules: [String], tenant: String, _ source: ReportSource) throws(JournalError) {
    for (id, text) in try source.reader.texts(of: rules, tenant: tenant) {
      names[id] = RuleName(id: id, title: text.title, owner: source.showsNames ? text.owner : nil)
    }
  }

  subscript(id: String) -> RuleName { names[id] ?? RuleName(id: id) }
}
