import GeoTareas
import Rules

/// What people call the users and groups of a tenant: by the tasks that were seen, else by the notes of pools.
struct TenantNames {
  private let users: [String: String]
  private let groups: [String: String]

  init(_ directory: TenantDirectory, _ rules: RuleSet) {
    let members = rules.rules.flatMap(\.poolMembers)
    var notes: (users: [String: String], groups: [String: String]) = ([:], [:])
    for member in members {
      guard let note = member.note, !note.isEmpty else { continue }
      switch member.target {
      case .user(let id): notes.users[id] = note
      case .group(let id): notes.groups[id] = note
      }
    }
    users = directory.users.names.filter { !$0.value.isEmpty }.merging(notes.users) { seen, _ in seen }
    groups = directory.groups.names.filter { !$0.value.isEmpty }.merging(notes.groups) { seen, _ in seen }
  }

  /// The name of who gets a task; nil where it was never seen.
  func name(of recipient: Write.Recipient) -> String? {
    switch recipient {
    case .user(let id): users[id]
    case .group(let id): groups[id]
    }
  }

  /// Who gets a task, by name, else by id.
  func words(of recipient: Write.Recipient) -> String {
    if let name = name(of: recipient) { return name }
    return switch recipient {
    case .user(let id): "user \(id)"
    case .group(let id): "group \(id)"
    }
  }

  /// Who has a task: the user, with the group in parentheses where there are both.
  static func holder(of task: WorkflowTask) -> String {
    guard task.assignedUser.isKnown, task.assignedGroup.isKnown else { return "?" }
    let user = task.assignedUser.value.map { words($0, "user") }
    let group = task.assignedGroup.value.map { words($0, "group") }
    return switch (user, group) {
    case (let user?, let group?): "\(user) (\(group))"
    case (let name?, nil), (nil, let name?): name
    case (nil, nil): "nobody"
    }
  }

  private static func words(_ party: Assignee, _ kind: String) -> String {
    party.name.flatMap { $0.isEmpty ? nil : $0 } ?? "\(kind) \(party.id)"
  }
}

extension Rule {
  /// The members of the pool that the rule hands tasks to.
  fileprivate var poolMembers: [Pool.Member] {
    if case .reassign(let reassignment) = action, case .pool(let pool) = reassignment.target {
      pool.members
    } else {
      []
    }
  }
}
