import Engine
import GeoTareas
import JSON
import Records
import Rules
import Testing

@Suite("Contract 5: what only the detail tells")
struct Contract5DetailTests {
  /// A comparison, its type, and what makes it true, false and unknown.
  static let operators: [(text: String, yes: [JSONValue], no: [JSONValue], unknown: [JSONValue])] = [
    ("is: USD", ["USD"], ["EUR", "usd", .null], [true, []]),
    ("one_of: [USD, EUR]", ["USD", "EUR"], ["GBP"], [true]),
    ("like: \"Q-*\"", ["Q-17"], ["R-17"], [false]),
    ("matches: \"^Q-[0-9]+$\"", ["Q-17"], ["Q-x"], [false]),
    ("as: decimal, at_least: \"10.00\"", ["10", "10.00", 10, "10.01"], ["9.99", .null], ["ten", true, "10,00"]),
    ("as: decimal, at_most: \"10.00\"", ["10.00", "-3"], ["10.01"], [""]),
    ("as: decimal, more_than: \"10.00\"", ["10.01"], ["10.00"], ["ten"]),
    ("as: decimal, less_than: \"10.00\"", ["9.99"], ["10.00"], ["ten"]),
    ("as: decimal, is: \"10\"", ["10.00", 10], ["10.01"], ["ten"]),
    ("as: number, at_most: 5", [5, .number("4.5")], [6], ["5", true]),
    ("as: boolean, is: true", [true], [false, .null], ["true", 1]),
    ("as: date, at_least: \"2026-03-09\"", ["2026-03-09", "2026-03-09T00:01:00"], ["2026-03-08"], ["soon", 7]),
    (
      "as: date, less_than: \"2026-03-09T12:00\"", ["2026-03-09", "2026-03-09T11:59:59"], ["2026-03-09T12:00:00"], [""]
    ),
    ("as: text, is: \"7\"", ["7", 7], ["8"], [true]),
    ("exists: true", ["", "x", 0, false, []], [.null], []),
    ("exists: false", [.null], ["", 0], []),
  ]

  private func check(_ condition: (String) -> String, _ place: (JSONValue) -> APITask, _ row: Int) throws {
    let (text, yes, no, unknown) = Self.operators[row]
    for (values, expected) in [(yes, Truth.yes), (no, .no), (unknown, .unknown)] {
      for value in values { #expect(try truth(condition(text), place(value)) == expected, "\(text): \(value.text)") }
    }
  }

  @Test(
    "captured: list of { step, field, as, … }: is, one_of, like, matches, at_least, at_most, more_than, less_than, exists",
    arguments: operators.indices)
  func captured(row: Int) throws {
    try check({ "{ captured: [ { step: Quote, field: v, \($0) } ] }" }, { APITask().captured(["v": $0]) }, row)
  }

  @Test("form: same operators on the task's own fields[].value", arguments: operators.indices)
  func form(row: Int) throws {
    try check({ "{ form: [ { field: v, \($0) } ] }" }, { APITask().field("v", value: $0) }, row)
    #expect(try truth("{ form: [ { field: v, is: x } ] }") == .unknown)
    #expect(try truth("{ form: [ { field: v, exists: false } ] }") == .yes)
    #expect(try truth("{ form: [ { field: v, exists: false } ] }", APITask().without("fields")) == .unknown)
  }

  @Test("decimals exact")
  func exact() throws {
    let limit = "{ captured: [ { step: Quote, field: v, as: decimal, at_most: \"90071992547409.93\" } ] }"
    #expect(try truth(limit, APITask().captured(["v": "90071992547409.93"])) == .yes)
    #expect(try truth(limit, APITask().captured(["v": "90071992547409.931"])) == .no)
    #expect(try truth(limit, APITask().captured(["v": .number("90071992547409.9300000001")])) == .no)
    let tenth = "{ captured: [ { step: Quote, field: v, as: decimal, is: \"0.3\" } ] }"
    #expect(try truth(tenth, APITask().captured(["v": .number("0.30000000000000004")])) == .no)
    #expect(try mistakes(when: "{ captured: [ { step: Q, field: v, as: decimal, at_most: 5000.00 } ] }").count == 1)
  }

  @Test("all entries and all operators beside each other must hold; of a step gone through twice the last time counts")
  func together() throws {
    let when =
      "{ captured: [ { step: Quote, field: a, as: decimal, more_than: \"0\", at_most: \"9\" }, "
      + "{ step: Quote, field: b, is: x } ] }"
    #expect(try truth(when, APITask().captured(["a": "9", "b": "x"])) == .yes)
    #expect(try truth(when, APITask().captured(["a": "0", "b": "x"])) == .no)
    #expect(try truth(when, APITask().captured(["a": "9", "b": "y"])) == .no)
    let twice = APITask().captured(["a": "0", "b": "y"]).captured(["a": "9", "b": "x"])
    #expect(try truth(when, twice) == .yes)
    #expect(try truth(when, twice.captured(["a": "10", "b": "x"])) == .no)
  }

  @Test("previous_result: { step, is / one_of }")
  func previousResult() throws {
    let task = APITask().captured([:], step: "Send", result: "sent").captured([:], result: "quoted")
    #expect(try truth("{ previous_result: { step: Quote, is: quoted } }", task) == .yes)
    #expect(try truth("{ previous_result: { step: Quote, is: sent } }", task) == .no)
    #expect(try truth("{ previous_result: { step: Quote, one_of: [sent, quoted] } }", task) == .yes)
    #expect(try truth("{ previous_result: { step: Send, one_of: [returned] } }", task) == .no)
    #expect(try truth("{ previous_result: { step: Other, is: sent } }", task) == .unknown)
    #expect(try mistakes(when: "{ previous_result: { step: Quote } }").count == 1)
    #expect(try mistakes(when: "{ previous_result: { step: Quote, is: a, one_of: [b] } }").count == 1)
  }

  @Test("result_available: a code that must be among available_results")
  func resultAvailable() throws {
    #expect(try truth("{ result_available: approved }") == .yes)
    #expect(try truth("{ result_available: rejected }") == .no)
    #expect(try truth("{ result_available: [rejected, ok] }") == .yes)
    #expect(try truth("{ result_available: ok }", APITask().without("available_results")) == .unknown)
  }

  static let details = [
    "captured: [ { step: Quote, field: v, is: x } ]", "previous_result: { step: Quote, is: sent }",
    "form: [ { field: f, is: y } ]", "result_available: ok",
  ]

  @Test("these need the task's detail, which is fetched only when the cheap conditions hold", arguments: details)
  func cheapFirst(condition: String) throws {
    func foreman(_ cheap: String, _ stage: String = "shadow") throws -> Foreman {
      let text =
        "rules:\n  - { id: r, stage: \(stage), when: { \(condition), \(cheap) }, then: { complete: { result: ok } } }\n"
      let task = APITask().captured(["v": "x"]).field("f", value: "y")
      var foreman = Foreman(try Tenant(text).rules, [task])
      foreman.run(120)
      return foreman
    }
    #expect(try foreman("step: Other").count(.detail) == 0)
    #expect(try foreman("escalated: true").count(.detail) == 0)
    let matching = try foreman("step: Approve")
    #expect(matching.count(.detail) == 1 && matching.said(.decisionShadow).count == 1)
    #expect(try foreman("step: Approve", "live").sent == ["1001 {\"result_code\":\"ok\"}"])
  }

  @Test("list fields cost nothing more")
  func listIsFree() throws {
    let text = """
      rules:
        - id: r
          when: { workflow: Quote, step: { like: "A*" }, entity_id: "738291047382910473", entity_label: Acme Corp,
            escalated: false, overdue: false, unassigned: true, has_due_date: false, age: { at_least: 1h } }
          then: { complete: { result: ok } }

      """
    var foreman = Foreman(try Tenant(text).rules, [APITask()])
    foreman.run(300)
    #expect(foreman.said(.decisionShadow).count == 1 && foreman.count(.detail) == 0)
  }
}
