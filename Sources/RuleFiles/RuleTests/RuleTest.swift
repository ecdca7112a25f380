package import Foundation
package import Rules

/// One rule test: a task, a moment, and what the rules must do with it.
package struct RuleTest: Sendable {
  /// What must come of it.
  package enum Expectation: Sendable {
    /// A rule acts: this one, in this way, as far as each is given.
    case action(rule: String?, action: ExpectedAction?)
    case nothing(Nothing)
  }

  /// The action in a test; only what is given is compared.
  package enum ExpectedAction: Sendable {
    /// - Parameters:
    ///   - fields: by name; nil where the field must not be sent.
    ///   - isExact: nothing but these fields and this comment may be sent.
    case complete(result: String?, fields: [(name: String, value: Scalar?)], comment: String?, isExact: Bool)
    case reassign(assignee: Reassignment.Assignee?, pool: String?, comment: String?)
  }

  /// Why nothing is done.
  package struct Nothing: Sendable {
    /// The rule that only what is named below keeps from the task.
    package var nearMiss: String?
    package var failed: [String] = []
    package var unknown: [String] = []
    /// When a rule will take the task if nothing but time changes; `.some(nil)` for never.
    package var matchesAt: Date??
  }

  package var name: String
  /// Where the test stands.
  package var source: Rule.Source
  package var task: TaskView
  package var at: Date
  package var expectation: Expectation
}
