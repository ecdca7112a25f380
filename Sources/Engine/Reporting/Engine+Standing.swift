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
    if reporter.keep(standing, at: now.instant) { commit([.standing(standing)] + countsToKeep()) }
  }

  /// What was counted for metrics since the last commit that took it along.
  ///
  /// Commands that only look leave this record to the daemon as well.
  mutating func countsToKeep() -> [JournalEntry] { settings.patience == .work ? counts.handOut() : [] }

  /// How things stand at the end of a run.
  ///
  /// Commands that only look leave this record to the daemon.
  mutating func lastStanding(at now: ClockReading) -> [JournalEntry] {
    settings.patience == .work ? [.standing(tenantStanding(at: now))] : []
  }

  private mutating func tenantStanding(at now: ClockReading) -> TenantStanding {
    let present = standing(at: now.instant)
    let survey = surveyQueue(at: now)
    return TenantStanding(
      at: now.wall, polledAt: polling.last.map { now.wall - (now.instant - $0).inSeconds }, tasks: present.tasks,
      queued: present.queued, inDoubt: present.inDoubt, held: heldCount(at: now.instant),
      blocked: blockedCount, capped: survey.capped,
      trouble: present.trouble ?? server.lookOutage.reason ?? restTrouble(at: now) ?? rowTrouble ?? partTrouble,
      waits: waits(at: now),
      rules: rules.fingerprint,
      mode: settings.mode,
      budgets: gauges(at: now.instant).map { BudgetReading($0, at: now.instant) },
      queues: survey.queues,
      stages: active.stages,
      certificateEnds: server.certificateEnds)
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

  /// What waits for each endpoint, and how many candidates a limit of their rule keeps back, and nothing else does.
  private mutating func surveyQueue(at now: ClockReading) -> (queues: [QueueReading], capped: Int) {
    var (capped, waiting) = (0, [Endpoint: Int]())
    var eligible: [(TaskID, Endpoint)] = []
    let isHeld = isWhollyHeld(at: now.instant)
    var limits = limits
    limits.beginMoment()
    for candidate in queue.inOrder {
      waiting[candidate.write.endpoint, default: 0] += 1
      if isHeld || hold(on: candidate) != nil { continue }
      if let opening = candidate.notBefore, opening > now.wall { continue }
      if isCapped(candidate, by: &limits, at: now.wall) {
        capped += 1
      } else if settings.mode == .live, mayTry(candidate.task, at: now.instant) {
        eligible.append((candidate.task, candidate.write.endpoint))
      }
    }
    ages.see(eligible, at: now.instant)
    let queues = Endpoint.allCases.compactMap { endpoint in
      waiting[endpoint].map { tasks in
        let oldest = ages.oldest(endpoint).map { now.wall - (now.instant - $0).inSeconds }
        return QueueReading(endpoint: endpoint, tasks: tasks, eligibleSince: oldest)
      }
    }
    return (queues, capped)
  }

  private func isCapped(_ candidate: Candidate, by limits: inout RuleLimits, at now: Date) -> Bool {
    guard active.needs.limited.contains(candidate.rule) else { return false }
    if book.unresolved(candidate.task) == nil, let known = limits.knownCap(of: candidate.rule) { return known != nil }
    guard let rule = active.rule(candidate.rule) else { return false }
    return limits.capNow(on: use(candidate, of: rule, looking: 0), at: now) != nil
  }
}
