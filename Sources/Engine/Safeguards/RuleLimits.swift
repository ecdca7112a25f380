import Foundation
import GeoTareas
import Records
import Rules

/// What rules have done, for the limits they set themselves, and which limits were reported as reached.
struct RuleLimits: Sendable {
  private var quotas = RuleQuotas()
  /// Effects begun since the last poll, by rule.
  private var cycleUse: [String: Int] = [:]
  /// How many tasks there are in each workflow and step.
  private var scopes: [Scope: Int] = [:]
  /// The limits that were reported as reached and leave no room yet.
  private var told: Set<Cap> = []

  /// How many effects, and how many steps of workflows, are held.
  var held: (effects: Int, scopes: Int) { (quotas.count, scopes.count) }

  // MARK: What rules do

  /// An attempt is being made.
  mutating func begin(_ intent: Intent) {
    cycleUse[intent.rule, default: 0] += 1
    quotas.note(intent)
  }

  /// Counts an effect of an earlier run.
  mutating func note(_ effect: BegunEffect) { quotas.note(effect) }

  /// The attempt was not made after all; where none was made before, nothing was used up.
  mutating func takeBack(_ intent: Intent) {
    if intent.attempts == 0 { quotas.forget(intent.id) }
    cycleUse[intent.rule, default: 1] -= 1
  }

  /// A poll has ended.
  mutating func beginCycle() { cycleUse = [:] }

  /// Counts the tasks of each step anew.
  mutating func count(_ rows: [Poller.Row]) {
    scopes = [:]
    for row in rows { scopes[Scope(row.task), default: 0] += 1 }
  }

  /// Forgets effects that no limit counts any more.
  mutating func prune(at now: Date) { quotas.prune(at: now) }

  // MARK: What limits leave

  /// How many more effects a rule may make now; nil when nothing limits their number.
  ///
  /// - Parameters:
  ///   - task: The task as it is listed, for a share of those in its step.
  ///   - intent: An effect that is to be tried again. It is not counted against itself.
  func left(of rule: Rule, for task: WorkflowTask?, besides intent: String?, at now: Date) -> RuleQuotas.Left? {
    let scope = task.map { scopes[Scope($0)] ?? 0 } ?? 0
    return quotas.left(of: rule, begun: cycleUse[rule.id] ?? 0, scope: scope, besides: intent, at: now)
  }

  /// What is left of a rule's daily sum; nil when it sets none.
  func sumLeft(of rule: Rule, besides intent: String? = nil, at now: Date) -> Decimal? {
    quotas.sumLeft(of: rule, besides: intent, at: now)
  }

  /// How many effects a rule has tried to make within a time up to now.
  func begun(by rule: String, within span: TimeInterval, at now: Date) -> Int {
    quotas.begun(by: rule, within: span, at: now)
  }

  // MARK: What was reported

  func isTold(_ cap: Cap) -> Bool { told.contains(cap) }

  /// These limits leave no room now, and that was reported.
  ///
  /// - Parameter isComplete: False where others may leave none either: then what was reported before stands.
  mutating func tell(_ caps: Set<Cap>, isComplete: Bool) { told = isComplete ? caps : told.union(caps) }
}
