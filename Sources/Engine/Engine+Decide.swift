import Foundation
import GeoTareas
import Pacing
import Rules

/// From tasks to decisions.
extension Engine {
  /// Decides about every task of the last poll; only what is new is told and journalled.
  mutating func decide(at now: Stamp) {
    var candidates: [Candidate] = []
    var records: [Record] = []
    for row in poller.rows.values.sorted(by: { $0.task.id < $1.task.id }) {
      guard let state = TaskState(row.task), state.isOpen, !busy.contains(row.task.id) else { continue }
      let view = row.view(in: settings.zone)
      let verdict = rules.verdict(on: view, at: now.wall)
      guard let match = verdict.match else {
        tellUndecided(verdict, row.task.id, state)
        continue
      }
      let rule = rules.rules[match]
      let write = Write(rule.action)
      if rule.stage == .shadow {
        announce(.shadow, row.task.id, state, rule, write, "", &records, at: now)
        continue
      }
      // Rules changed while the journal was asked: what is not known yet waits for the next poll.
      guard book.knows(row.task.id) else { continue }
      switch book.judge(write, to: row.task.id, in: state, readAt: row.readAt) {
      case .no: continue
      case .fresh, .resume, .replace: break
      }
      if said.isBlocked(row.task.id, by: rule.fingerprint, in: state, at: now.instant) { continue }
      if let until = postponed[row.task.id], until > now.instant { continue }
      // A task that was blocked is looked at again in silence.
      let wasBlocked = said.wasBlocked(row.task.id, by: rule.fingerprint, in: state)
      if !wasBlocked {
        announce(settings.mode == .dry ? .dry : .act, row.task.id, state, rule, write, "", &records, at: now)
      }
      candidates.append(
        Candidate(
          task: row.task.id, state: state, overdue: row.overdue, readAt: row.readAt, rule: rule.id,
          ruleFingerprint: rule.fingerprint, write: write, urgency: view.urgency))
    }
    queue.replace(with: candidates)
    let wanted = Set(candidates.map(\.task))
    drop(
      book.allUnresolved.filter { $0.state == .planned && !wanted.contains($0.task) && !busy.contains($0.task) },
      at: now)
    let listed = poller.rows
    said.prune { listed[$0] != nil }
    postponed = postponed.filter { $0.value > now.instant }
    book.prune(keeping: { listed[$0] != nil }, at: now.instant)
    commit(records)
  }

  /// Planned effects that no rule asks for any more: nothing of them was ever applied.
  private mutating func drop(_ intents: [Intent], at now: Stamp) {
    for intent in intents {
      settle(intent, .superseded, "no rule asks for it any more; it was never applied", at: now)
    }
  }

  private mutating func tellUndecided(_ verdict: Verdict, _ task: TaskID, _ state: TaskState) {
    guard let first = verdict.undecided.first else { return }
    let rule = rules.rules[first]
    let news = Announcements.Said(
      kind: .blocked, ruleFingerprint: rule.fingerprint, state: state, note: "undecided")
    guard said.say(news, about: task) else { return }
    tally.count(.decisionUnknown)
    report(
      .decisionUnknown, .info, "rule '\(rule.id)' cannot be decided: something it asks for is not known; left alone",
      [.init("task", task.rawValue), .init("rule", rule.id)])
  }

  /// Tells and journals a decision, if it is news.
  mutating func announce(
    _ kind: DecisionEntry.Kind, _ task: TaskID, _ state: TaskState, _ rule: Rule, _ write: Write, _ note: String,
    _ records: inout [Record], at now: Stamp
  ) {
    let news = Announcements.Said(kind: kind, ruleFingerprint: rule.fingerprint, state: state, note: note)
    guard said.say(news, about: task) else { return }
    records.append(
      .decision(
        DecisionEntry(
          at: now.wall, task: task, rule: rule.id, ruleFingerprint: rule.fingerprint, kind: kind, write: write,
          note: note
        )))
    let fields = [Report.Field("task", task.rawValue), .init("rule", rule.id), .init("action", write.inWords)]
    switch kind {
    case .act: report(.decisionAct, .info, "rule '\(rule.id)' will \(write.inWords)", fields)
    case .dry:
      report(.decisionAct, .info, "rule '\(rule.id)' would \(write.inWords) (dry run)", fields + [.init("dry", "true")])
    case .shadow: report(.decisionShadow, .info, "rule '\(rule.id)' would \(write.inWords) (stage shadow)", fields)
    case .blocked: report(.decisionBlocked, .warning, "rule '\(rule.id)' does not fit the task: \(note)", fields)
    }
    tally.count(kind == .blocked ? .decisionBlocked : kind == .shadow ? .decisionShadow : .decisionAct)
  }
}

extension Poller.Row {
  func view(in zone: TimeZone) -> TaskView { TaskView(task, listedAsOverdue: overdue, zone: zone) }
}

extension TaskView {
  var urgency: Candidate.Urgency {
    Candidate.Urgency(
      isUrgent: listedAsOverdue || escalated.value == true, due: due.value ?? .distantFuture,
      created: created.value ?? .distantFuture)
  }
}
