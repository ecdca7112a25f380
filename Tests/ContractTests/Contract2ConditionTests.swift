import GeoTareas
import JSON
import Rules
import Testing

@Suite("Contract 2: when and unless")
struct Contract2ConditionTests {
  static let named = "facts: { late: { overdue: true }, hot: { escalated: true } }\n"

  @Test("a map is and")
  func map() throws {
    #expect(try truth("{ workflow: Quote, step: Approve }") == .yes)
    #expect(try truth("{ workflow: Quote, step: Other }") == .no)
    #expect(try truth("{ workflow: Other, step: Approve }") == .no)
  }

  @Test("a list under a key is any of these values")
  func list() throws {
    #expect(try truth("{ step: [Send, Approve] }") == .yes)
    #expect(try truth("{ step: [Send, Quote] }") == .no)
    #expect(try truth("{ step: [Send, { like: \"Appr*\" }] }") == .yes)
    #expect(try mistakes(when: "{ step: [] }").count == 1)
  }

  static let combined: [(when: String, escalated: JSONValue, overdue: Bool, truth: Truth)] = [
    ("all_of: [hot, late]", true, true, .yes), ("all_of: [hot, late]", true, false, .no),
    ("any_of: [hot, late]", true, false, .yes), ("any_of: [hot, late]", false, false, .no),
    ("none_of: [hot, late]", false, false, .yes), ("none_of: [hot, late]", true, false, .no),
    ("all_of: [{ escalated: true, overdue: true }]", true, true, .yes),
    ("any_of: [{ escalated: true, overdue: true }, late]", true, false, .no),
    ("any_of: [{ escalated: true }, late]", true, false, .yes),
    ("none_of: [{ escalated: true, overdue: true }]", true, false, .yes),
    ("none_of: [{ escalated: true }, { overdue: true }]", false, true, .no),
  ]

  @Test("all_of, any_of, none_of take lists of such maps or names of facts", arguments: combined)
  func groups(when: String, escalated: JSONValue, overdue: Bool, expected: Truth) throws {
    var task = APITask("1", ["escalated": escalated])
    task.listedAsOverdue = overdue
    #expect(try truth("{ workflow: Quote, \(when) }", task, shared: Self.named) == expected)
  }

  @Test("conditions are three-valued: unknown is neither true nor false, and what decides without it decides")
  func threeValues() throws {
    let task = APITask().without("escalated")
    #expect(try truth("{ escalated: true }", task) == .unknown)
    #expect(try truth("{ escalated: false }", task) == .unknown)
    #expect(try truth("{ none_of: [ { escalated: true } ] }", task) == .unknown)
    #expect(try truth("{ workflow: Other, escalated: true }", task) == .no)
    #expect(try truth("{ any_of: [ { escalated: true }, { workflow: Quote } ] }", task) == .yes)
    #expect(try truth("{ any_of: [ { escalated: true }, { workflow: Other } ] }", task) == .unknown)
    #expect(try truth("{ none_of: [ { escalated: true }, { workflow: Quote } ] }", task) == .no)
  }

  /// A condition that holds for ``APITask``, and the key whose value it needs.
  static let needs = [
    ("workflow: Quote", "workflow_name"), ("step: Approve", "step_name"), ("status: PENDING", "status"),
    ("entity_type: CUENTA", "entity"), ("entity_id: \"738291047382910473\"", "entity"),
    ("entity_label: Acme Corp", "entity"), ("assigned_user: { not: Ana }", "assigned_to_user"),
    ("assigned_group: { not: Audit }", "assigned_to_group"), ("escalated: false", "escalated"),
    ("has_user: false", "assigned_to_user"), ("has_group: false", "assigned_to_group"),
    ("unassigned: true", "assigned_to_user"), ("unassigned: true", "assigned_to_group"),
    ("has_due_date: false", "due_date"), ("overdue: false", "due_date"), ("age: { at_least: 1h }", "created_at"),
    ("result_available: ok", "available_results"),
  ]

  @Test("a value that cannot be known (key absent, unreadable) is unknown", arguments: needs)
  func unknown(condition: String, key: String) throws {
    #expect(try truth("{ \(condition) }") == .yes)
    #expect(try truth("{ \(condition) }", APITask().without(key)) == .unknown)
    #expect(try truth("{ \(condition) }", APITask().with(key, 7)) == .unknown)
  }

  @Test("unknown never acts, and in unless it protects", arguments: needs)
  func unknownNeverActs(condition: String, key: String) throws {
    func rules(_ when: String, _ unless: String) throws -> Tenant {
      try Tenant(
        "rules:\n  - { id: r, when: { status: PENDING, \(when) }, unless: \(unless), "
          + "then: { complete: { result: ok } } }\n")
    }
    guard key != "status" else { return }
    let task = APITask().without(key)
    #expect(try rules(condition, "{ workflow: Other }").taker(of: task) == nil)
    #expect(try rules("entity_type: [CUENTA, { not: CUENTA }]", "{ \(condition) }").taker(of: APITask()) == nil)
    let open = key == "entity" ? "escalated: false" : "entity_type: CUENTA"
    #expect(try rules(open, "{ \(condition) }").taker(of: task) == nil)
    #expect(try rules(open, "{ none_of: [ { \(condition) } ] }").taker(of: task) == nil)
    #expect(try rules(open, "{ none_of: [ { \(condition) } ] }").taker(of: APITask()) == "r")
  }

  @Test("a captured field that is not there is unknown")
  func noField() throws {
    let when = "{ captured: [ { step: Quote, field: total, is: \"1\" } ] }"
    #expect(try truth(when) == .unknown)
    #expect(try truth(when, APITask().captured(["other": "1"])) == .unknown)
    #expect(try truth(when, APITask().captured(["total": "1"])) == .yes)
    #expect(try truth(when, APITask().captured(["total": "1"], step: "Other")) == .unknown)
  }

  static let comparisons = [
    "assigned_user: Ana", "assigned_user: { id: \"88\" }", "assigned_group: { like: \"*\" }",
    "assigned_group: { matches: \".\" }", "overdue: true", "overdue_by: { at_least: 1s }", "due_in: { at_least: 1s }",
    "due_in: { at_most: 9d }", "captured: [ { step: Quote, field: total, is: none } ]",
    "captured: [ { step: Quote, field: total, as: decimal, at_most: \"0\" } ]",
    "form: [ { field: total, as: number, at_least: 0 } ]",
  ]

  @Test("a documented null is known: it means none, and comparing with it is false", arguments: comparisons)
  func null(condition: String) throws {
    let task = APITask().captured(["total": .null]).field("total")
    #expect(try truth("{ \(condition) }", task) == .no)
    #expect(try truth("{ none_of: [ { \(condition) } ] }", task) == .yes)
    let text = "rules:\n  - { id: r, when: { workflow: Quote }, unless: { \(condition) }, "
    #expect(try Tenant(text + "then: { complete: { result: ok } } }\n").taker(of: task) == "r")
  }

  @Test("overdue is true when the task came with overdue_only=true or its due date has passed in the tenant's zone")
  func overdue() throws {
    var task = APITask()
    #expect(try truth("{ overdue: true }", task) == .no)
    task.listedAsOverdue = true
    #expect(try truth("{ overdue: true }", task) == .yes)
    #expect(try truth("{ overdue: true }", task.without("due_date")) == .yes)
    // 15:29 in Guayaquil is 20:29 in UTC.
    #expect(try truth("{ overdue: true }", APITask().with("due_date", "2026-03-09T15:29:59")) == .yes)
    #expect(try truth("{ overdue: true }", APITask().with("due_date", "2026-03-09T15:30:01")) == .no)
    #expect(try truth("{ overdue: false }", APITask().with("due_date", "2026-03-09T20:29:00")) == .yes)
  }

  @Test("the server's word that a task is overdue reaches the rules")
  func overdueOnly() throws {
    let text = "rules:\n  - { id: r, stage: live, when: { overdue: true }, then: { complete: { result: ok } } }\n"
    var late = APITask("2")
    late.listedAsOverdue = true
    var foreman = Foreman(try Tenant(text).rules, [APITask("1"), late])
    foreman.run(60)
    #expect(foreman.sent == ["2 {\"result_code\":\"ok\"}"])
  }

  @Test("status defaults to PENDING")
  func status() throws {
    let begun = APITask().with("status", "IN_PROGRESS")
    #expect(try truth("{ workflow: Quote }", begun) == .no)
    #expect(try truth("{ workflow: Quote, status: IN_PROGRESS }", begun) == .yes)
    #expect(try truth("{ workflow: Quote, status: [PENDING, IN_PROGRESS] }", begun) == .yes)
    #expect(try truth("{ workflow: Quote, none_of: [ { status: PENDING } ] }", begun) == .yes)
    #expect(try truth("{ workflow: Quote }", APITask().without("status")) == .unknown)
  }
}
