package import Foundation
package import GeoTareas

/// What an attempt of an effect rested on: the task as it was read right before, and the rule's conditions with what
/// they saw.
///
/// It explains the effect long after the task, and perhaps the rule, is gone.
package struct Grounds: Sendable, Equatable {
  /// A condition of the rule, or a group of them.
  package struct Condition: Sendable, Equatable {
    package enum Truth: String, Sendable, CaseIterable { case yes, no, unknown }

    /// The key as written in the rule, or a fact's name.
    package var key: String
    /// True when `key` is the name of a fact.
    package var isFact: Bool
    package var truth: Truth
    /// What the rule asks for, in words; empty for groups.
    package var wanted: String
    /// What the task held, in words; nil where it was not known, and for groups.
    package var seen: String?
    package var children: [Condition]

    package init(
      _ key: String, isFact: Bool = false, _ truth: Truth, wanted: String = "", seen: String? = nil,
      children: [Condition] = []
    ) {
      self.key = key
      self.isFact = isFact
      self.truth = truth
      self.wanted = wanted
      self.seen = seen
      self.children = children
    }
  }

  /// What people know the task by.
  package struct Task: Sendable, Equatable {
    package var workflow: String?
    package var step: String?
    package var entityType: String?
    package var entityLabel: String?
    /// The names of who had it, as far as the server told them.
    package var user: String?
    package var group: String?

    package init(
      workflow: String? = nil, step: String? = nil, entityType: String? = nil, entityLabel: String? = nil,
      user: String? = nil, group: String? = nil
    ) {
      self.workflow = workflow
      self.step = step
      self.entityType = entityType
      self.entityLabel = entityLabel
      self.user = user
      self.group = group
    }
  }

  /// The intent's id.
  package var intent: String
  /// Which attempt, from 1.
  package var attempt: Int
  /// When the attempt was armed.
  package var at: Date
  package var task: Task
  /// The rule as it was then; its text is kept under the fingerprint, see ``LoadedRules``.
  package var rule: String
  package var ruleFingerprint: String
  package var when: Condition
  package var unless: Condition?

  package init(
    intent: String, attempt: Int, at: Date, task: Task, rule: String, ruleFingerprint: String, when: Condition,
    unless: Condition? = nil
  ) {
    self.intent = intent
    self.attempt = attempt
    self.at = at
    self.task = task
    self.rule = rule
    self.ruleFingerprint = ruleFingerprint
    self.when = when
    self.unless = unless
  }
}

extension Grounds.Task {
  package init(_ task: WorkflowTask) {
    self.init(
      workflow: task.workflowName.value, step: task.stepName.value, entityType: task.entity.value?.type.value,
      entityLabel: task.entity.value?.label.value, user: task.assignedUser.value?.name,
      group: task.assignedGroup.value?.name)
  }
}
