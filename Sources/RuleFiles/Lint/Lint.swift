import CalendarTime
import Foundation
import Rules
import YAML

/// Warnings about rules that load and are probably not meant that way.
struct Lint {
  let findings: Diagnostics
  let definitions: Definitions
  /// The current time; nil leaves out warnings that depend on the day.
  let now: Date?
  /// The most steps for comparing rules with each other.
  let mostSteps: (reach: Int, overlap: Int)

  /// The most steps for finding rules that can never match, and rules that take the same tasks.
  ///
  /// Together this is a few seconds, whatever the rules are.
  static let mostSteps = (reach: 10_000_000, overlap: 20_000_000)
  /// How much cheaper it is than full comparison to see that one condition does not follow from another.
  ///
  /// That takes a step for each of their tests, and seldom this part of a step for each pair of tests.
  static let unlikely = 8
  /// How many days before the end of the known holidays a warning is given.
  static let holidayNotice = 60

  func check(_ found: [RuleDecoder.Found]) {
    let rules = found.compactMap { found in found.rule.map { Placed($0, found.mark) } }
    checkUnused()
    checkHolidays()
    for rule in rules { checkAlone(rule) }
    let efforts = (reach: LintEffort(mostSteps.reach), overlap: LintEffort(mostSteps.overlap))
    let unreached = checkReach(rules, efforts.reach)
    OverlapLint(findings: findings, effort: efforts.overlap).check(rules, except: unreached)
    tellMissed(max(efforts.reach.missed, efforts.overlap.missed), rules)
  }

  private func tellMissed(_ pairs: Int, _ rules: [Placed]) {
    guard pairs > 0, let first = rules.first else { return }
    findings.warning(
      "\(pairs) pairs of rules were not compared with each other, as that would take too long; of the \(rules.count) "
        + "rules some may never match, or take the same tasks, without a warning", at: first.mark)
  }

  /// A rule and the place of its id.
  struct Placed {
    var rule: Rule
    var mark: Mark
    var scope: RuleCoverage
    /// About how many steps it takes to evaluate the rule once.
    var size: Int
    /// The ways in which it can take a task.
    var ways: Ways

    init(_ rule: Rule, _ mark: Mark) {
      self.rule = rule
      self.mark = mark
      scope = RuleCoverage(rule)
      size = rule.when.size + (rule.unless?.size ?? 0)
      ways = Ways(rule)
    }

    var note: Diagnostic.Note { Diagnostic.Note("rule '\(rule.id)' is here", at: mark) }
  }

  /// The ways in which a rule can take a task, worked out on first use.
  final class Ways {
    private let rule: Rule
    private(set) lazy var all = WitnessFinder.ways(of: rule)

    init(_ rule: Rule) { self.rule = rule }
  }

  private func checkUnused() {
    for kind in Definitions.Kind.allCases {
      for entry in definitions.all(kind) where !entry.isUsed {
        findings.warning("\(kind.rawValue) '\(entry.name)' is not used", at: entry.mark)
      }
    }
  }

  private func checkHolidays() {
    guard let now else { return }
    for entry in definitions.all(.calendar) {
      guard let calendar = definitions.calendar(entry), let last = calendar.holidaysKnownUntil else { continue }
      let local = now.timeIntervalSince1970 + Double(calendar.zone.secondsFromGMT(for: now))
      let left = last.daysSinceEpoch - Int((local / 86_400).rounded(.down))
      guard left <= Self.holidayNotice else { continue }
      let when =
        left < 0
        ? "ended on \(last)"
        : "end on \(last), \(left == 0 ? "today" : left == 1 ? "tomorrow" : "in \(left) days")"
      findings.warning(
        "the known holidays of calendar '\(entry.name)' \(when); add the next to 'closed' and raise 'holidays_known_until'",
        at: entry.mark)
    }
  }

  /// Warnings about a rule that do not depend on the others.
  private func checkAlone(_ placed: Placed) {
    let rule = placed.rule
    if rule.stage == .live, rule.safeguards.limit == nil {
      findings.warning(
        "live rule '\(rule.id)' has no limit; add 'limit' to it, or to 'defaults'", at: placed.mark)
    }
    guard rule.stage != .shadow, case .reassign(let reassignment) = rule.action, !reassignment.notToCurrent,
      rule.safeguards.cooldown == nil, !asksForAssignee(rule)
    else { return }
    let whom =
      switch reassignment.target {
      case .user(let id): "a task that user \(id) has already"
      case .group(let id): "a task that group \(id) has already"
      case .pool(let pool): "a task that a member of pool '\(pool.name)' has already"
      }
    findings.warning(
      "rule '\(rule.id)' still matches after it acted, for example \(whom); add 'not_to', 'unless' or 'cooldown'",
      at: placed.mark)
  }

  /// True when some condition depends on who has the task.
  private func asksForAssignee(_ rule: Rule) -> Bool {
    (rule.when.tests + (rule.unless?.tests ?? [])).contains { test in
      switch test {
      case .assignee, .flag(.hasUser, _), .flag(.hasGroup, _), .flag(.unassigned, _): true
      default: false
      }
    }
  }

  /// Warns about rules whose tasks are all taken by earlier rules, now or once these are live; returns their ids.
  private func checkReach(_ rules: [Placed], _ effort: LintEffort) -> Set<String> {
    var unreached: Set<String> = []
    var index = ScopeIndex()
    for later in rules {
      // To try a rule out before one that goes further is no mistake: it takes nothing away from that.
      let earlier = index.neighbours(of: later.scope).map { rules[$0] }.filter {
        $0.rule.stage.progress >= later.rule.stage.progress
      }
      index.add(later.scope)
      guard effort.left > 0 else {
        effort.miss(earlier.count)
        continue
      }
      guard let takers = takers(of: later, among: earlier, effort) else { continue }
      unreached.insert(later.rule.id)
      let names = takers.map { "'\($0.rule.id)'" }.joined(separator: ", ")
      let who = takers.count == 1 ? "rule \(names) before it takes" : "rules \(names) before it take"
      var notes = takers.map(\.note)
      if let task = WitnessFinder(effort: effort).task(takenBy: later, takers[0]) {
        notes.append(Diagnostic.Note("for example \(task.words), goes to rule '\(takers[0].rule.id)'"))
      }
      let isLive = takers.allSatisfy { $0.rule.stage == .live }
      let never =
        isLive
        ? "can never match: \(who) all its tasks"
        : "will never act: \(who) all its tasks once \(takers.count == 1 ? "it is" : "they are") live"
      findings.warning("rule '\(later.rule.id)' \(never)", at: later.mark, notes: notes)
    }
    return unreached
  }

  /// The rules that together take every task of `rule`: one rule, or one for each of its alternatives.
  private func takers(of placed: Placed, among earlier: [Placed], _ effort: LintEffort) -> [Placed]? {
    func taker(of rule: Rule, _ scope: RuleCoverage, _ size: Int) -> Placed? {
      for earlier in earlier {
        guard effort.spend(1) else { return nil }
        guard earlier.scope.mayHold(all: scope) else { continue }
        guard effort.spend(size + earlier.size + size * earlier.size / Self.unlikely) else { return nil }
        if earlier.rule.takesAll(of: rule) { return earlier }
      }
      return nil
    }
    if let one = taker(of: placed.rule, placed.scope, placed.size) { return [one] }
    let alternatives = placed.rule.when.alternatives
    guard alternatives.count > 1, earlier.count > 1 else { return nil }
    var takers: [Placed] = []
    for alternative in alternatives {
      var part = placed.rule
      part.when = alternative
      guard let taker = taker(of: part, RuleCoverage(part), placed.size / alternatives.count) else { return nil }
      if !takers.contains(where: { $0.rule.id == taker.rule.id }) { takers.append(taker) }
    }
    return takers
  }
}

extension Condition {
  /// Conditions of which one holds wherever this one holds.
  ///
  /// Lists of values and `any_of` are split, into at most 64.
  var alternatives: [Condition] {
    switch self {
    case .any(let parts): return parts.flatMap(\.alternatives)
    case .test(.text(let field, .anyOf(let tests))): return tests.map { .test(.text(field, $0)) }
    case .test(.assignee(let field, .anyOf(let tests))): return tests.map { .test(.assignee(field, $0)) }
    case .all(let parts):
      var result: [[Condition]] = [[]]
      for part in parts {
        let choices = part.alternatives
        guard result.count * choices.count <= 64 else {
          result = result.map { $0 + [part] }
          continue
        }
        result = result.flatMap { given in choices.map { given + [$0] } }
      }
      return result.map { .all($0) }
    case .none, .test, .fact: return [self]
    }
  }
}

extension Rule.Stage {
  /// How far a rule is rolled out.
  fileprivate var progress: Int {
    switch self {
    case .shadow: 0
    case .canary: 1
    case .live: 2
    }
  }
}
