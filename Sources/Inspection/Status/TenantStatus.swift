import Engine
import Foundation
import GeoTareas
package import Journal
package import Pacing
package import Records
package import RuleFiles
package import TenantRuntime

/// The state of a tenant as read from its journal, whether or not a daemon runs.
package struct TenantStatus: Sendable {
  /// The rules that are loaded, compared with those in the files.
  package enum Rules: String, Sendable, CaseIterable {
    case asOnDisk = "as_on_disk"
    case differ
    /// The files cannot be loaded.
    case mistakes
    /// No daemon has written down yet what it loaded.
    case unknown
  }

  package var tenant: String
  /// The zone in which times are shown.
  package var timezone: String
  /// When it was read, by all clocks.
  let clock: ClockReading
  /// After how many seconds without a word of a running daemon something is wrong.
  var silence: Double
  /// Whether a daemon runs.
  package var isRunning: Bool
  /// What the daemon wrote down last; nil while no daemon has written anything.
  package var standing: TenantStanding?
  /// Intents that may have taken effect, or may yet do so, oldest first.
  package var inDoubt: [Intent]
  /// Intents that wait for a person, oldest first.
  package var parked: [Intent]
  /// Intents that the server refused, on tasks that are still as they were then, oldest first.
  package var refused: [Intent]
  package var holds: [Hold]
  package var rulesOnDisk: String?
  /// Why the running daemon has not loaded the tenant as in its files at the last reload; nil where it has.
  package var refusal: ReloadAnswer.Refusal?
  /// Budgets by the requests in the journal now.
  ///
  /// While a daemon runs, they include what it wrote about others, the limit and the queue. Empty where nobody asked.
  package var budgets: [BudgetReading]
  /// Whether text leaves out how long ago things were.
  private(set) var isTimeless = false

  /// Reads the journal of `reader`.
  ///
  /// - Parameters:
  ///   - rules: The fingerprint of the rules in the files; nil when they cannot be loaded.
  ///   - reload: The daemon's answer to its last reload.
  ///   - withBudgets: Whether to read the requests, which takes longer than all else.
  package init(
    _ tenant: TenantConfiguration, rules: String?, reload: ReloadAnswer? = nil, reader: JournalReader, isRunning: Bool,
    withBudgets: Bool = true, at now: ClockReading
  ) throws(JournalError) {
    let record = try reader.record(of: tenant.name)
    // What a daemon armed that is gone may have been sent.
    let open = record.unknown + (isRunning ? [] : record.armed)
    self.tenant = tenant.name
    timezone = tenant.timezone
    clock = now
    self.isRunning = isRunning
    silence = max(300, tenant.poll.every.inSeconds * 3)
    standing = record.standing
    inDoubt = open.sorted { $0.changedAt < $1.changedAt }
    parked = record.parked
    refused = record.refused
    holds = record.holds
    rulesOnDisk = rules
    refusal = reload?.refusal(of: tenant.name)
    guard withBudgets else {
      budgets = []
      return
    }
    let recovery = try reader.limits(tenant: tenant.name, asOf: now)
    budgets = Self.budgets(tenant, recovery, said: isRunning ? standing : nil, at: now)
  }

  /// Recomputes budgets: those of the next start, or those of the daemon whose last standing is `said`.
  private static func budgets(
    _ tenant: TenantConfiguration, _ recovery: Recovery, said standing: TenantStanding?, at now: ClockReading
  ) -> [BudgetReading] {
    var settings = Settings(lookingAt: tenant)
    let said = Dictionary((standing?.budgets ?? []).map { ($0.endpoint, $0) }) { first, _ in first }
    if let list = said[.list] { settings.reads = list.sharedWith.contains(.detail) ? .shared : .separate }
    if let complete = said[.complete] {
      settings.writes = complete.sharedWith.contains(.reassign) ? .shared : .separate
    }
    let budget = Budget(settings, after: recovery, asOf: now)
    // Endpoints that share a limit show the same numbers, so what waits is counted at one of them.
    let waiting = said.filter { endpoint, budget in budget.sharedWith.allSatisfy { endpoint.rawValue < $0.rawValue } }
    let age = standing.map { now.wall.timeIntervalSince($0.at) } ?? 0
    return budget.gauges(at: now.instant, waiting: waiting.mapValues(\.waiting)).map { gauge in
      var reading = BudgetReading(gauge, at: now.instant)
      guard let word = said[gauge.endpoint] else { return reading }
      (reading.limit, reading.foreign, reading.penalty) = (word.limit, word.foreign, word.penalty)
      if let next = reading.nextFreeIn, let expected = word.nextFreeIn {
        reading.nextFreeIn = max(next, expected - age)
      }
      return reading
    }
  }

  /// The same, shown without how long ago things were.
  var timeless: TenantStatus {
    var copy = self
    copy.isTimeless = true
    return copy
  }

  /// When it was read.
  var now: Date { clock.wall }

  package var rules: Rules {
    guard let rulesOnDisk else { return .mistakes }
    guard let standing else { return .unknown }
    return standing.rules == rulesOnDisk ? .asOnDisk : .differ
  }
}
