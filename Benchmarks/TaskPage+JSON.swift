import Foundation
import GeoTareas
import JSON
import Rules

extension TaskPage {
  /// Reads the text of an answer; nil when it shows no page.
  init?(_ bytes: [UInt8]) throws {
    let json = try JSONReader.read(bytes)
    guard let data = json["data"], let page = Reply.page(data: data, meta: json["meta"]) else { return nil }
    self = page
  }

  /// The text of an answer that lists `tasks`, of `total`.
  static func written(_ tasks: [TaskView], of total: Int? = nil) -> [UInt8] {
    let rows = tasks.map(row).joined(separator: ",")
    return Array("{\"success\":true,\"data\":[\(rows)],\"meta\":{\"total\":\(total ?? tasks.count)}}".utf8)
  }

  private static func row(_ task: TaskView) -> String {
    func party(_ party: Known<Party>) -> String {
      party.value.map { "{\"id\":\"\($0.id)\",\"name\":\"\($0.name ?? "")\"}" } ?? "null"
    }
    func text(_ text: Known<String>) -> String { text.value.map { "\"\($0)\"" } ?? "null" }
    func moment(_ date: Known<Date>) -> String {
      date.value.map { "\"\($0.formatted(.iso8601).dropLast())\"" } ?? "null"
    }
    return """
      {"id":"\(task.id)","instance_id":"\(task.instanceID)","workflow_name":\(text(task.workflow)),\
      "step_name":\(text(task.step)),"status":"PENDING","assigned_to_user":\(party(task.assignedUser)),\
      "assigned_to_group":\(party(task.assignedGroup)),"entity":{"type":\(text(task.entityType)),\
      "id":\(text(task.entityID)),"label":\(text(task.entityLabel))},"due_date":\(moment(task.due)),\
      "escalated":\(task.escalated.value ?? false),"created_at":\(moment(task.created))}
      """
  }
}
