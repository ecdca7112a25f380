/// Text with references to the task: `Approved for ${entity.label}`.
///
/// References are filled in once. What they insert is never read as a template again.
package struct Template: Sendable, Hashable {
  package enum Part: Sendable, Hashable {
    case literal(String)
    case reference(Reference)
  }

  /// What may be between `${` and `}`; nothing else exists in a template's scope.
  package enum Reference: Sendable, Hashable {
    case taskID, instanceID, workflow, step, status
    case entityType, entityID, entityLabel
    case assignedUser, assignedGroup
    case dueDate, createdAt
    case captured(step: String, field: String)
  }

  package var parts: [Part]

  package init(_ parts: [Part]) { self.parts = parts }

  /// A text without references.
  package init(_ literal: String) { parts = [.literal(literal)] }

  /// True where what it comes to depends on the task.
  package var hasReferences: Bool { parts.contains { if case .reference = $0 { true } else { false } } }

  /// True where a field of an earlier step is referred to, which only the task's detail shows.
  var needsDetails: Bool { parts.contains { if case .reference(.captured) = $0 { true } else { false } } }
}

extension Template: ExpressibleByStringLiteral {
  package init(stringLiteral text: String) { self.init(text) }
}
