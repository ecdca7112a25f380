package import GeoTareas

/// One change made to a task, or one that was refused; exactly-once tests judge by these records.
package struct SandboxEffect: Sendable, Equatable {
  /// Monotonic time since the server's start.
  package var elapsed: Duration
  /// Wall time, seconds since 1970.
  package var unix: Double
  /// The short name of the account, or of the person who made the change.
  package var user: String
  /// ``Endpoint/complete`` or ``Endpoint/reassign``.
  package var endpoint: Endpoint
  package var task: String
  /// The result code of a completion.
  package var result: String?
  /// The id of the user or group a task went to.
  package var assignee: String?
  /// True when it was applied after its request had been answered with 504.
  package var isLate: Bool
  /// Why it was refused; nil for one that was applied.
  package var refusal: String?

  var json: SandboxJSON {
    var members: [SandboxJSON.Member] = [
      .init("at", .string(Self.text(unix))), .init("user", .string(user)),
      .init("endpoint", .string(endpoint.rawValue)), .init("task", .string(task)),
    ]
    if let result { members.append(.init("result", .string(result))) }
    if let assignee { members.append(.init("assignee", .string(assignee))) }
    members.append(.init("late", .bool(isLate)))
    if let refusal { members.append(.init("refusal", .string(refusal))) }
    return .object(members)
  }

  /// UTC with milliseconds, such as `2026-03-15T16:30:01.250Z`.
  private static func text(_ unix: Double) -> String {
    let milliseconds = Int((unix * 1000).rounded(.down))
    let seconds = milliseconds / 1000
    let fraction = String(milliseconds % 1000)
    return TenantZone.civil(seconds) + "." + String(repeating: "0", count: 3 - fraction.count) + fraction + "Z"
  }
}

/// A task as the sandbox really knows it, whatever the cache or a fault told a client.
package struct SandboxTaskRecord: Sendable, Equatable {
  package var id: String
  package var instanceID: String
  package var workflow: String
  package var step: String
  /// `PENDING`, `IN_PROGRESS` or `COMPLETED`.
  package var status: String
  package var assignedUser: Assignee?
  package var assignedGroup: Assignee?
  package var completedBy: String?
  /// Completions that took effect: 0 or 1 for a task of the API.
  package var completions: Int
  /// Attempts to complete it that were refused because it was completed.
  package var refusedCompletions: Int
  /// Every effect on the task, in order.
  package var effects: [SandboxEffect]

  /// Reassignments that took effect, by the user who made them.
  package var reassignments: [String: Int] {
    effects.reduce(into: [:]) { counts, effect in
      if effect.endpoint == .reassign { counts[effect.user, default: 0] += 1 }
    }
  }

  init(_ task: SandboxTask) {
    id = task.id
    instanceID = task.instanceID
    workflow = task.workflow.name
    step = task.step.name
    status = task.status.rawValue
    assignedUser = task.assignment.user
    assignedGroup = task.assignment.group
    completedBy = task.completedBy
    completions = task.completions
    refusedCompletions = task.refusedCompletions
    effects = task.effects
  }

  var json: SandboxJSON {
    let counts = reassignments.sorted { $0.key < $1.key }
    return [
      "id": .string(id), "instance_id": .string(instanceID), "workflow": .string(workflow), "step": .string(step),
      "status": .string(status), "assigned_to_user": assignedUser?.json ?? .null,
      "assigned_to_group": assignedGroup?.json ?? .null, "completed_by": SandboxJSON(completedBy),
      "completions": SandboxJSON(completions), "refused_completions": SandboxJSON(refusedCompletions),
      "reassignments": .object(counts.map { .init($0.key, SandboxJSON($0.value)) }),
      "history": .array(effects.map(\.json)),
    ]
  }
}
