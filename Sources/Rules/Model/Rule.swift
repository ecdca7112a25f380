package import Foundation

/// One rule: which tasks it takes, and what it does with them.
package struct Rule: Sendable, Equatable {
  /// How far a rule is rolled out.
  package enum Stage: String, Sendable, CaseIterable {
    /// Tells what it would do, never writes, and takes no task away from the rules behind it.
    case shadow
    /// Acts on a share of the instances, chosen by a hash of their id; on others it behaves as in shadow.
    case canary
    case live
  }

  /// Where the rule is in the user's files.
  package struct Source: Sendable, Equatable {
    package var file: String
    package var line: Int
    /// The rule as it is written, with the definitions that it names; empty where there is no file.
    package var text: String

    package init(file: String, line: Int, text: String = "") {
      self.file = file
      self.line = line
      self.text = text
    }
  }

  package var id: String
  package var stage: Stage
  package var when: Condition
  /// Protects a task: the rule does not match where this holds or is unknown.
  package var unless: Condition?
  package var action: Action
  package var safeguards: Safeguards
  package var title: String?
  package var owner: String?
  package var note: String?
  /// Changes exactly when the rule's meaning changes; 16 hexadecimal digits.
  package var fingerprint: String
  package var source: Source

  package init(
    id: String, stage: Stage, when: Condition, unless: Condition? = nil, action: Action,
    safeguards: Safeguards = Safeguards(), title: String? = nil, owner: String? = nil, note: String? = nil,
    fingerprint: String, source: Source
  ) {
    self.id = id
    self.stage = stage
    self.when = when
    self.unless = unless
    self.action = action
    self.safeguards = safeguards
    self.title = title
    self.owner = owner
    self.note = note
    self.fingerprint = fingerprint
    self.source = source
  }
}

extension Rule {
  /// Whether the rule takes `task`: everything in `when` holds, and `unless` does not.
  ///
  /// An unknown `unless` protects the task: the answer is then never `yes`.
  package func matches(_ task: TaskView, at now: Date) -> Truth {
    let wanted = when.evaluate(task, at: now)
    guard wanted != .no, let unless else { return wanted }
    return wanted.and(unless.evaluate(task, at: now).negated)
  }
}
