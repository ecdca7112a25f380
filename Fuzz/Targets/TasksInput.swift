import Engine
import Foundation
import GeoTareas
import Rules

/// An answer's body: refused, or read so that writing it and reading it again gives the same.
enum TasksInput {
  static func run(_ bytes: [UInt8]) {
    let response = HTTPResponse(status: 200, headers: [HTTPHeader("Content-Type", "application/json")], body: bytes)
    guard let json = try? JSONReader.read(bytes) else {
      if case .foreign = Reply(response) { return }
      return require(false, "no JSON, and yet an answer")
    }
    let again = try? JSONReader.read(Array(json.text.utf8))
    // As text: a string too long to be kept is written as an object.
    require(again?.text == json.text, "written and read again, it is something else")
    look(json)
    switch Reply(response) {
    case .success(_, let data, let meta):
      look(data)
      _ = Reply.page(data: data, meta: meta)
      _ = Reply.token(data: data)
    case .refusal: require(false, "a refusal with status 200")
    case .foreign: break
    }
    let completion = Write.complete(result: "sent", capturedData: [], comment: nil)
    for write in [completion, .reassign(to: .user(id: "1"), comment: nil)] {
      _ = Outcome(.success(response), to: write, of: TaskID("1"))
    }
  }

  private static func look(_ json: JSONValue) {
    if let detail = TaskDetail(json) {
      require(!detail.task.id.rawValue.isEmpty, "a task without an id")
      let details = TaskDetails(detail)
      _ = TaskView(detail.task, listedAsOverdue: false, zone: .gmt, details: details)
      _ = FormCheck.problems(of: .complete(result: "sent", capturedData: [], comment: nil), for: detail)
    }
    guard let task = WorkflowTask(json) else { return }
    let kept = WorkflowTask(task.json)
    require(kept?.id == task.id, "a task that is kept comes back as another")
  }
}
