package import Foundation

/// A task as rules see it: the fields of a list row, and those of the detail once it was fetched.
///
/// Times are absolute: the code that makes the view has applied the tenant's time zone.
package struct TaskView: Sendable, Equatable {
  package var id: String
  package var instanceID: String
  package var workflow: Known<String>
  package var step: Known<String>
  package var status: Known<String>
  package var assignedUser: Known<Party>
  package var assignedGroup: Known<Party>
  package var entityType: Known<String>
  package var entityID: Known<String>
  package var entityLabel: Known<String>
  package var due: Known<Date>
  package var created: Known<Date>
  package var escalated: Known<Bool>
  /// True when the task came in an answer to `overdue_only=true`: the server itself calls it overdue.
  package var listedAsOverdue: Bool
  /// Nil while the detail was not fetched; what depends on it is then not known *yet*.
  package var details: TaskDetails?
  /// The zone of the API's times and days.
  package var zone: TimeZone

  package init(
    id: String, instanceID: String, workflow: Known<String> = .unknown, step: Known<String> = .unknown,
    status: Known<String> = .unknown, assignedUser: Known<Party> = .unknown, assignedGroup: Known<Party> = .unknown,
    entityType: Known<String> = .unknown, entityID: Known<String> = .unknown, entityLabel: Known<String> = .unknown,
    due: Known<Date> = .unknown, created: Known<Date> = .unknown, escalated: Known<Bool> = .unknown,
    listedAsOverdue: Bool = false, details: TaskDetails? = nil, zone: TimeZone = .gmt
  ) {
    self.id = id
    self.instanceID = instanceID
    self.workflow = workflow
    self.step = step
    self.status = status
    self.assignedUser = assignedUser
    self.assignedGroup = assignedGroup
    self.entityType = entityType
    self.entityID = entityID
    self.entityLabel = entityLabel
    self.due = due
    self.created = created
    self.escalated = escalated
    self.listedAsOverdue = listedAsOverdue
    self.details = details
    self.zone = zone
  }
}

extension Known<Party> {
  /// The name of the user or group, if it is known.
  package var name: Known<String> {
    switch self {
    case .unknown: .unknown
    case .none: .none
    case .value(let party): party.name.map { .value($0) } ?? .unknown
    }
  }
}

/// A user or a group: a stable id, and a name for people.
package struct Party: Sendable, Hashable {
  package var id: String
  /// Nil where it is not known.
  package var name: String?

  package init(id: String, name: String?) {
    self.id = id
    self.name = name
  }
}
