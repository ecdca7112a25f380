import Foundation
import Rules
import YAML

/// Remarks on rules that load and are likely not meant so.
struct Lint {
  let findings: Findings
  let definitions: Definitions
  /// Nil leaves out what depends on the day.
  let now: Date?

  /// Every rule is compared with all before it only up to this many.
  static let mostCompared = 2000
  /// So many days before the end of the known holidays a warning is given.
  static let holidayNotice = 60

  func check(_ found: [RuleDecoder.Found]) {
    let rules = found.compactMap { found in found.rule.map { Placed(rule: $0, mark: found.mark, scope: RuleScope($0)) }
    }
    checkUnused()
    checkHolidays()
    for rule in rules { checkAlone(rule) }
    guard rules.count <= Self.mostCompared else {
      findings.warning(
        "with more than \(Self.mostCompared) rules it is not checked whether each can match", at: rules[0].mark)
      return
    }
    let unreached = checkReach(rules)
    OverlapLint(findings: findings).check(rules, except: unreached)
  }

  /// A rule and the place of its id.
  struct Placed {
    var rule: Rule
    var mark: Mark
    var scope: RuleScope

    var note: Diagnostic.Note { Diagnostic.Note("rule '\(rule.id)' is here", at: mark) }
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
        ? "ended on \(CivilText.text(last))"
        : "end on \(CivilText.text(last)), \(left == 0 ? "today" : left == 1 ? "tomorrow" : "in \(left) days")"
      findings.warning(
        "the known holidays of calendar '\(entry.name)' \(when); add the next to 'closed' and raise 'holidays_known_until'",
        at: entry.mark)
    }
  }

  /// What can be said of a rule without the others.
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

  /// Warns of rules whose tasks are all taken by those before them; gives their ids.
  private func checkReach(_ rules: [Placed]) -> Set<String> {
    var unreached: Set<String> = []
    for (index, later) in rules.enumerated() {
      let earlier = rules[..<index].filter { !$0.scope.isApart(from: later.scope) }
      guard let takers = takers(of: later.rule, among: earlier) else { continue }
      unreached.insert(later.rule.id)
      let names = takers.map { "'\($0.rule.id)'" }.joined(separator: ", ")
      let who = takers.count == 1 ? "rule \(names) before it takes" : "rules \(names) before it take"
      var notes = takers.map(\.note)
      if let task = WitnessFinder().task(takenBy: [later.rule, takers[0].rule]) {
        notes.append(Diagnostic.Note("for example \(task.words), goes to rule '\(takers[0].rule.id)'"))
      }
      findings.warning("rule '\(later.rule.id)' can never match: \(who) all its tasks", at: later.mark, notes: notes)
    }
    return unreached
  }

  /// The rules that together take every task of `rule`: one, or one for each of its alternatives.
  private func takers(of rule: Rule, among earlier: [Placed]) -> [Placed]? {
    if let one = earlier.first(where: { $0.rule.takesAll(of: rule) }) { return [one] }
    let alternatives = rule.when.alternatives
    guard alternatives.count > 1, earlier.count > 1 else { return nil }
    var takers: [Placed] = []
    for alternative in alternatives {
      var part = rule
      part.when = alternative
      guard let taker = earlier.first(where: { $0.rule.takesAll(of: part) }) else { return nil }
      if !takers.contains(where: { $0.rule.id == taker.rule.id }) { takers.append(taker) }
    }
    return takers
  }
}

extension Condition {
  /// Conditions of which one holds wherever this holds: lists of values and `any_of` are taken apart, up to 64.
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
