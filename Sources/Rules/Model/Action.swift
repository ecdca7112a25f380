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
  package var comment: Template?

  package init(result: String, capturedData: [CapturedField] = [], comment: Template? = nil) {
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
  /// A field captured in an earlier step.
  case captured(CapturedReference)
  case text(Template)
  /// The day, or the moment, of the action in the tenant's zone.
  case today
  case now

  /// How the value is taken from the clock; nil where the time does not change it.
  ///
  /// The same action filled in at another time counts as the same action, so such values are left out when actions are
  /// compared.
  package var clock: String? {
    switch self {
    case .today: "today"
    case .now: "now"
    case .literal, .captured, .text: nil
    }
  }
}

/// Takes a value from a field of an earlier step.
package struct CapturedReference: Sendable, Hashable {
  /// What happens when the field is missing or cannot be read as its type.
  package enum IfMissing: Sendable, Hashable {
    /// Nothing is done to the task.
    case skipTask
    /// Nothing is done to the task, and this is reported.
    case fail
    case use(Scalar)
  }

  package var step: String
  package var field: String
  package var type: ValueType
  package var ifMissing: IfMissing

  package init(step: String, field: String, as type: ValueType, ifMissing: IfMissing = .skipTask) {
    self.step = step
    self.field = field
    self.type = type
    self.ifMissing = ifMissing
  }
}

/// A literal as the rule's author wrote it: quoted text, a number, or a boolean.
package enum Scalar: Sendable, Hashable {
  case text(String)
  case number(Decimal)
  case boolean(Bool)
  /// A decimal with its own digits, such as `4300.50`: sent as a number to a number field, else as text.
  case decimal(String)
}

/// Hands the task to somebody else.
package struct Reassignment: Sendable, Equatable {
  /// A user or a group, by id.
  package enum Assignee: Sendable, Hashable {
    case user(id: String)
    case group(id: String)
  }

  package enum Target: Sendable, Equatable {
    case user(id: String)
    case group(id: String)
    case pool(Pool)
  }

  package var target: Target
  package var comment: Template?
  /// Never give it to the user or group that has it now.
  package var notToCurrent: Bool
  /// Tasks of one instance go to the member of the pool that had the instance's last task.
  package var keepsPersonPerInstance: Bool

  package init(
    target: Target, comment: Template? = nil, notToCurrent: Bool = false, keepsPersonPerInstance: Bool = false
  ) {
    self.target = target
    self.comment = comment
    self.notToCurrent = notToCurrent
    self.keepsPersonPerInstance = keepsPersonPerInstance
  }
}
