import Sandbox
import Testing

@Suite struct ReassignmentTests {
  @Test("the page's example hands the task to a user and takes it from the group")
  func toUser() {
    var probe = Probe()
    let answer = probe.reassign()
    let expected: SandboxJSON = [
      "task_id": "674839201748392018", "assigned_to_user": ["id": "182736450918273645", "name": "Maria Garcia"],
      "assigned_to_group": .null, "reassigned_at": "2026-03-15T11:30:01",
    ]
    #expect(answer.data == expected)
    #expect(probe.record()?.assignedGroup == nil)
    #expect(probe.record()?.reassignments == ["robot": 1])
    #expect(probe.tenant.history.first?.assignee == "182736450918273645")
  }

  @Test("a task can be handed to a group, and again to the one who has it")
  func toGroup() {
    var probe = Probe()
    let form: SandboxJSON = ["assign_to_group_id": "293847102938471029", "comment": "back"]
    #expect(probe.reassign(Probe.welcome, form).data?["assigned_to_group"]?["name"] == "Sales Team")
    #expect(probe.reassign(Probe.welcome, form).status == 200)
    #expect(probe.tenant.history.count == 2)
  }

  @Test(
    "neither, both, unknown, too long or not text is 400 VALIDATION_ERROR",
    arguments: [
      "{}", "[]", #"{"assign_to_user_id":1}"#, #"{"assign_to_user_id":""}"#, #"{"assign_to_user_id":null}"#,
      #"{"assign_to_user_id":"182736450918273645","assign_to_group_id":"293847102938471029"}"#,
      #"{"assign_to_user_id":"999"}"#, #"{"assign_to_user_id":"293847102938471029"}"#,
      #"{"assign_to_group_id":"182736450918273645"}"#, #"{"assign_to_group_id":"1234567890123456789012345678901"}"#,
      #"{"assign_to_user_id":"182736450918273645","comment":"\#(String(repeating: "c", count: 501))"}"#,
      #"{"assign_to_user_id":"182736450918273645","comment":[]}"#,
    ])
  func refused(text: String) {
    var probe = Probe()
    let answer = probe.send("POST", "\(Probe.tasks)/\(Probe.welcome)/reassign", body: Array(text.utf8))
    #expect(answer.code == "VALIDATION_ERROR")
    #expect(probe.tenant.history.isEmpty)
  }

  @Test("an unknown task is 404")
  func unknown() {
    var probe = Probe()
    #expect(probe.reassign("1").code == "NOT_FOUND")
  }
}
