import Foundation
package import GeoTareas
package import Pacing
import Records
package import Rules

/// What the rules decide about the tasks now, and what holds effects back, without doing anything.
extension Engine {
  /// Tries the rules on the tasks of the last poll, and lets the candidates go in their order as far as limits leave
  /// room now.
  package func outlook(at now: ClockReading) -> Outlook {
    var outlook = Outlook(rules: rules.rules.map { RuleOutlook($0) })
    var ahead = self
    for row in polling.rows.values {
      let seen = ahead.see(row, at: now)
      survey(row, seen.view, ahead.active.verdict(on: seen, at: now.wall), &outlook, at: now)
    }
    let places = Dictionary(rules.rules.indices.map { (rules.rules[$0].id, $0) }) { first, _ in first }
    for candidate in queue.inOrder {
      guard let place = places[candidate.rule] else { continue }
      if let restraint = ahead.pass(candidate, rules.rules[place], at: now) {
        outlook.restrain(candidate.task, of: place, by: restraint)
      } else {
        outlook.rules[place].goes += 1
      }
    }
    return outlook
  }

  /// Counts a task that is no candidate: under the rule that takes it, or as undecided.
  private func survey(
    _ row: Poller.Row, _ view: TaskView, _ verdict: Verdict, _ outlook: inout Outlook, at now: ClockReading
  ) {
    let task = row.id
    guard row.state?.isOpen == true else { return }
    for place in verdict.undecided + [verdict.needsDetails].compactMap(\.self) { outlook.rules[place].undecided += 1 }
    guard let place = verdict.match else { return }
    let rule = rules.rules[place]
    outlook.rules[place].takes += 1
    if queue.contains(task) { return }
    if rule.needsDetails, view.details == nil {
      outlook.rules[place].undecided += 1
    } else if !acts(rule, on: view) {
      outlook.rules[place].watches += 1
    } else if book.isUnclear(task, readAt: row.readAt) {
      outlook.rules[place].settled += 1
    } else if let restraint = restraint(of: rule, on: task, at: now) {
      outlook.restrain(task, of: place, by: restraint)
    } else if case .write = propose(rule, view, task, fields: nil, at: now) {
      outlook.rules[place].settled += 1
    } else {
      outlook.rules[place].blocked += 1
    }
  }

  /// Counts a candidate as if its effect were made at once; or returns what holds it back.
  private mutating func pass(_ candidate: Candidate, _ rule: Rule, at now: ClockReading) -> Restraint? {
    if let why = holdback(of: rule.id, at: now.instant) { return Restraint(.hold, why) }
    if let opening = candidate.notBefore, opening > now.wall {
      return Restraint(.runWithin, "its calendar is closed", until: opening == .distantFuture ? nil : opening)
    }
    if let cap = cap(on: candidate, rule, looking: 0, at: now.wall) {
      var text = cap.limit
      if let sum = sumLeft(of: rule, for: candidate, at: now.wall) { text += ", \(sum) of it left" }
      return Restraint(.limit, text)
    }
    let open = book.unresolved(candidate.task)
    limits.begin(
      Intent(
        id: open?.id ?? "ahead of \(candidate.task)", task: candidate.task, instance: "", episode: 1,
        write: candidate.write, rule: rule.id, ruleFingerprint: rule.fingerprint, precondition: candidate.state,
        state: .armed, createdAt: now.wall, changedAt: now.wall))
    return nil
  }
}

/// What the rules decide about the tasks.
package struct Outlook: Sendable, Equatable {
  /// In the order they are tried.
  package var rules: [RuleOutlook]
  /// What holds back the effect on each task.
  package private(set) var restraints: [TaskID: Restraint] = [:]

  fileprivate init(rules: [RuleOutlook]) { self.rules = rules }

  fileprivate mutating func restrain(_ task: TaskID, of place: Int, by restraint: Restraint) {
    restraints[task] = restraint
    rules[place].restraints[restraint, default: 0] += 1
  }
}

/// What one rule decides about the tasks, as numbers of tasks.
package struct RuleOutlook: Sendable, Equatable {
  package var rule: String
  package var stage: Rule.Stage
  /// Whether the rule needs the detail, to decide or to carry out; then each of its tasks costs one call.
  package var needsDetails: Bool
  /// Tasks for which it is the first rule that matches.
  package var takes = 0
  /// Tasks that it could not decide, for want of the detail or of something that the server left out.
  package var undecided = 0
  /// Of those that it takes: only reported, because of its stage.
  package var watches = 0
  /// Of those that it takes: the action does not fit, or a value is missing.
  package var blocked = 0
  /// Of those that it takes: done before, in flight, in doubt, or already there.
  package var settled = 0
  /// Of those that it takes: the effect would be made now.
  package var goes = 0
  /// Of those that it takes: the effect would wait, counted by what holds it back.
  package var restraints: [Restraint: Int] = [:]

  fileprivate init(_ rule: Rule) {
    self.rule = rule.id
    stage = rule.stage
    needsDetails = rule.needsDetails
  }
}
