import CalendarTime
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
  private var moment = Moment()

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

  /// An effect that a rule asks for, as limits see it.
  struct Use {
    var rule: Rule
    var write: Write
    /// The task as it is listed, for a share of those in its step.
    var listed: WorkflowTask?
    /// The intent that is to be tried again, if it is one; it is not counted against itself.
    var again: String?
    /// How many other effects of the rule are being looked at.
    var looking: Int
  }

  /// What holds each rule back at one moment, where that is the same for all its effects.
  private struct Moment {
    var caps: [String: Cap?] = [:]
    /// What is left of each rule's daily sum, for effects that have not begun.
    var sums: [String: Decimal] = [:]
    /// The rules whose calendars are closed.
    var closed: Set<String> = []
  }

  /// Forgets what was found out about one moment: time has passed, or something that limits count has changed.
  mutating func beginMoment() { moment = Moment() }

  /// What ``capNow(on:at:)`` found at this moment, where that holds for all new effects of a rule.
  func knownCap(of rule: String) -> Cap?? { moment.caps[rule] }

  /// The limit that leaves no room for an effect at the present moment, which ``beginMoment()`` has begun.
  mutating func capNow(on use: Use, at now: Date) -> Cap? {
    let (rule, isNew) = (use.rule, use.again == nil)
    if rule.safeguards.runWithin?.isOpen(at: now) == false { moment.closed.insert(rule.id) }
    let limit = rule.safeguards.limit
    if isNew, limit?.sumPerDay != nil, moment.sums[rule.id] == nil {
      moment.sums[rule.id] = quotas.sumLeft(of: rule, besides: nil, at: now)
    }
    let cap = cap(on: use, sum: isNew ? moment.sums[rule.id] : nil, at: now)
    if isNew, limit?.share == nil, limit?.sumPerDay == nil { moment.caps.updateValue(cap, forKey: rule.id) }
    return cap
  }

  /// Whether the calendar of a rule is closed, as ``capNow(on:at:)`` found for one of its effects at this moment.
  func isClosed(_ rule: String) -> Bool { moment.closed.contains(rule) }

  /// The limit of its rule that leaves no room for an effect beside those that are being looked at.
  ///
  /// - Parameter sum: What is left of the rule's daily sum, where that is known.
  func cap(on use: Use, sum: Decimal? = nil, at now: Date) -> Cap? {
    guard use.rule.safeguards.limit != nil else { return nil }
    let scope = use.listed.map { scopes[Scope($0)] ?? 0 } ?? 0
    let begun = cycleUse[use.rule.id] ?? 0
    let left = quotas.left(of: use.rule, begun: begun, scope: scope, besides: use.again, at: now)
    if let left, left.count <= use.looking { return Cap(rule: use.rule.id, limit: left.limit) }
    return sumCap(on: use, left: sum, at: now)
  }

  /// The daily sum of its rule, where the effect does not fit into what is left of it.
  private func sumCap(on use: Use, left: Decimal? = nil, at now: Date) -> Cap? {
    guard let sum = use.rule.safeguards.limit?.sumPerDay,
      let left = left ?? quotas.sumLeft(of: use.rule, besides: use.again, at: now)
    else { return nil }
    if let amount = use.write.amount(of: sum.field), amount <= left { return nil }
    return Cap(rule: use.rule.id, limit: "the sum of '\(sum.field)' may be \(sum.atMost) per day")
  }

  /// What is left of the daily sum, where the effect does not fit into it; nil where it fits or there is no such limit.
  func sumLeft(for use: Use, at now: Date) -> Decimal? {
    guard sumCap(on: use, at: now) != nil else { return nil }
    return quotas.sumLeft(of: use.rule, besides: use.again, at: now)
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
