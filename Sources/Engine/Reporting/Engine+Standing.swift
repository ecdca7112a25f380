import Foundation
import GeoTareas
import Pacing
import Records
import Rules

/// Keeps the state of the tenant for commands that look.
extension Engine {
  /// Journals how things stand after a finished poll and its decisions, if that is news or the last record has grown
  /// old.
  mutating func keepStanding(at now: ClockReading) {
    guard reporter.isStandingDue, !polling.isRecalling, settings.patience == .work else { return }
    let standing = tenantStanding(at: now)
    if reporter.keep(standing, at: now.instant) { commit([.standing(standing)]) }
  }

  /// How things stand at the end of a run.
  ///
  /// Commands that only look leave this record to the daemon.
  func lastStanding(at now: ClockReading) -> [JournalEntry] {
    settings.patience == .work ? [.standing(tenantStanding(at: now))] : []
  }

  private func tenantStanding(at now: ClockReading) -> TenantStanding {
    let present = standing(at: now.instant)
    return TenantStanding(
      at: now.wall, polledAt: polling.last.map { now.wall - (now.instant - $0).inSeconds }, tasks: present.tasks,
      queued: present.queued, inDoubt: present.inDoubt, held: heldCount(at: now.instant),
      trouble: present.trouble ?? server.lookOutage.reason ?? restTrouble(at: now) ?? rowTrouble ?? partTrouble,
      waits: waits(at: now),
      rules: rules.fingerprint,
      mode: settings.mode,
      budgets: gauges(at: now.instant).map { BudgetReading($0, at: now.instant) })
  }
}
