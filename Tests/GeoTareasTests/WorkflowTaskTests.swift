import GeoTareas
import JSON
import Testing

@Suite("Tasks of the list")
struct WorkflowTaskTests {
  private func task(_ fields: String) throws -> WorkflowTask? {
    WorkflowTask(try json(#"{"id":"1","instance_id":"2"\#(fields.isEmpty ? "" : "," + fields)}"#))
  }

  @Test("the page's example is read whole")
  func vendorExample() throws {
    guard case .success(200, let data, let meta) = Reply(response(200, VendorSamples.list)) else {
      Issue.record("no success")
      return
    }
    let page = try #require(Reply.page(data: data, meta: meta))
    let task = try #require(page.tasks.first)
    #expect(page.tasks.count == 1 && page.unreadable == 0 && page.total == 8 && page.rowCount == 1)
    #expect(task.id == VendorSamples.id)
    #expect(task.instanceID == "591847302948571634")
    #expect(task.workflowName == .value("New Account Onboarding"))
    #expect(task.stepName == .value("Send Welcome Email"))
    #expect(task.status == .value(TaskStatus.pending))
    #expect(task.assignedUser == .null)
    #expect(task.assignedGroup.value?.id == "293847102938471029")
    #expect(task.assignedGroup.value?.name == "Sales Team")
    #expect(task.entity.value?.type == .value("CUENTA"))
    #expect(task.entity.value?.id == .value("738291047382910473"))
    #expect(task.entity.value?.label == .value("Acme Corp"))
    #expect(task.dueDate.value?.description == "2026-03-17T11:30:00")
    #expect(task.escalated == .value(false))
    #expect(task.createdAt.value?.description == "2026-03-15T11:30:01")
    #expect(WorkflowTask(task.json) == task)
    #expect(task.json == data.array?.first)
  }

  @Test("a missing field is not a null field, and neither is an unreadable one")
  func missingNullUnreadable() throws {
    let bare = try #require(try task(""))
    #expect(bare.status == .missing && bare.assignedUser == .missing && bare.dueDate == .missing)
    #expect(bare.entity == .missing && bare.escalated == .missing)
    let null = try #require(
      try task(#""status":null,"assigned_to_user":null,"due_date":null,"entity":null,"escalated":null"#))
    #expect(null.status == .null && null.assignedUser == .null && null.dueDate == .null)
    #expect(null.entity == .null && null.escalated == .null)
    let odd = try #require(
      try task(
        #""status":3,"assigned_to_user":"Ana","assigned_to_group":{"name":"x"},"due_date":"soon","entity":[],"#
          + #""escalated":"no","created_at":17"#))
    #expect(odd.status == .unreadable && odd.assignedUser == .unreadable && odd.assignedGroup == .unreadable)
    #expect(odd.dueDate == .unreadable && odd.entity == .unreadable)
    #expect(odd.escalated == .unreadable && odd.createdAt == .unreadable)
    for task in [bare, null, odd] {
      #expect(WorkflowTask(task.json) == task)
      #expect(WorkflowTask(try json(task.json.text)) == task)
    }
  }

  @Test("an entity's parts may each be null or missing")
  func entityParts() throws {
    let entity = try #require(try task(#""entity":{"type":"NINGUNA","id":null}"#)?.entity.value)
    #expect(entity.type == .value("NINGUNA") && entity.id == .null && entity.label == .missing)
  }

  @Test(
    "ids are taken as text or as an integer token of any length",
    arguments: [
      (#""7""#, "7"), ("7", "7"), ("0", "0"), ("18446744073709551616999", "18446744073709551616999"),
      (#""007""#, "007"), (#""a/b""#, "a/b"), (#""1.0""#, "1.0"), (#""ñ %2e?#""#, "ñ %2e?#"),
    ])
  func ids(token: String, expected: String) throws {
    let task = try #require(try WorkflowTask(json(#"{"id":\#(token),"instance_id":"2"}"#)))
    #expect(task.id.rawValue == expected)
  }

  @Test(
    "a row with an id that cannot be trusted is no task",
    arguments: [
      "1.0", "1e3", "-0", "-5", "null", "true", "[]", "{}", #""""#, #"".""#, #""..""#, #""a\nb""#, #""a\u007f""#,
      "\"" + String(repeating: "9", count: 65) + "\"", String(repeating: "9", count: 64) + "9",
    ])
  func badIDs(token: String) throws {
    guard let row = try? json(#"{"id":\#(token),"instance_id":"2"}"#) else { return }
    #expect(WorkflowTask(row) == nil)
  }

  @Test("rows without an id are counted and the others go on; a total that is no count is none")
  func page() throws {
    let data = try json(#"[{"id":"1","instance_id":"1"},{"id":1.5,"instance_id":"1"},7,{"id":"2"}]"#)
    let page = try #require(Reply.page(data: data, meta: try json(#"{"total":1e9}"#)))
    #expect(page.tasks.count == 1 && page.unreadable == 3 && page.rowCount == 4 && page.total == nil)
    #expect(Reply.page(data: .object([]), meta: nil) == nil)
    #expect(Reply.page(data: .null, meta: nil) == nil)
  }

  @Test(
    "a name or label of more than four kilobytes is unreadable, an id of that size as well; what stands beside it is read"
  )
  func longTexts() throws {
    func row(_ length: Int) throws -> WorkflowTask? {
      let text = String(repeating: "ñ", count: length / 2)
      return try task(
        #""workflow_name":"\#(text)","step_name":"\#(text)","status":"PENDING","entity":{"id":"\#(text)","label":"\#(text)"},"#
          + #""assigned_to_user":{"id":"7","name":"\#(text)"},"assigned_to_group":{"id":"\#(text)","name":"x"}"#)
    }
    let most = try #require(try row(4_096))
    #expect(most.workflowName.value?.utf8.count == 4_096 && most.entity.value?.label.value?.utf8.count == 4_096)
    #expect(most.assignedUser.value?.name?.utf8.count == 4_096 && most.assignedGroup.value?.id.utf8.count == 4_096)
    let more = try #require(try row(4_098))
    #expect(more.workflowName == .unreadable && more.stepName == .unreadable && more.status == .value("PENDING"))
    #expect(more.entity.value?.label == .unreadable && more.entity.value?.id == .unreadable)
    #expect(more.assignedUser.value?.id == "7" && more.assignedUser.value?.name == nil)
    #expect(more.assignedGroup == .unreadable)
  }

  @Test("an assignee's name that is missing or unreadable is not known, and one that is null is none")
  func partyNames() throws {
    func name(_ member: String) throws -> Assignee? {
      try task(#""assigned_to_user":{"id":"7"\#(member)}"#)?.assignedUser.value
    }
    for unknown in ["", #","name":"Ana\ud83d""#, #","name":7"#, #","name":"Ana","name":"Ana""#] {
      let party = try #require(try name(unknown))
      #expect(party.id == "7" && party.name == nil)
      #expect(Assignee(party.json) == party)
    }
    #expect(try name(#","name":null"#)?.name == "" && name(#","name":"Ana""#)?.name == "Ana")
  }

  @Test("a row says what of it cannot be read that a task cannot do without, and by which task or place")
  func faults() throws {
    let good = #""instance_id":"9","status":"PENDING","assigned_to_user":null,"assigned_to_group":null"#
    let rows = [
      #"{"id":"1",\#(good)}"#, #"{"id":"2",\#(good),"status":"PENDING"}"#, "null", #"{"id":"3","instance_id":NaN}"#,
      #"{"id":"4"}"#, #"{\#(good)}"#, #"{"id":"..",\#(good)}"#,
      #"{"id":"5","instance_id":"9","status":null,"assigned_to_user":null}"#,
      #"{"id":"6","instance_id":"9","status":"PENDING","assigned_to_user":{"name":"x"},"assigned_to_group":7}"#,
      #"{"id":"7","instance_id":"9","status":"PENDING","assigned_to_user":null}"#, #""\ud83d""#,
    ]
    let page = try #require(Reply.page(data: try json("[\(rows.joined(separator: ","))]"), meta: nil))
    #expect(page.tasks.map(\.id.rawValue) == ["1", "2", "5", "6", "7"] && page.rowCount == 11 && page.unreadable == 6)
    #expect(
      page.faults == [
        RowFault(at: 1, task: TaskID("2"), .status), RowFault(at: 2, .row),
        RowFault(at: 3, task: TaskID("3"), .instance), RowFault(at: 4, task: TaskID("4"), .instance, isMissing: true),
        RowFault(at: 5, .id, isMissing: true), RowFault(at: 6, .id),
        RowFault(at: 7, task: TaskID("5"), .status, isMissing: true), RowFault(at: 8, task: TaskID("6"), .user),
        RowFault(at: 9, task: TaskID("7"), .group, isMissing: true), RowFault(at: 10, .row),
      ])
  }

  @Test("ids are compared byte by byte, not as people would")
  func bytewise() {
    #expect(TaskID("\u{e9}") != TaskID("e\u{301}"))
    #expect(TaskID("10") < TaskID("9"))
    #expect(Set([TaskID("\u{e9}"), TaskID("e\u{301}"), TaskID("\u{e9}")]).count == 2)
  }

  @Test(
    "an id becomes one percent-encoded path segment, or none",
    arguments: [
      ("674839201748392018", "674839201748392018"), ("a/b", "a%2Fb"), ("%2e%2e", "%252e%252e"), ("a?b#c", "a%3Fb%23c"),
      ("...", "..."), ("a b", "a%20b"), ("ñ", "%C3%B1"), ("-._~", "-._~"), (".", nil), ("..", nil), ("", nil),
      ("a\u{0}", nil), ("a\r\nb", nil), ("\u{7f}", nil), (String(repeating: "ñ", count: 33), nil),
    ])
  func pathSegment(id: String, expected: String?) {
    #expect(TaskID(id).pathSegment == expected)
  }
}
