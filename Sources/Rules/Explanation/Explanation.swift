package import Foundation

/// Why a rule takes a task or does not: every condition with its truth and the value that was seen.
package struct Explanation: Sendable, Equatable {
  /// A condition, or a group of them.
  package struct Node: Sendable, Equatable {
    /// The key as written in a rule, such as `workflow`, `any_of`, `overdue_by`, `captured Quote.total`, or a fact's
    /// name.
    package var key: String
    /// True when `key` is the name of a fact.
    package var isFact: Bool
    package var truth: Truth
    /// What the rule asks for, in words; empty for groups.
    package var wanted: String
    /// What the task holds, in words; nil where it is not known, and for groups.
    package var seen: String?
    package var children: [Node]

    package init(
      key: String, isFact: Bool = false, truth: Truth, wanted: String = "", seen: String? = nil, children: [Node] = []
    ) {
      self.key = key
      self.isFact = isFact
      self.truth = truth
      self.wanted = wanted
      self.seen = seen
      self.children = children
    }
  }

  package var rule: String
  package var truth: Truth
  package var when: Node
  package var unless: Node?
  /// When the rule will take the task if only time passes; nil if it takes it now, or will not within the horizon.
  package var matchesAt: Date?

  package init(rule: String, truth: Truth, when: Node, unless: Node? = nil, matchesAt: Date? = nil) {
    self.rule = rule
    self.truth = truth
    self.when = when
    self.unless = unless
    self.matchesAt = matchesAt
  }
}
