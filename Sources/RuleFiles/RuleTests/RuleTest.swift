package import Foundation
package import Rules

/// One rule test: a task, a moment, and what the rules must do with it.
package struct RuleTest: Sendable {
  /// The expected result.
  package enum Expectation: Sendable {
    /// A rule acts: this rule, and in this way, as far as each is given.
    case action(rule: String?, action: ExpectedAction?)
    case nothing(Nothing)
  }

  /// The action in a test; only given parts are compared.
  package enum ExpectedAction: Sendable {
    /// - Parameters:
    ///   - fields: Values by name; nil where the field must not be sent.
    ///   - isExact: True if nothing but these fields and this comment may be sent.
    case complete(result: String?, fields: [(name: String, value: Scalar?)], comment: String?, isExact: Bool)
    case reassign(assignee: Reassignment.Assignee?, pool: String?, comment: String?)
  }

  /// Why nothing is done.
  package struct Nothing: Sendable {
    /// The rule that would take the task, but for the conditions named below.
    package var nearMiss: String?
    package var failed: [String] = []
    package var unknown: [String] = []
    /// When a rule will take the task if only time passes; `.some(nil)` for never.
    package var matchesAt: Date??
  }

  package var name: String
  /// Where the test is in its file.
  package var source: Rule.Source
  package var task: TaskView
  package var at: Date
  package var expectation: Expectation
}
