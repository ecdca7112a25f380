import Foundation
import GeoTareas
import Pacing
import Records
import Rules

/// The start, new rules, and the stop.
extension Engine {
  mutating func start(_ recovery: Recovery, at now: ClockReading) {
    lifecycle.start(at: now, movingAfter: settings.firstPollAfter)
    polling.plan(at: lifecycle.firstMove)
    reporter.planSummary(at: lifecycle.firstMove + settings.summaryEvery)
    flights.number(from: recovery.nextRequest)
    outbox.numberIntents(from: recovery.nextIntent)
    remember(recovery, at: now)
    forms = FormBook(recovery.forms)
    shapes = ShapeWatch(recovery.shapes)
    recover(recovery.open, at: now)
    holds.replace(with: recovery.toldHolds)
    take(holds: recovery.holds, passed: recovery.passedHolds, at: now)
    noteRules(.start, at: now)
  }

  /// Takes over what limits, pools and `after_human_touch` count from an earlier run.
  mutating func remember(_ recovery: Recovery, at now: ClockReading) {
    budget.restore(recovery.requests, recovery.lessons, lifetime: settings.lateApply, asOf: now)
    if recovery.hasAmnesia {
      budget.fallSilent(at: now.instant)
      // What the lost run sent may still take effect, and reads may not show it before this time.
      server.distrust(until: now.instant + settings.verdictTime)
    }
    for effect in recovery.recent { limits.note(effect) }
    pools = PoolAssignments(recovery.shares)
    touches = HumanTouches(recovery.seen)
    touches.learn(recovery.touches)
    let instances = recovery.open.map { ($0.task, $0.instance) }
    pools.learn(recovery.keepers, of: Dictionary(instances) { first, _ in first })
  }

  /// Takes over new rules: what the old ones decided and has not begun is decided again.
  mutating func reload(_ rules: RuleSet, at now: ClockReading) {
    active = ActiveRules(rules, zone: settings.zone)
    noteRules(.reload, at: now)
    polling.follow(PollPlan(settings, for: rules))
    queue.replace(with: [])
    reader.forgetWishes()
    reporter.forgetBlocks()
    polling.plan(at: now.instant)
    budget.probe(at: now.instant)
    server.renew(logsIn: settings.logsIn)
  }

  /// Journals which rules are in force from here on, before anything is done by them.
  private mutating func noteRules(_ cause: LoadedRules.Cause, at now: ClockReading) {
    outbox.keep([.rulesLoaded(LoadedRules(cause, rules, at: now.wall))])
  }

  /// Begins no new work.
  ///
  /// Reads are given up, writes are waited for.
  mutating func stop() {
    lifecycle.stop()
    for call in flights.reads { outbox.add(.cancel(call)) }
  }
}
