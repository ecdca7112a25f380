import Foundation
import GeoTareas
import Records
import Rules

extension Grounds {
  /// What an attempt of `intent` rests on that is armed now, for a task that was just read.
  init(of intent: Intent, by rule: Rule, _ task: WorkflowTask, _ view: TaskView, at now: Date) {
    let why = rule.explain(view, at: now, looksAhead: false)
    self.init(
      intent: intent.id, attempt: intent.attempts, at: now, task: Task(task), rule: rule.id,
      ruleFingerprint: rule.fingerprint, when: Condition(why.when), unless: why.unless.map { Condition($0) })
  }
}

extension Grounds.Condition {
  fileprivate init(_ node: Explanation.Node) {
    self.init(
      node.key, isFact: node.isFact, Truth(node.truth), wanted: node.wanted, seen: node.seen,
      children: node.children.map { Grounds.Condition($0) })
  }
}

extension Grounds.Condition.Truth {
  fileprivate init(_ truth: Rules.Truth) {
    self =
      switch truth {
      case .yes: .yes
      case .no: .no
      case .unknown: .unknown
      }
  }
}

extension LoadedRules {
  init(_ cause: Cause, _ set: RuleSet, at now: Date) {
    self.init(
      cause, fingerprint: set.fingerprint,
      rules: set.rules.map {
        Text(
          rule: $0.id, fingerprint: $0.fingerprint, text: $0.source.text, title: $0.title, owner: $0.owner,
          file: $0.source.file, line: $0.source.line)
      }, at: now)
  }
}
