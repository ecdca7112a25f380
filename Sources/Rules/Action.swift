package import Foundation

/// What a rule does to a task it matches: exactly one of the two.
package enum Action: Sendable, Equatable {
  case complete(Completion)
  case reassign(Reassignment)
}

/// Completes the task with a result code and what the form asks for.
package struct Completion: Sendable, Equatable {
  /// One of the codes of the task's `available_results`.
  package var result: String
  /// Values by field name, in the order of the rule file.
  package var capturedData: [CapturedField]
  package var comment: String?

  package init(result: String, capturedData: [CapturedField] = [], comment: String? = nil) {
    self.result = result
    self.capturedData = capturedData
    self.comment = comment
  }
}

/// One entry of `captured_data`.
package struct CapturedField: Sendable, Equatable {
  package var name: String
  package var value: FieldValue

  package init(name: String, value: FieldValue) {
    self.name = name
    self.value = value
  }
}

/// Where the value of a captured field comes from.
package enum FieldValue: Sendable, Equatable {
  case literal(Scalar)
}

/// A literal as the rule's author wrote it: quoted text, a number, or a boolean.
package enum Scalar: Sendable, Hashable {
  case text(String)
  case number(Decimal)
  case boolean(Bool)
}

/// Hands the task to a user or a group, by id.
package struct Reassignment: Sendable, Equatable {
  package enum Target: Sendable, Hashable {
    case user(id: String)
    case group(id: String)
  }

  package var target: Target
  package var comment: String?

  package init(target: Target, comment: String? = nil) {
    self.target = target
    self.comment = comment
  }
}
