import Daemon
import Engine
import Foundation
import Inspection
import Log
import Pacing
import Records
import RuleFiles
import Rules
import Support
import Testing

@Suite("A rule test made of a task, run")
struct RuleTestRoundTripTests {
  private static let rules = """
    schema: 1
    facts:
      small: { captured: [ { step: Quote, field: total, as: decimal, at_most: "5000.00" } ] }
    rules:
      - id: approve-small
        when: { workflow: Quote, step: Approve, all_of: [small], previous_result: { step: Quote, is: quoted } }
        unless: { assigned_user: Maria Garcia }
        then:
          complete:
            result: approved
            captured_data: { amount: { from: Quote.total, as: decimal }, approved_on: { now: date } }
      - id: close-free
        when: { workflow: Review, captured: [ { step: Check, field: hold, exists: false } ] }
        unless: { any_of: [ { form: [ { field: hold, exists: true } ] }, { assigned_group: Audit } ] }
        then: { complete: { result: closed } }
      - id: hand-over
        when: { workflow: Collections, age: { at_least: 3d } }
        then: { reassign: { group: "293847102938471029" } }

    """

  /// Details of a task under review, of which something cannot be read.
  private static let odd = [
    #""fields": [], "previous_steps_data": []"#, #""fields": []"#, #""previous_steps_data": []"#,
    #""fields": [], "previous_steps_data": [{"step_name": "Check"}]"#,
    #""fields": [], "previous_steps_data": [{"step_name": "Check", "captured_data": {"hold": "\ud83d"}}]"#,
    #""fields": [], "previous_steps_data": [{"step_name": "Check", "captured_data": {"ho\ud83d": 1, "x": 2}}]"#,
    #""fields": [], "previous_steps_data": [{"step_name": "Check", "captured_data": {}}, {"captured_data": {}}]"#,
    #""fields": [], "previous_steps_data": [{"captured_data": {}}, {"step_name": "Check", "captured_data": {}}]"#,
    #""fields": [{"name": "hold", "type": "text"}], "previous_steps_data": []"#,
  ].map { SeenTasks.json("1", workflow: "Review", more: #", "available_results": [{"code": "closed"}], "# + $0) }

  @Test(
    "the test passes, whatever the rules make of the task",
    arguments: [
      SeenTasks.json("1", more: SeenTasks.detail), SeenTasks.json("1"),
      SeenTasks.json("1", user: SeenTasks.maria, more: SeenTasks.detail),
      SeenTasks.json("1", more: SeenTasks.detail.replacing("4300.50", with: "\"5000.01\"")),
      SeenTasks.json("1", more: SeenTasks.detail.replacing("4300.50", with: "null")),
      SeenTasks.json("1", more: SeenTasks.detail.replacing("quoted", with: "declined")),
      SeenTasks.json("1", workflow: "Collections", step: "Call"),
      SeenTasks.json("1", workflow: "Staff \\\"Leave\\\": no #1", step: "Ünïcode\\u2028"),
      SeenTasks.json("1", workflow: #"\u202e\u200b\u2066\u009b\u0085\ufeff\u001b\udb40\udc01x"#),
      SeenTasks.json("1", status: "IN_PROGRESS", group: SeenTasks.sales),
      #"{"id": "1", "instance_id": "2", "workflow_name": "Quote"}"#,
      SeenTasks.json("1", workflow: "Review", group: #"{"id": "7"}"#, more: SeenTasks.detail),
    ] + Self.odd)
  func passes(task: String) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("round-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("a.yaml").path
    try Data(Self.rules.utf8).write(to: URL(fileURLWithPath: file))
    let loaded = RuleSetLoader().load([file])
    let set = try #require(loaded.value, "\(loaded.diagnostics)")
    let snapshot = try SeenTasks.snapshot([task], rules: set.rules)
    let now = ClockReading(boot: "b", instant: Instant(nanoseconds: 0), wall: SeenTasks.noon)
    let inquiry = TaskExplanation(about: try #require(snapshot.listing.rows.first), in: snapshot, at: now)
    let text = RuleTestText(inquiry).text
    #expect(LogText.lines(text) == text, "something would act on a terminal")
    try Data(text.utf8).write(to: folder.appendingPathComponent("a.test.yaml"))
    let report = RuleTests.run(paths: [folder.path])
    #expect(report.isGood, "\(report.lines())\n\(report.diagnostics)\n\(text)")
    #expect(report.passed == 1)
  }
}
