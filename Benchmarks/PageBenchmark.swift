import Engine
import Foundation
import GeoTareas
import Rules

/// A page of a hundred tasks, from the text of the answer to tasks the index can be asked about.
struct PageBenchmark {
  let tasks: [TaskView]
  let drafts: [RuleDraft]

  func run() throws {
    let bytes = Array(("{\"data\":[" + tasks.map(json).joined(separator: ",") + "],\"meta\":{\"total\":100}}").utf8)
    let session = RuleIndex.Session(RuleIndex(RuleSet(try drafts.map { try $0.rule() })))
    let zone = TimeZone(identifier: "America/Guayaquil") ?? .gmt
    var count = 0
    let decoding = try median(of: 51) { count = try page(bytes)?.tasks.count ?? 0 }
    guard let page = try page(bytes) else { return }
    let viewing = median(of: 51) {
      for task in page.tasks { _ = TaskView(task, listedAsOverdue: false, zone: zone) }
    }
    let views = page.tasks.map { TaskView($0, listedAsOverdue: false, zone: zone) }
    let reading = median(of: 51) {
      for view in views { _ = session.read(view) }
    }
    let read = views.map { session.read($0) }
    let matching = median(of: 51) {
      for place in read.indices { blackHole(session.verdict(on: read[place], at: Tenant.now)) }
    }
    let parts = [
      ("JSON to rows", decoding), ("rows to views", viewing), ("views to numbers", reading),
      ("first match among 10,000", matching),
    ]
    print(
      "a page of \(count) tasks, \(bytes.count) bytes, in microseconds: "
        + parts.map { "\($0) \(($1.seconds * 1e6).written(1))" }.joined(separator: ", "))
  }

  private func page(_ bytes: [UInt8]) throws -> TaskPage? {
    let json = try JSONReader.read(bytes)
    guard let data = json["data"] else { return nil }
    return Reply.page(data: data, meta: json["meta"])
  }

  private func json(_ task: TaskView) -> String {
    func party(_ party: Known<Party>) -> String {
      party.value.map { "{\"id\":\"\($0.id)\",\"name\":\"\($0.name)\"}" } ?? "null"
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
