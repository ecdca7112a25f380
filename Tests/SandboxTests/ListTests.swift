import Sandbox
import Testing

@Suite struct ListTests {
  @Test(
    "a parameter out of range or malformed is 400 VALIDATION_ERROR",
    arguments: [
      "limit=0", "limit=101", "limit=-1", "limit=ten", "limit=1.5", "limit=", "limit", "limit=+5",
      "limit=99999999999999999999", "offset=-1", "offset=x", "offset=%201", "status=pending", "status=DONE", "status=",
      "definition_id=1234567890123456789012345678901", "definition_id=", "overdue_only=1", "overdue_only=TRUE",
      "overdue_only=", "entity_type=", "limit=1&limit=2", "limit=%zz", "limit=%C3",
    ])
  func refused(query: String) {
    var probe = Probe()
    let answer = probe.list(query)
    #expect(answer.status == 400)
    #expect(answer.code == "VALIDATION_ERROR")
  }

  @Test(
    "parameters within range, and unknown ones, are taken",
    arguments: [
      "", "limit=1", "limit=100", "offset=0", "offset=100000", "status=PENDING", "status=IN_PROGRESS",
      "definition_id=123456789012345678901234567890", "overdue_only=true", "overdue_only=false", "sort=x&limit=%31%30",
      "unknown", "entity_type=ROBOT", "&&",
    ])
  func taken(query: String) {
    var probe = Probe()
    #expect(probe.list(query).status == 200)
  }

  @Test("limit and offset default to 25 and 0; meta tells them and the whole number")
  func paging() {
    var probe = Probe()
    let first = probe.list()
    #expect(first.data?.elements?.count == 25)
    #expect(first.json?["meta"] == ["total": 38, "limit": 25, "offset": 0])
    let rest = probe.list("offset=25")
    #expect(rest.data?.elements?.count == 13)
    #expect(probe.list("offset=500").data == [])
  }

  @Test("pages put together hold every task once, ordered by creation and then by id")
  func order() {
    var probe = Probe { $0.generatedTasks = 150 }
    var rows: [SandboxJSON] = []
    for offset in [0, 100] { rows += probe.list("limit=100&offset=\(offset)").data?.elements ?? [] }
    let keys = rows.map { ($0["created_at"]?.string ?? "", $0["id"]?.string ?? "") }
    #expect(keys.count == 188)
    #expect(Set(keys.map(\.1)).count == 188)
    #expect(zip(keys, keys.dropFirst()).allSatisfy { $0 < $1 })
  }

  @Test("the vendor's example task comes with the page's values and members")
  func example() throws {
    var probe = Probe()
    let rows = probe.list("limit=100").data?.elements ?? []
    let row = try #require(rows.first { $0["id"] == "674839201748392018" })
    let expected: SandboxJSON = [
      "id": "674839201748392018", "instance_id": "591847302948571634", "workflow_name": "New Account Onboarding",
      "step_name": "Send Welcome Email", "status": "PENDING", "assigned_to_user": .null,
      "assigned_to_group": ["id": "293847102938471029", "name": "Sales Team"],
      "entity": ["type": "CUENTA", "id": "738291047382910473", "label": "Acme Corp"],
      "due_date": "2026-03-17T08:30:00", "escalated": false, "created_at": "2026-03-15T08:30:01",
    ]
    #expect(row == expected)
  }

  @Test("status, entity type and definition filter, alone and together")
  func filters() {
    var probe = Probe()
    let all = probe.list("limit=100").data?.elements ?? []
    for status in ["PENDING", "IN_PROGRESS", "COMPLETED"] {
      let rows = probe.list("limit=100&status=\(status)").data?.elements ?? []
      #expect(!rows.isEmpty)
      #expect(rows == all.filter { $0["status"]?.string == status })
    }
    for type in ["CUENTA", "CLIENTE", "TAREA", "PERSONAL", "NINGUNA"] {
      let rows = probe.list("limit=100&entity_type=\(type)").data?.elements ?? []
      #expect(!rows.isEmpty)
      #expect(rows == all.filter { $0["entity"]?["type"]?.string == type })
    }
    let onboarding = probe.list("limit=100&definition_id=318274650192837465&status=PENDING").data?.elements ?? []
    #expect(!onboarding.isEmpty)
    #expect(
      onboarding
        == all.filter { $0["workflow_name"] == "New Account Onboarding" && $0["status"] == "PENDING" })
    #expect(probe.list("definition_id=1").data == [])
  }

  @Test("overdue means that the due date has passed and the task is not completed")
  func overdue() {
    var probe = Probe()
    let all = probe.list("limit=100").data?.elements ?? []
    let late = probe.list("limit=100&overdue_only=true").data?.elements ?? []
    #expect(!late.isEmpty)
    #expect(late.count < all.count)
    let expected = all.filter { row in
      guard let due = row["due_date"]?.string, row["status"] != "COMPLETED" else { return false }
      return due < "2026-03-15T11:30:01"
    }
    #expect(late == expected)
    let overdueNow = { (probe: inout Probe) in
      probe.list("overdue_only=true&limit=100").data?.elements?.contains { $0["id"] == "674839201748392018" }
    }
    // The example falls due at 08:30:00 on the 17th; at that very second it has not passed yet.
    probe.advance(by: .seconds(44 * 3600 + 59 * 60 + 59))
    probe.logIn()
    #expect(overdueNow(&probe) == false)
    probe.advance(by: .seconds(16))
    #expect(overdueNow(&probe) == true)
  }

  @Test("a task about nothing has an entity whose id and label are null")
  func nothing() {
    var probe = Probe()
    let row = probe.list("limit=1&entity_type=NINGUNA").data?[0]
    #expect(row?["entity"] == ["type": "NINGUNA", "id": .null, "label": .null])
  }

  @Test("times in answers are in the tenant's zone", arguments: [("UTC", "13:30:01"), ("Asia/Kolkata", "19:00:01")])
  func zone(name: String, time: String) {
    var probe = Probe { $0.timeZone = name }
    #expect(probe.detail().data?["created_at"]?.string == "2026-03-15T\(time)")
  }
}
