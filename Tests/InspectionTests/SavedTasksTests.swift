import Daemon
import Engine
import GeoTareas
import Inspection
import Records
import Support
import Testing

@Suite("Tasks saved as JSON")
struct SavedTasksTests {
  private static let task = SeenTasks.json("1", more: SeenTasks.detail)

  @Test(
    "the API's answer, a task by itself and a list are all read",
    arguments: [
      task, "[\(task)]", #"{"success": true, "data": \#(task), "meta": {}}"#,
      #"{"success": true, "data": [\#(task)], "meta": {"total": 1}}"#,
    ])
  func forms(text: String) throws {
    let saved = try SavedTasks(Array(text.utf8))
    #expect(saved.rows.map(\.task.id.rawValue) == ["1"])
    #expect(saved.details.count == 1)
  }

  @Test("a list row has no detail, so that nothing is taken for known that was not read")
  func rowOnly() throws {
    #expect(try SavedTasks(Array(SeenTasks.json("1").utf8)).details.isEmpty)
  }

  @Test("the word on being overdue that the journal keeps beside a task is taken over")
  func overdue() throws {
    let text = #"[{"task": \#(SeenTasks.json("1")), "overdue": true}]"#
    #expect(try SavedTasks(Array(text.utf8)).rows.first?.overdue == true)
  }

  @Test(
    "what is no task is refused with the reason",
    arguments: [
      ("", "not JSON"), ("[]", "no task in it"), ("{}", "entry 1 is no task"), ("[1]", "entry 1 is no task"),
      (#"{"success": false, "data": null, "error": {"code": "NOT_FOUND", "message": "?"}}"#, "NOT_FOUND"),
    ])
  func refused(text: String, reason: String) {
    let error = #expect(throws: SavedTaskError.self) { try SavedTasks(Array(text.utf8)) }
    #expect(error?.description.contains(reason) == true)
  }
}
