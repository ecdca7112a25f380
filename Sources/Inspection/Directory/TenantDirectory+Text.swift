import CalendarTime
package import Foundation
import GeoTareas
import JSON
package import Log
import Records

extension TenantDirectory {
  /// One line of the directory.
  package struct Entry: Sendable, Equatable {
    package enum Kind: String, Sendable, CaseIterable {
      case workflow, step, user, group
      case entityType = "entity_type"
      case result, field
    }

    package var kind: Kind
    package var name: String
    /// Nil where rules use the name.
    package var id: String?
    /// The workflow and step it belongs to.
    package var scope: [String]
    /// The number of tasks on which it was seen; nil for names from a detail.
    package var tasks: Int?
    /// The kind of a field, the label of a result.
    package var remark: String?
    /// When a form with it was first and last seen; nil for names from the list.
    package var firstSeen: Date?
    package var lastSeen: Date?
  }

  /// Everything known, sorted by kind, then by name.
  package var entries: [Entry] {
    let counts = Dictionary(steps.map { ($0.key.workflow, $0.value) }, uniquingKeysWith: +)
    var entries = workflows.map { Entry(kind: .workflow, name: $0, scope: [], tasks: counts[$0]) }
    entries += steps.sorted { $0.key < $1.key }.map {
      Entry(kind: .step, name: $0.key.step, scope: [$0.key.workflow], tasks: $0.value)
    }
    entries += users.sorted.map { Entry(kind: .user, name: $0.name, id: $0.id, scope: [], tasks: $0.tasks) }
    entries += groups.sorted.map { Entry(kind: .group, name: $0.name, id: $0.id, scope: [], tasks: $0.tasks) }
    entries += entityTypes.sorted { $0.key < $1.key }.map {
      Entry(kind: .entityType, name: $0.key, scope: [], tasks: $0.value)
    }
    let forms = forms.sorted { $0.key < $1.key }
    for (step, form) in forms {
      entries += (form.form.results ?? []).map {
        Entry(
          kind: .result, name: $0.code, scope: [step.workflow, step.step], remark: $0.label,
          firstSeen: form.firstSeen, lastSeen: form.lastSeen)
      }
    }
    for (step, form) in forms {
      entries += (form.form.fields ?? []).map {
        Entry(
          kind: .field, name: $0.name, scope: [step.workflow, step.step],
          remark: $0.required ? "\($0.type), required" : $0.type, firstSeen: form.firstSeen, lastSeen: form.lastSeen)
      }
    }
    return entries
  }

  /// The directory as a table for people; empty when nothing was seen.
  package func lines(style: TextStyle = .plain) -> [String] {
    let known = entries
    var lines: [String] = []
    for kind in Entry.Kind.allCases {
      let rows = known.filter { $0.kind == kind }
      guard !rows.isEmpty else { continue }
      if !lines.isEmpty { lines.append("") }
      lines +=
        TextTable(kind.heading.map { style.bold($0) }, rows.map { kind.cells(of: $0, WallTime(zone: zone)) }).lines
    }
    return lines
  }

  /// One JSON object per entry; the keys are stable.
  package func jsonLines(tenant: String) -> [String] {
    entries.map { entry in
      let members = [
        JSONMember("tenant", .string(tenant)), JSONMember("kind", .string(entry.kind.rawValue)),
        JSONMember("name", .string(entry.name)), JSONMember("id", .optional(entry.id)),
        JSONMember("workflow", .optional(entry.scope.first)),
        JSONMember("step", .optional(entry.scope.dropFirst().first)),
        JSONMember("tasks", .count(entry.tasks)),
        JSONMember("remark", .optional(entry.remark)),
        JSONMember("first_seen", .optional(entry.firstSeen?.formatted(.iso8601))),
        JSONMember("last_seen", .optional(entry.lastSeen?.formatted(.iso8601))),
      ]
      return JSONValue.object(members).text
    }
  }
}

extension TenantDirectory.Entry.Kind {
  fileprivate var heading: [String] {
    switch self {
    case .workflow: ["WORKFLOW", "TASKS"]
    case .step: ["STEP", "OF WORKFLOW", "TASKS"]
    case .user: ["USER", "ID", "TASKS"]
    case .group: ["GROUP", "ID", "TASKS"]
    case .entityType: ["ENTITY TYPE", "TASKS"]
    case .result: ["RESULT", "LABEL", "OF STEP", "OF WORKFLOW", "SEEN"]
    case .field: ["FORM FIELD", "TYPE", "OF STEP", "OF WORKFLOW", "SEEN"]
    }
  }

  fileprivate func cells(of entry: TenantDirectory.Entry, _ clock: WallTime) -> [String] {
    let tasks = entry.tasks.map { String($0) } ?? ""
    let cells =
      switch self {
      case .workflow, .entityType: [entry.name, tasks]
      case .step: [entry.name, entry.scope.first ?? "", tasks]
      case .user, .group: [entry.name, entry.id.map { "\"\($0)\"" } ?? "", tasks]
      case .result, .field:
        [
          entry.name, entry.remark ?? "", entry.scope.dropFirst().first ?? "", entry.scope.first ?? "",
          entry.lastSeen.map { clock.day($0) } ?? "",
        ]
      }
    return cells.map { LogText.safe($0) }
  }
}
