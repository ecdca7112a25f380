import GeoTareas
import Sandbox
import Testing

@Suite struct CompletionTests {
  @Test("the page's example completes the task and tells the next step")
  func example() {
    var probe = Probe()
    let answer = probe.complete()
    #expect(answer.status == 200)
    let expected: SandboxJSON = [
      "success": true,
      "data": [
        "task_id": "674839201748392018", "status": "COMPLETED", "result": "sent",
        "completed_at": "2026-03-15T11:30:01", "instance_status": "RUNNING", "next_step": "Review Welcome Package",
      ],
      "meta": [:],
    ]
    #expect(answer.json == expected)
    #expect(probe.record()?.status == "COMPLETED")
    #expect(probe.record()?.completions == 1)
    #expect(probe.record()?.completedBy == "robot")
  }

  @Test("the next task is a new one of the same instance that knows what was captured")
  func advance() throws {
    var probe = Probe()
    _ = probe.complete()
    let next = try #require(
      probe.tenant.tasks.first { $0.instanceID == "591847302948571634" && $0.status == "PENDING" })
    #expect(next.id != Probe.welcome)
    #expect(next.id.count == 18)
    let detail = probe.detail(next.id)
    #expect(detail.data?["step_name"] == "Review Welcome Package")
    #expect(detail.data?["created_at"] == "2026-03-15T11:30:01")
    let steps = detail.data?["previous_steps_data"]?.elements ?? []
    #expect(steps.count == 2)
    #expect(steps.first?["completed_by"] == "jdoe")
    #expect(
      steps.last == [
        "step_name": "Send Welcome Email", "completed_by": "robot", "completed_at": "2026-03-15T11:30:01",
        "result": "sent", "captured_data": ["email_address": "contact@acme.com", "template": "Premium Welcome"],
      ])
  }

  @Test("the last step ends the instance and makes no task")
  func end() throws {
    var probe = Probe()
    _ = probe.complete()
    let last = try #require(
      probe.tenant.tasks.first { $0.instanceID == "591847302948571634" && $0.status == "PENDING" })
    let count = probe.tenant.tasks.count
    let answer = probe.complete(last.id, ["result_code": "done"])
    #expect(answer.data?["instance_status"] == "COMPLETED")
    #expect(answer.data?["next_step"] == .null)
    #expect(probe.tenant.tasks.count == count)
  }

  @Test("a result may lead back to an earlier step")
  func back() {
    var probe = Probe()
    var form = Probe.goodForm
    if case .object(var members) = form {
      members[0].value = "failed"
      form = .object(members)
    }
    #expect(probe.complete(Probe.welcome, form).data?["next_step"] == "Verify Contact Information")
  }

  @Test("a captured number comes back as it was written")
  func number() throws {
    var probe = Probe()
    let quote = try #require(
      probe.tenant.tasks.first { $0.workflow == "Quote" && $0.step == "Quote" && $0.status != "COMPLETED" })
    let form: SandboxJSON = [
      "result_code": "quoted", "captured_data": ["amount": .number("1500.00"), "currency": "USD"],
    ]
    #expect(probe.complete(quote.id, form).status == 200)
    let next = try #require(probe.tenant.tasks.first { $0.instanceID == quote.instanceID && $0.id != quote.id })
    let detail = probe.detail(next.id)
    #expect(detail.data?["previous_steps_data"]?[0]?["captured_data"]?["amount"] == .number("1500"))
    #expect(detail.data?["fields"]?[0]?["value"] == .number("1500"))
    // Filled in beforehand, the required amount need not be sent.
    #expect(probe.complete(next.id, ["result_code": "approved"]).status == 200)
  }

  @Test(
    "a body that does not fit is 400 VALIDATION_ERROR and changes nothing",
    arguments: [
      "[]", "1", "{}", #"{"result_code":""}"#, #"{"result_code":7}"#, #"{"result_code":null}"#,
      #"{"result_code":"\#(String(repeating: "x", count: 81))"}"#, #"{"result_code":"approved"}"#,
      #"{"result_code":"sent"}"#, #"{"result_code":"sent","captured_data":[]}"#,
      #"{"result_code":"sent","captured_data":null}"#,
      #"{"result_code":"sent","captured_data":{"email_address":"a"}}"#,
      #"{"result_code":"sent","captured_data":{"email_address":"","template":"Premium Welcome"}}"#,
      #"{"result_code":"sent","captured_data":{"email_address":1,"template":"Premium Welcome"}}"#,
      #"{"result_code":"sent","captured_data":{"email_address":"a","template":"Other"}}"#,
      #"{"result_code":"sent","captured_data":{"email_address":"a","template":"Premium Welcome","x":1}}"#,
      #"{"result_code":"sent","captured_data":{"f_email":"a","template":"Premium Welcome"}}"#,
      #"{"result_code":"sent","captured_data":{"email_address":"a","template":"Premium Welcome"},"comment":1}"#,
    ])
  func refused(text: String) {
    var probe = Probe()
    let answer = probe.send("POST", "\(Probe.tasks)/\(Probe.welcome)/complete", body: Array(text.utf8))
    #expect(answer.status == 400)
    #expect(answer.code == "VALIDATION_ERROR")
    #expect(probe.record()?.status == "PENDING")
    #expect(probe.tenant.history.isEmpty)
  }

  @Test("a comment of 2001 characters is refused")
  func longComment() {
    var probe = Probe()
    let form: SandboxJSON = [
      "result_code": "sent", "captured_data": ["email_address": "a", "template": "Standard Welcome"],
      "comment": .string(String(repeating: "c", count: 2001)),
    ]
    #expect(probe.complete(Probe.welcome, form).code == "VALIDATION_ERROR")
  }

  @Test("a comment of 2000 characters and an unknown member are taken")
  func edge() {
    var probe = Probe()
    let comment = String(repeating: "é", count: 2000)
    let form: SandboxJSON = [
      "result_code": "sent", "captured_data": ["email_address": "a", "template": "Standard Welcome"],
      "comment": .string(comment), "extra": [1],
    ]
    #expect(probe.complete(Probe.welcome, form).status == 200)
  }

  @Test(
    "each field type takes its JSON type and no other",
    arguments: [
      (#"{"contacted":"yes"}"#, 400), (#"{"contacted":1}"#, 400), (#"{"contacted":true}"#, 200),
      (#"{"contacted":true,"amount_promised":"12"}"#, 400), (#"{"contacted":true,"amount_promised":12.50}"#, 200),
      (#"{"contacted":true,"promise_date":20260401}"#, 400), (#"{"contacted":true,"promise_date":"2026-04-01"}"#, 200),
      (#"{"contacted":true,"promise_date":null}"#, 400), (#"{}"#, 400),
    ])
  func types(captured: String, status: Int) throws {
    var probe = Probe()
    let call = try #require(probe.tenant.tasks.first { $0.step == "Call Customer" && $0.status != "COMPLETED" })
    let text = #"{"result_code":"paid","captured_data":\#(captured)}"#
    let answer = probe.send("POST", "\(Probe.tasks)/\(call.id)/complete", body: Array(text.utf8))
    #expect(answer.status == status)
  }

  @Test("an unknown task is 404, but a body that cannot be right is told first")
  func unknown() {
    var probe = Probe()
    #expect(probe.complete("999999999999999999").code == "NOT_FOUND")
    #expect(probe.complete("../../x").code == "NOT_FOUND")
    #expect(probe.complete("999999999999999999", [:]).code == "VALIDATION_ERROR")
  }

  @Test(
    "completing again or reassigning afterwards is refused in the chosen way, and recorded",
    arguments: [
      (SandboxConfiguration.DoubleCompletion.validation, 400, "VALIDATION_ERROR"),
      (.notfound, 404, "NOT_FOUND"), (.conflict, 409, "CONFLICT"),
    ])
  func twice(choice: SandboxConfiguration.DoubleCompletion, status: Int, code: String) {
    var probe = Probe { $0.doubleCompletion = choice }
    _ = probe.complete()
    for answer in [probe.complete(), probe.reassign()] {
      #expect(answer.status == status)
      #expect(answer.code == code)
    }
    #expect(probe.record()?.completions == 1)
    #expect(probe.record()?.refusedCompletions == 1)
    #expect(probe.tenant.history.map(\.endpoint) == [.complete])
    #expect(probe.tenant.refusals.map(\.endpoint) == [.complete, .reassign])
  }
}
