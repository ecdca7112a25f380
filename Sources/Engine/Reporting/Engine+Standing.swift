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
      blocked: blockedCount, capped: cappedCount(at: now),
      trouble: present.trouble ?? server.lookOutage.reason ?? restTrouble(at: now) ?? rowTrouble ?? partTrouble,
      waits: waits(at: now),
      rules: rules.fingerprint,
      mode: settings.mode,
      budgets: gauges(at: now.instant).map { BudgetReading($0, at: now.instant) })
  }

  /// How many open tasks do not fit what a loaded rule would do to them, as they are now.
  private var blockedCount: Int {
    let blocked = reporter.blocked
    guard !blocked.isEmpty else { return 0 }
    let loaded = Set(rules.rules.map(\.fingerprint))
    return blocked.count { task, said in
      loaded.contains(said.ruleFingerprint) && polling.listed(task)?.state == said.state
        && book.unresolved(task) == nil
    }
  }

  /// How many candidates a limit of their rule keeps back, and nothing else does.
  private func cappedCount(at now: ClockReading) -> Int {
    guard !active.needs.limited.isEmpty, !isWhollyHeld(at: now.instant) else { return 0 }
    var limits = limits
    limits.beginMoment()
    return queue.inOrder.count { candidate in
      guard active.needs.limited.contains(candidate.rule), hold(on: candidate.rule) == nil else { return false }
      if let opening = candidate.notBefore, opening > now.wall { return false }
      if book.unresolved(candidate.task) == nil, let known = limits.knownCap(of: candidate.rule) { return known != nil }
      guard let rule = active.rule(candidate.rule) else { return false }
      return limits.capNow(on: use(candidate, of: rule, looking: 0), at: now.wall) != nil
    }
  }
}
