import Engine
import Foundation
import GeoTareas
import JSON
import Records
import Rules

/// An answer's body: refused, or read so that writing it and reading it again gives the same.
enum TasksInput {
  static func run(_ bytes: [UInt8]) {
    let response = HTTPResponse(status: 200, headers: [HTTPHeader("Content-Type", "application/json")], body: bytes)
    guard let json = try? JSONReader.read(bytes) else {
      if case .foreign = Reply(response) { return }
      return require(false, "no JSON, and yet an answer")
    }
    look(json)
    switch Reply(response) {
    case .success(_, let data, let meta):
      require(data != .unreadable, "an answer without data that could be read")
      look(data)
      if let page = Reply.page(data: data, meta: meta) { check(page, data.array ?? []) }
      _ = Reply.token(data: data)
    case .refusal: require(false, "a refusal with status 200")
    case .foreign: break
    }
    let completion = Write.complete(result: "sent", capturedData: [], comment: nil)
    for write in [completion, .reassign(to: .user(id: "1"), comment: nil)] {
      _ = Outcome(.success(response), to: write, of: TaskID("1"))
    }
  }

  /// Each row is a task, or told to be none; what a task cannot do without is known, or told not to be.
  private static func check(_ page: TaskPage, _ rows: [JSONValue]) {
    require(page.rowCount == rows.count && page.tasks.count <= rows.count, "rows are lost")
    let told = Set(page.faults.map(\.place))
    require(told.count == page.faults.count && told.allSatisfy { rows.indices.contains($0) }, "a row is told twice")
    for (place, row) in rows.enumerated() {
      let task = WorkflowTask(row)
      let isGood = task.flatMap { TaskState($0) } != nil
      require(isGood != told.contains(place), "a row that is left alone is not told, or one that is told is not")
    }
  }

  /// What could not be read is unknown to rules, whatever is asked.
  private static func check(_ details: TaskDetails, of task: TaskView) {
    func truth(_ place: ValueTest.Place, _ comparison: ValueTest.Comparison) -> Truth {
      ValueTest(place, as: .text, [comparison]).evaluate(task)
    }
    var places = [ValueTest.Place.captured(step: "\u{0}", field: "x"), .form(field: "\u{0}")]
    places += details.steps.flatMap { step in
      (Array(step.captured.keys) + ["\u{0}"]).map { .captured(step: step.step, field: $0) }
    }
    places += (details.form ?? [:]).keys.map { .form(field: $0) }
    for place in places {
      let exists = truth(place, .exists(true))
      require(exists == truth(place, .exists(false)).negated, "something is there and is not there")
      if exists == .unknown { require(truth(place, .oneOf([.text("x")])) == .unknown, "the unknown can be compared") }
      if case .captured(let step, let field) = place, details.lastRecord(of: step)?.captured[field] == .unreadable {
        require(exists == .unknown, "what is unreadable is known to be there")
      }
    }
    if details.gap != nil { require(truth(places[0], .exists(false)) == .unknown, "an unread step is known") }
  }

  private static func look(_ json: JSONValue) {
    if let detail = TaskDetail(json) {
      require(!detail.task.id.rawValue.isEmpty, "a task without an id")
      let kept = (try? JSONReader.read(detail.json.bytes)).flatMap { TaskDetail($0) }
      require(kept == detail, "a detail that is kept comes back as another")
      let details = TaskDetails(detail)
      check(details, of: TaskView(detail.task, listedAsOverdue: false, zone: .gmt, details: details))
      _ = TaskView(detail.task, listedAsOverdue: false, zone: .gmt, details: details)
      _ = FormCheck.problems(of: .complete(result: "sent", capturedData: [], comment: nil), for: detail)
    }
    guard let task = WorkflowTask(json) else { return }
    let kept = (try? JSONReader.read(task.json.bytes)).flatMap { WorkflowTask($0) }
    require(kept == task && task.size > 0, "a task that is kept comes back as another")
  }
}
