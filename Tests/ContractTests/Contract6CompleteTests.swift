import Engine
import GeoTareas
import JSON
import Log
import Records
import Rules
import Testing

@Suite("Contract 6: complete")
struct Contract6CompleteTests {
  /// What a live rule that completes with this value in the field `f` does to a task.
  private func foreman(_ value: String, _ task: APITask = APITask(), type: String = "text") throws -> Foreman {
    let text = "rules:\n  - { id: r, stage: live, when: { workflow: Quote }, then: { complete: { result: ok, "
    var foreman = Foreman(
      try Tenant(text + "captured_data: { f: \(value) } } } }\n").rules, [task.field("f", type: type)])
    foreman.run(60)
    return foreman
  }

  private func sent(_ value: String, _ task: APITask = APITask(), type: String = "text") throws -> String? {
    let foreman = try foreman(value, task, type: type)
    #expect(foreman.sent.count <= 1)
    let prefix = "1001 {\"result_code\":\"ok\",\"captured_data\":{\"f\":"
    return foreman.sent.first.map { $0.hasPrefix(prefix) ? String($0.dropFirst(prefix.count).dropLast(2)) : $0 }
  }

  @Test("then: exactly one of complete and reassign")
  func exactlyOne() throws {
    #expect(try mistakes(then: "{ complete: { result: ok }, reassign: { user: \"1\" } }").count == 1)
    #expect(try mistakes(then: "{}").count == 1)
    #expect(try mistakes(then: "{ complete: { comment: x } }").count == 1)
  }

  @Test("complete: { result, captured_data, comment }")
  func complete() throws {
    let then = "{ complete: { result: approved, captured_data: { b: x, a: y }, comment: Done by rule. } }"
    let text = "rules:\n  - { id: r, stage: live, when: { workflow: Quote }, then: \(then) }\n"
    var foreman = Foreman(try Tenant(text).rules, [APITask().field("a").field("b")])
    foreman.run(60)
    #expect(
      foreman.sent == [
        "1001 {\"result_code\":\"approved\",\"captured_data\":{\"b\":\"x\",\"a\":\"y\"},\"comment\":\"Done by rule.\"}"
      ])
  }

  static let literals = [
    ("contact@acme.com", "text", "\"contact@acme.com\""), ("\"007\"", "text", "\"007\""), ("7", "number", "7"),
    ("-0.5", "number", "-0.5"), ("true", "boolean", "true"), ("\"2026-03-15\"", "date", "\"2026-03-15\""),
    ("a", "select", "\"a\""), ("{ value: x }", "text", "\"x\""), ("{ value: 3 }", "number", "3"),
    ("{ value: false }", "boolean", "false"), ("{ value: \"${x}\" }", "text", "\"${x}\""),
  ]

  @Test("values: a scalar (literal), { value: … }", arguments: literals)
  func literal(value: String, type: String, json: String) throws {
    #expect(try sent(value, type: type) == json)
  }

  static let oddities =
    [
      #""\x01\x1b\x7f""#, #""\uFFFE\uFDD0""#, "'a''b'", "1e19", "-1e-18", "999999999999999", "+5", ".5", "5.",
      #""\#(String(repeating: "x", count: 65_536))""#,
    ]
    + ["+5", #""007""#, #""-0""#, #""0.00""#, #""\#(String(repeating: "9", count: 34))""#].map {
      "{ from: Quote.total, as: decimal, if_missing: default, default: \($0) }"
    }

  @Test(
    "what check accepts can be kept and sent, or is blocked with a reason", arguments: oddities, ["text", "number"])
  func kept(value: String, type: String) throws {
    let task = APITask().field("f", type: type).captured(["other": 1])
    let foreman = try foreman(value, task, type: type)
    let writes = foreman.calls.compactMap { call in
      if case .write(_, let write) = call { write } else { nil }
    }
    #expect(writes.allSatisfy { $0.isReadBack })
    #expect(writes.count == 1 || !foreman.said(.decisionBlocked).isEmpty)
  }

  @Test(
    "what cannot be kept is a mistake that check finds",
    arguments: [
      #""\0""#, #""a\x00""#, #""\u0000b""#, #"{ value: "\0" }"#, #"{ text: "a\0" }"#, "1e20", "1e40", "1e-19", "0x1F",
      "{ value: 1e99 }", #""\#(String(repeating: "x", count: 65_537))""#,
      #"{ from: Quote.total, as: decimal, if_missing: default, default: "1\0" }"#,
    ])
  func notKept(value: String) throws {
    #expect(try mistakes(then: "{ complete: { result: ok, captured_data: { f: \(value) } } }").count == 1)
  }

  static let taken: [(type: String, captured: JSONValue, form: String, json: String)] = [
    ("text", "x ñ", "text", "\"x ñ\""), ("text", 7, "text", "\"7\""), ("decimal", "4300.50", "text", "\"4300.50\""),
    ("decimal", "4300.50", "number", "4300.50"), ("decimal", .number("4300.50"), "text", "\"4300.50\""),
    ("number", .number("4.5"), "number", "4.5"), ("boolean", false, "boolean", "false"),
    ("date", "2026-03-15", "date", "\"2026-03-15\""),
  ]

  @Test("{ from: \"Step.field\", as: text|decimal|number|boolean|date }", arguments: taken.indices)
  func from(row: Int) throws {
    let (type, captured, form, json) = Self.taken[row]
    let task = APITask().captured(["v": captured])
    #expect(try sent("{ from: Quote.v, as: \(type) }", task, type: form) == json)
    #expect(try sent("{ from: { step: Quote, field: v }, as: \(type) }", task, type: form) == json)
  }

  @Test("if_missing: skip_task|fail|default, default: …", arguments: [nil, .null, "no number"] as [JSONValue?])
  func ifMissing(value: JSONValue?) throws {
    let task = APITask().captured(.object(value.map { [JSONMember("v", $0)] } ?? []))
    for word in ["", ", if_missing: skip_task"] {
      let skipped = try foreman("{ from: Quote.v, as: decimal\(word) }", task)
      #expect(skipped.sent.isEmpty && skipped.decisions.map(\.kind) == [.skipped])
      #expect(skipped.reports.filter { $0.name == .decisionBlocked }.map(\.level) == [.info])
    }
    let failed = try foreman("{ from: Quote.v, as: decimal, if_missing: fail }", task)
    #expect(failed.sent.isEmpty && failed.decisions.map(\.kind) == [.blocked])
    #expect(failed.reports.filter { $0.name == .decisionBlocked }.map(\.level) == [.warning])
    #expect(try sent("{ from: Quote.v, as: decimal, if_missing: default, default: \"0.00\" }", task) == "\"0.00\"")
    #expect(
      try mistakes(then: "{ complete: { result: ok, captured_data: { f: { from: Q.v, if_missing: default } } } }").count
        == 1)
    #expect(
      try mistakes(then: "{ complete: { result: ok, captured_data: { f: { from: Q.v, default: x } } } }").count == 1)
  }

  @Test("{ text: \"… ${entity.label} …\" }")
  func text() throws {
    let task = APITask().held(by: "Ana").captured(["v": "4300.50"])
    #expect(try sent("{ text: \"for ${entity.label}, $${kept}\" }", task) == "\"for Acme Corp, ${kept}\"")
    let all = "${task.id} ${workflow} ${step} ${status} ${entity.type} ${assigned_user} ${captured.Quote.v}"
    #expect(try sent("{ text: \"\(all)\" }", task) == "\"1001 Quote Approve PENDING CUENTA Ana 4300.50\"")
    #expect(try sent("{ text: \"${entity.label}\" }", task.without("entity")) == nil)
    #expect(
      try mistakes(then: "{ complete: { result: ok, captured_data: { f: { text: \"${entity.lable}\" } } } }").first?
        .contains("entity.label") == true)
  }

  @Test("{ now: date|datetime }: in the tenant's zone")
  func now() throws {
    #expect(try sent("{ now: date }", type: "date") == "\"2026-03-09\"")
    let moment = try sent("{ now: datetime }", type: "date")
    #expect(moment?.hasPrefix("\"2026-03-09T15:30:") == true)
  }

  /// A form or an offer of results that the rule's payload does not fit.
  static let misfits: [(task: APITask, why: String)] = [
    (APITask().with("available_results", [["code": "approved"]]), "result 'ok' is not among the task's results"),
    (APITask().without("available_results"), "results could not be read"),
    (APITask().field("g", required: true), "required field 'g' is missing"),
    (APITask().without("fields"), "form fields could not be read"),
  ]

  @Test(
    "result code and required fields are checked before anything is sent; what does not fit is logged as decision.blocked",
    arguments: misfits.indices)
  func checked(row: Int) throws {
    let (task, why) = Self.misfits[row]
    var foreman = try Foreman(
      Tenant("rules:\n  - { id: r, stage: live, when: { step: Approve }, then: { complete: { result: ok } } }\n").rules,
      [task])
    foreman.run(300)
    #expect(foreman.sent.isEmpty && foreman.count(.detail) == 1)
    #expect(foreman.said(.decisionBlocked).count == 1)
    #expect(foreman.said(.decisionBlocked).first?.contains(why) == true, "\(foreman.said(.decisionBlocked))")
  }

  @Test(
    "types are checked against the fresh detail",
    arguments: [
      ("x", "number"), ("x", "boolean"), ("x", "date"), ("7", "text"), ("true", "select"), ("x", "file"),
      ("x", "colour"),
    ])
  func types(value: String, type: String) throws {
    let foreman = try foreman(value, type: type)
    #expect(foreman.sent.isEmpty && foreman.said(.decisionBlocked).first?.contains("field 'f'") == true)
  }

  @Test("the detail is fresh: it is read again right before the write, and a rule that no longer holds does nothing")
  func fresh() throws {
    let text =
      "rules:\n  - { id: r, stage: live, when: { captured: [ { step: Quote, field: v, as: decimal, at_most: \"9\" } ] }, "
      + "run_within: office, then: { complete: { result: ok } } }\n"
    let task = APITask().captured(["v": "9"])
    let rules = try Tenant(office + text).rules
    for (amount, count) in [("9", 1), ("9.01", 0)] {
      var foreman = Foreman(rules, [task], at: "2026-03-09T13:50")
      foreman.run(until: "2026-03-09T13:59")
      #expect(foreman.sent.isEmpty && foreman.count(.detail) > 0)
      foreman.tasks["1001"] = APITask().captured(["v": .string(amount)])
      foreman.run(until: "2026-03-09T14:05")
      #expect(foreman.sent.count == count, "\(amount)")
    }
  }
}
