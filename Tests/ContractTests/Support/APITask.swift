import Engine
import Foundation
import GeoTareas
import JSON
import Records
import Rules

/// A task as the API shows it, so that a key can be changed, stated to be null, or left out.
struct APITask: Sendable {
  /// The keys of a list row.
  private(set) var row: [String: JSONValue]
  /// The keys that only the detail has.
  private(set) var more: [String: JSONValue]
  /// Whether the server lists it when asked for overdue tasks.
  var listedAsOverdue = false

  /// A pending quote that nobody has, created on the morning of ``Clock/monday``.
  init(_ id: String = "1001", _ changes: [String: JSONValue] = [:]) {
    row = [
      "id": .string(id), "instance_id": .string("7\(id)"), "workflow_name": "Quote", "step_name": "Approve",
      "status": "PENDING", "assigned_to_user": .null, "assigned_to_group": .null,
      "entity": ["type": "CUENTA", "id": "738291047382910473", "label": "Acme Corp"], "due_date": .null,
      "escalated": false, "created_at": "2026-03-09T09:00:00",
    ]
    more = ["available_results": [["code": "ok"], ["code": "approved"]], "fields": [], "previous_steps_data": []]
    for (key, value) in changes { self[key] = value }
  }

  var id: String { row["id"]?.string ?? "" }

  /// A key of the row or of the detail; nil leaves it out of the answer.
  subscript(key: String) -> JSONValue? {
    get { row[key] ?? more[key] }
    set { if more[key] == nil { row[key] = newValue } else { more[key] = newValue } }
  }

  func with(_ key: String, _ value: JSONValue) -> APITask { changed { $0[key] = value } }
  func without(_ key: String) -> APITask { changed { $0[key] = nil } }

  /// With an assignee: `assigned_to_user` or `assigned_to_group`.
  func held(by name: String, id: String = "88", as key: String = "assigned_to_user") -> APITask {
    with(key, ["id": .string(id), "name": .string(name)])
  }

  func entity(_ key: String, _ value: JSONValue) -> APITask {
    let members = row["entity"]?.members?.filter { $0.key != key } ?? []
    return with("entity", .object(members + [JSONMember(key, value)]))
  }

  /// With a further step behind it that captured these fields.
  func captured(_ fields: JSONValue, step: String = "Quote", result: String = "sent") -> APITask {
    let record: JSONValue = ["step_name": .string(step), "result": .string(result), "captured_data": fields]
    return changed { $0.more["previous_steps_data"] = .array(($0.more["previous_steps_data"]?.array ?? []) + [record]) }
  }

  /// With a field in its form.
  func field(_ name: String, type: String = "text", required: Bool = false, value: JSONValue = .null) -> APITask {
    let field: JSONValue = [
      "name": .string(name), "type": .string(type), "required": .bool(required), "value": value,
    ]
    return changed { $0.more["fields"] = .array(($0.more["fields"]?.array ?? []) + [field]) }
  }

  private func changed(_ change: (inout APITask) -> Void) -> APITask {
    var copy = self
    change(&copy)
    return copy
  }

  var listJSON: JSONValue { JSONValue(row) }
  var detailJSON: JSONValue { JSONValue(row.merging(more) { _, detail in detail }) }

  /// What rules see of it; nil where the answer holds no task.
  func view(withDetail: Bool = true) -> TaskView? {
    guard let detail = TaskDetail(detailJSON) else { return nil }
    return TaskView(
      detail.task, listedAsOverdue: listedAsOverdue, zone: Clock.zone,
      details: withDetail ? TaskDetails(detail) : nil)
  }
}

extension JSONValue {
  fileprivate init(_ members: [String: JSONValue]) {
    self = .object(members.sorted { $0.key < $1.key }.map { JSONMember($0.key, $0.value) })
  }
}
