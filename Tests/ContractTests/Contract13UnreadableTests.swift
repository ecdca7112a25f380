import Engine
import GeoTareas
import JSON
import Records
import Rules
import Testing

@Suite("Contract 13: what cannot be read is unknown")
struct Contract13UnreadableTests {
  /// Rules that act unless a hold was captured: each in its own way.
  static let guarded = [
    "when: { step: Approve, captured: [ { step: Review, field: hold, exists: false } ] }",
    "when: { step: Approve }, unless: { captured: [ { step: Review, field: hold, exists: true } ] }",
    "when: { step: Approve, none_of: [ { captured: [ { step: Review, field: hold, exists: true } ] } ] }",
    "when: { step: Approve }, unless: { previous_result: { step: Review, is: held } }",
    "when: { step: Approve }, unless: { captured: [ { step: Review, field: hold, is: LEGAL HOLD } ] }",
  ]

  /// What may have become of `previous_steps_data` in which a hold is written: key, value.
  static let unreadable: [(what: String, steps: JSONValue?)] = [
    ("left out", nil), ("null", .null), ("a map", [:]), ("a text", "[]"), ("unreadable", .unreadable),
    ("a list of texts", ["Review"]), ("a list of null", [.null]), ("an unreadable entry", [.unreadable]),
    ("no captured data", [["step_name": "Review"]]),
    ("null for captured data", [["step_name": "Review", "captured_data": .null]]),
    ("a JSON text", [["step_name": "Review", "captured_data": "{\"hold\":\"LEGAL HOLD\"}"]]),
    (
      "a list of names and values",
      [["step_name": "Review", "captured_data": [["name": "hold", "value": "LEGAL HOLD"]]]]
    ),
    ("unreadable captured data", [["step_name": "Review", "captured_data": .unreadable]]),
    ("an unreadable field", [["step_name": "Review", "captured_data": ["hold": .unreadable]]]),
    (
      "a field whose name cannot be read",
      [["step_name": "Review", "captured_data": .object([JSONMember(JSONMember.unreadableKey, .unreadable)])]]
    ),
    ("no name", [["captured_data": ["hold": "LEGAL HOLD"], "result": "held"]]),
    ("null for a name", [["step_name": .null, "captured_data": ["hold": "LEGAL HOLD"], "result": "held"]]),
    ("a number for a name", [["step_name": 7, "captured_data": ["hold": "LEGAL HOLD"], "result": "held"]]),
    ("an unreadable name", [["step_name": .unreadable, "captured_data": ["hold": "LEGAL HOLD"], "result": "held"]]),
    (
      "a readable review, and behind it a step without a name",
      [
        ["step_name": "Review", "captured_data": [:], "result": "free"],
        ["captured_data": ["hold": "LEGAL HOLD"], "result": "held"],
      ]
    ),
  ]

  private static func foreman(_ rule: String, _ steps: JSONValue?) throws -> Foreman {
    let text = "rules:\n  - { id: r, stage: live, \(rule), then: { complete: { result: ok } } }\n"
    var task = APITask()
    task["previous_steps_data"] = steps
    var foreman = Foreman(try Tenant(text).rules, [task])
    foreman.run(300)
    return foreman
  }

  @Test(
    "what cannot be read of earlier steps is unknown, not absent: nothing acts, and unless protects", arguments: guarded
  )
  func earlierSteps(rule: String) throws {
    for (what, steps) in Self.unreadable {
      let foreman = try Self.foreman(rule, steps)
      #expect(foreman.sent == [], "\(what)")
      #expect(foreman.said(.decisionUnknown).count == 1, "\(what)")
    }
  }

  @Test("as documented, a hold is seen, and its absence too", arguments: guarded)
  func documented(rule: String) throws {
    let held: JSONValue = [["step_name": "Review", "captured_data": ["hold": "LEGAL HOLD"], "result": "held"]]
    #expect(try Self.foreman(rule, held).sent == [])
    // Comparing with what is not there is unknown, and so is the result of a step that was not gone through.
    guard rule.contains("exists") else { return }
    for free: JSONValue in [[], [["step_name": "Review", "captured_data": [:], "result": "free"]]] {
      #expect(try Self.foreman(rule, free).sent == ["1001 {\"result_code\":\"ok\"}"])
    }
  }

  @Test("a step without a name before the last one that counts does not matter")
  func certain() throws {
    let steps: JSONValue = [
      ["captured_data": ["hold": "LEGAL HOLD"]], ["step_name": "Review", "captured_data": [:], "result": "free"],
    ]
    #expect(try Self.foreman(Self.guarded[0], steps).sent.count == 1)
  }

  @Test(
    "a form field that cannot be read is neither there nor not there", arguments: ["exists: true", "exists: false"])
  func form(test: String) throws {
    let when = "{ form: [ { field: v, \(test) } ] }"
    for fields: JSONValue in [
      [["name": "v", "type": "text", "value": .unreadable]], [["name": "v", "type": "text"]],
      [["name": "v", "type": "text", "value": "x"], ["name": "v", "type": "text", "value": .null]],
      [["name": .unreadable, "type": "text", "value": "x"]], .unreadable,
    ] {
      #expect(try truth(when, APITask().with("fields", fields)) == .unknown)
    }
  }

  @Test("a default stands in for what is not there, never for what cannot be read")
  func defaults() throws {
    func sent(_ captured: JSONValue) throws -> [String] {
      let text = """
        rules:
          - id: r
            stage: live
            when: { step: Approve }
            then: { complete: { result: ok, captured_data: { v: { from: Quote.total, if_missing: default, default: none } } } }

        """
      var foreman = Foreman(try Tenant(text).rules, [APITask().captured(captured).field("v")])
      foreman.run(300)
      return foreman.sent
    }
    #expect(try sent(["total": "7"]).first?.contains("\"v\":\"7\"") == true)
    #expect(try sent([:]).first?.contains("\"v\":\"none\"") == true)
    #expect(try sent(["total": .unreadable]) == [] && sent(.unreadable) == [] && sent("{}") == [])
  }

  @Test("a completion waits where it cannot be read whether a required field is filled in")
  func requiredField() throws {
    let text = "rules:\n  - { id: r, stage: live, when: { step: Approve }, then: { complete: { result: ok } } }\n"
    for (value, count) in [("x", 1), (.unreadable, 0), (.null, 0)] as [(JSONValue, Int)] {
      var foreman = Foreman(try Tenant(text).rules, [APITask().field("v", required: true, value: value)])
      foreman.run(120)
      #expect(foreman.sent.count == count && foreman.said(.decisionBlocked).count == 1 - count)
    }
  }

  @Test("an assignee whose name cannot be read is not known to be somebody else")
  func assignee() throws {
    let nameless: JSONValue = ["id": "88"]
    let odd: JSONValue = ["id": "88", "name": .unreadable]
    for party in [nameless, odd] {
      let task = APITask().with("assigned_to_group", party)
      #expect(try truth("{ assigned_group: Audit }", task) == .unknown)
      #expect(try truth("{ assigned_group: { not: Audit } }", task) == .unknown)
      #expect(try truth("{ assigned_group: { id: \"88\" } }", task) == .yes)
      #expect(try truth("{ has_group: true }", task) == .yes)
    }
  }
}
