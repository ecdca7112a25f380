import Foundation
import GeoTareas
import Records
import Rules
import TenantRuntime

/// How a tenant stands.
extension MetricBook {
  mutating func add(_ status: TenantStatus) {
    let tenant = status.tenant
    let problems = status.problems
    for health in [TenantHealth.degraded, .person] {
      add(.problems, ["tenant": tenant, "health": health.name], problems.count { $0.health == health })
    }
    add(.inDoubt, ["tenant": tenant], status.inDoubt.count)
    add(.parked, ["tenant": tenant], status.parked.count)
    add(.refused, ["tenant": tenant], status.refused.count)
    add(.holds, ["tenant": tenant], status.holds.count)
    if let oldest = status.holds.map(\.since).min() {
      add(.holdOldest, ["tenant": tenant], oldest.timeIntervalSince1970)
    }
    switch status.rules {
    case .asOnDisk: add(.rulesStale, ["tenant": tenant], 0)
    case .differ, .mistakes: add(.rulesStale, ["tenant": tenant], 1)
    case .unknown: break
    }
    if let standing = status.standing {
      add(standing, of: tenant, isPaused: status.holds.contains(where: \.isOfAll), isRunning: status.isRunning)
    }
  }

  /// What the daemon wrote down last.
  private mutating func add(_ standing: TenantStanding, of tenant: String, isPaused: Bool, isRunning: Bool) {
    let paused = "paused"
    add(
      states: RunMode.allCases.map(\.rawValue) + [paused], of: .mode, ["tenant": tenant],
      now: isPaused ? paused : standing.mode.rawValue)
    if let polledAt = standing.polledAt {
      add(.lastPoll, ["tenant": tenant], polledAt.timeIntervalSince1970)
      add(.tasks, ["tenant": tenant], standing.tasks)
    }
    add(.blocked, ["tenant": tenant], standing.blocked)
    add(.queueHeld, ["tenant": tenant], standing.held)
    add(.queueCapped, ["tenant": tenant], standing.capped)
    for endpoint in Endpoint.allCases where endpoint.isWrite {
      let queue = standing.queues.first { $0.endpoint == endpoint }
      add(.queue, ["tenant": tenant, "endpoint": endpoint.rawValue], queue?.tasks ?? 0)
      if let since = queue?.eligibleSince {
        add(.queueOldest, ["tenant": tenant, "endpoint": endpoint.rawValue], since.timeIntervalSince1970)
      }
    }
    for stage in Rule.Stage.allCases.map(\.rawValue) where !standing.stages.isEmpty {
      add(.rules, ["tenant": tenant, "stage": stage], standing.stages[stage] ?? 0)
    }
    add(.rulesLoaded, ["tenant": tenant, "fingerprint": String(standing.rules.prefix(12))], 1)
    if let end = standing.certificateEnds { add(.certificate, ["tenant": tenant], end.timeIntervalSince1970) }
    // A limit's window is a minute or so: what a daemon said that is gone says nothing.
    guard isRunning else { return }
    for budget in standing.budgets {
      let labels: KeyValuePairs = ["tenant": tenant, "endpoint": budget.endpoint.rawValue]
      add(.budgetUsed, labels, budget.used)
      add(.budgetForeign, labels, budget.foreign)
      add(.budgetLimit, labels, budget.limit)
    }
  }
}
