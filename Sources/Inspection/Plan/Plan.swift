package import Engine
package import Foundation
import GeoTareas
import Log
package import Pacing
package import Records
package import RuleFiles
package import Rules
import TenantRuntime

extension Planner {
  /// What would be done for a tenant.
  package struct Plan: Sendable {
    package var tenant: String
    /// The zone in which times are shown.
    package var timezone: String
    /// When it was made.
    package var at: Date
    /// When the tasks were read, if that was not just now.
    package var seen: TaskListing.Age
    /// How many tasks were seen.
    package var tasks: Int
    /// What is done, held back, only watched, or left to a person; what is to be done comes first, in its order.
    package var actions: [PlannedAction]
    /// How many tasks cannot be decided from what was read of them.
    package var undecided: Int
    package var outlook: Outlook
    /// The price of everything that nothing holds back.
    package var price: Price
    /// The use of the limits now.
    package var budgets: [BudgetReading]
    var names: TenantNames
    /// What keeps the daemon from working with all of the tenant, as it said last; nil where nothing does, or none was asked.
    package var trouble: String?
    /// What waits longer than usual, as the daemon said last.
    package var waits: [Wait]
    /// Whether the daemon that runs sends nothing, whatever the plan says.
    package var isDaemonDry: Bool

    /// Plans with what an engine has decided about the tasks.
    ///
    /// - Parameters:
    ///   - engine: It has decided, and nothing else.
    ///   - standing: What a daemon that runs said last; nil where none was asked.
    package init(
      _ tenant: TenantConfiguration, _ rules: RuleSet, _ engine: Engine, seen: TaskListing.Age,
      standing: TenantStanding? = nil, at now: ClockReading
    ) {
      self.tenant = tenant.name
      timezone = tenant.timezone
      at = now.wall
      self.seen = seen
      let listed = engine.listed
      tasks = listed.count
      outlook = engine.outlook(at: now)
      waits = standing?.waits ?? []
      trouble = standing?.trouble
      isDaemonDry = standing?.mode == .dry
      let decisions = engine.decisions(at: now)
      actions = PlannedActions(engine, decisions, listed, outlook, rules, waits: waits, at: now).all
      undecided = decisions.values.count { $0.isUndecided }
      price = engine.price(
        at: now.instant, besides: Set(actions.lazy.filter { $0.turn != nil && $0.kind != .act }.map(\.task.id)))
      budgets = engine.gauges(at: now.instant).map { BudgetReading($0, at: now.instant) }
      let snapshot = TenantSnapshot(
        tenant: tenant, rules: rules, listing: TaskListing(at: now.wall, rows: Array(listed.values)), age: .now)
      names = TenantNames(TenantDirectory(snapshot), rules)
    }
  }
}

extension Decision {
  /// True where what was read of the task does not tell what is done about it.
  fileprivate var isUndecided: Bool {
    switch self {
    case .undecided, .needsDetail, .lacksDetail, .unreadable: true
    default: false
    }
  }
}

extension Planner.Plan {
  /// True when something would be done, now or as soon as a limit or calendar allows, that nobody has stopped.
  package var hasWork: Bool {
    actions.contains { $0.turn != nil && $0.heldBy != Restraint.Safeguard.hold.rawValue }
  }

  /// How many actions came to this.
  func count(_ kinds: PlannedAction.Kind...) -> Int { actions.count { kinds.contains($0.kind) } }

  /// What all of it comes to, in one line.
  package var summary: String { "\(tenant): \(Self.summary(of: [self]))" }

  /// What the plans of several tenants come to.
  package static func summary(of plans: [Planner.Plan]) -> String {
    func sum(_ count: (Planner.Plan) -> Int) -> Int { plans.reduce(0) { $0 + count($1) } }
    let people = sum { $0.count(.blocked, .parked, .refused) }
    var parts = [
      (sum { $0.count(.act) }, "to do now"), (sum { $0.count(.held) }, "held back"),
      (people, people == 1 ? "needs a person" : "need a person"),
      (sum { $0.count(.shadow) }, "shadow"), (sum { $0.count(.outsideCanary) }, "outside the canary share"),
      (sum(\.undecided), "undecided"), (sum(\.settled), "already handled"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    if sum({ $0.count(.act) }) == 0 { parts.insert("nothing to do now", at: 0) }
    return "\(parts.joined(separator: ", ")), of \(sum(\.tasks).counted("task"))"
  }

  /// How many tasks have had what their rule wants, or are getting it.
  private var settled: Int { max(0, outlook.rules.reduce(0) { $0 + $1.settled } - count(.parked, .refused)) }
}
