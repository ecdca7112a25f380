package import Patterns

/// A condition on a task: a tree of tests joined by and, or, not.
package indirect enum Condition: Sendable, Equatable {
  /// A map of keys: all must hold. The loader never makes an empty one.
  case all([Condition])
  case any([Condition])
  /// None of them may hold.
  case none([Condition])
  case test(Predicate)
  /// A condition under a name of its own.
  case fact(String, Condition)
}

/// One test on one field of a task.
package enum Predicate: Sendable, Equatable {
  case text(TextField, TextTest)
  case assignee(AssigneeField, AssigneeTest)
  case flag(FlagField, Bool)
  case time(TimeTest)
  case value(ValueTest)
  /// The result code of an earlier step is one of these; if the step was repeated, its last code counts.
  case previousResult(step: String, oneOf: [String])
  /// One of these codes is among the task's results.
  case resultAvailable([String])
}

/// The fields that hold text.
package enum TextField: String, Sendable, CaseIterable {
  case workflow, step, status
  case entityType = "entity_type"
  case entityID = "entity_id"
  case entityLabel = "entity_label"
}

/// The fields that hold a user or a group.
package enum AssigneeField: String, Sendable, CaseIterable {
  case user = "assigned_user"
  case group = "assigned_group"
}

/// The conditions that are true or false.
package enum FlagField: String, Sendable, CaseIterable {
  case escalated, overdue, unassigned
  case hasUser = "has_user"
  case hasGroup = "has_group"
  case hasDueDate = "has_due_date"
}

/// How a text is compared.
///
/// Text is compared in Unicode NFC, case-sensitive.
package indirect enum TextTest: Sendable, Equatable {
  case equals(String)
  /// A glob: `*` any run of characters, `?` one character, `[a-z]` one of a set, `\` takes the next literally.
  case like(Glob)
  case matches(Pattern)
  case not(TextTest)
  /// A list under a key: any of these may hold.
  case anyOf([TextTest])
}

/// How an assignee is compared: by name, or by id.
package indirect enum AssigneeTest: Sendable, Equatable {
  case name(TextTest)
  case id(String)
  case not(AssigneeTest)
  case anyOf([AssigneeTest])
}
