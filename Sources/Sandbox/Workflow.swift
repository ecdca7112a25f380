/// A workflow as it was designed: steps, and where each result leads.
struct Workflow: Sendable {
  /// A way a step can end.
  struct Result: Sendable {
    var code: String
    var label: String
    /// The step that follows; nil ends the instance.
    var next: Int?
  }

  /// A field of a step's form.
  struct Field: Sendable {
    enum Kind: String, Sendable { case text, number, date, boolean, select, file }

    var id: String
    var name: String
    var kind: Kind
    var isRequired = false
    /// The values that a select accepts, which the API does not show; empty for any.
    var options: [String] = []
    /// The initial value, or null.
    var value = SandboxJSON.null
    /// True when a value captured earlier in the instance under the same name fills it in.
    var isCarried = false
  }

  struct Step: Sendable {
    var name: String
    var description: String?
    var results: [Result]
    var fields: [Field] = []
    var assignment = Assignment.nobody
    /// Real seconds from a task's creation to its due date; nil for none.
    var dueAfter: Int?
  }

  var id: String
  var name: String
  /// The entity types that its instances are about.
  var entityTypes: [String]
  var steps: [Step]
}

/// Somebody a task is assigned to: a user or a group.
package struct Assignee: Sendable, Equatable {
  package var id: String
  package var name: String

  var json: SandboxJSON { ["id": .string(id), "name": .string(name)] }
}

/// Who has a task.
enum Assignment: Sendable, Equatable {
  case nobody
  case user(Assignee)
  case group(Assignee)

  var user: Assignee? {
    guard case .user(let user) = self else { return nil }
    return user
  }

  var group: Assignee? {
    guard case .group(let group) = self else { return nil }
    return group
  }

  /// What answers show as `assigned_to_user`.
  var userJSON: SandboxJSON { user?.json ?? .null }

  /// What answers show as `assigned_to_group`.
  var groupJSON: SandboxJSON { group?.json ?? .null }
}
