import Foundation
import RuleFiles
import Rules
import Testing
import YAML

@Suite struct RuleDecodingTests {
  /// Loads one rule with these parts.
  private func rule(
    when: String = "{ step: Send }", then: String = "{ complete: { result: x } }", extra: String = ""
  ) throws -> Rule {
    let folder = try TemporaryFolder()
    try folder.write(
      "a.yaml", "schema: 1\nrules:\n  - id: one\n    when: \(when)\n    then: \(then)\n\(extra)")
    let loaded = RuleSetLoader().load([folder.path])
    #expect(loaded.diagnostics.rendered() == "")
    return try #require(loaded.value?.rules.first)
  }

  private func when(_ text: String) throws -> Condition { try rule(when: text).when }

  static let pending = Condition.test(.text(.status, .equals("PENDING")))

  @Test("a rule is in shadow and has no words for people unless it says so")
  func plain() throws {
    let plain = try rule()
    #expect(plain.stage == .shadow)
    #expect(plain.title == nil && plain.owner == nil && plain.note == nil && plain.unless == nil)
    let full = try rule(
      extra:
        "    stage: live\n    limit: { per_day: 9 }\n    title: T\n    owner: O\n    note: N\n    unless: { overdue: true }\n"
    )
    #expect(full.stage == .live)
    #expect([full.title, full.owner, full.note] == ["T", "O", "N"])
    #expect(full.unless == .all([.test(.flag(.overdue, true))]))
    #expect(full.fingerprint != plain.fingerprint)
  }

  @Test("a rule that says nothing of the status takes pending tasks")
  func status() throws {
    let step = Condition.test(.text(.step, .equals("Send")))
    #expect(try when("{ step: Send }") == .all([step, Self.pending]))
    #expect(
      try when("{ step: Send, status: IN_PROGRESS }")
        == .all([step, .test(.text(.status, .equals("IN_PROGRESS")))]))
    #expect(
      try when("{ any_of: [ { status: { not: COMPLETED } }, { step: Send } ] }")
        == .all([.any([.all([.test(.text(.status, .not(.equals("COMPLETED"))))]), .all([step])])]))
  }

  static let textTests: [(text: String, test: TextTest?)] = [
    ("Send", .equals("Send")), ("\"2024\"", .equals("2024")), ("'yes'", .equals("yes")),
    ("Cafe\u{301}", .equals("Caf\u{E9}")), ("[A, B]", .anyOf([.equals("A"), .equals("B")])),
    ("{ like: \"S*\" }", (try? Glob("S*")).map { .like($0) }),
    ("{ not: Send }", .not(.equals("Send"))), ("{ not: [A, B] }", .not(.anyOf([.equals("A"), .equals("B")]))),
    ("{ not: { not: A } }", .not(.not(.equals("A")))),
    ("[A, { like: \"S*\" }]", (try? Glob("S*")).map { .anyOf([.equals("A"), .like($0)]) }),
    ("2026-01-01", .equals("2026-01-01")),
  ]

  @Test("a text field is compared with text, a list, like and not", arguments: textTests)
  func text(text: String, test: TextTest?) throws {
    let test = try #require(test)
    #expect(try when("{ entity_label: \(text) }") == .all([.test(.text(.entityLabel, test)), Self.pending]))
  }

  static let assigneeTests: [(text: String, test: AssigneeTest)] = [
    ("Audit", .name(.equals("Audit"))), ("{ id: \"42\" }", .id("42")),
    ("{ id: [\"42\", \"43\"] }", .anyOf([.id("42"), .id("43")])), ("{ not: { id: \"42\" } }", .not(.id("42"))),
    ("[Audit, { id: \"42\" }]", .anyOf([.name(.equals("Audit")), .id("42")])),
  ]

  @Test("an assignee is compared by name or by id", arguments: assigneeTests)
  func assignee(text: String, test: AssigneeTest) throws {
    #expect(
      try when("{ assigned_group: \(text) }") == .all([.test(.assignee(.group, test)), Self.pending]))
  }

  @Test("every text field and flag has its key", arguments: FlagField.allCases)
  func flags(field: FlagField) throws {
    #expect(try when("{ \(field.rawValue): false }") == .all([.test(.flag(field, false)), Self.pending]))
  }

  static let values: [(text: String, value: Rules.Scalar)] = [
    ("plain text", .text("plain text")), ("\"\"", .text("")), ("\"1\"", .text("1")), ("true", .boolean(true)),
    ("\"true\"", .text("true")), ("7", .number(7)), ("-7", .number(-7)), ("+7", .number(7)), ("0", .number(0)),
    ("0.1", .number(Decimal(sign: .plus, exponent: -1, significand: 1))),
    ("1234567890.12345", .number(Decimal(sign: .plus, exponent: -5, significand: 123_456_789_012_345))),
    ("1e3", .number(1000)), ("5.", .number(5)), (".5", .number(Decimal(sign: .plus, exponent: -1, significand: 5))),
    ("{ value: 7 }", .number(7)), ("{ value: \"7\" }", .text("7")), ("2026-01-01", .text("2026-01-01")),
    ("|\n          two\n          lines\n", .text("two\nlines\n")),
  ]

  @Test("a captured value keeps its type and its exact amount", arguments: values)
  func value(text: String, value: Rules.Scalar) throws {
    let then = "\n      complete:\n        result: x\n        captured_data:\n         field: \(text)"
    let expected = Completion(result: "x", capturedData: [CapturedField(name: "field", value: .literal(value))])
    #expect(try rule(then: then).action == .complete(expected))
  }

  @Test("captured fields keep the order of the file")
  func order() throws {
    let action = try rule(then: "{ complete: { result: x, comment: C, captured_data: { b: 1, a: 2 } } }").action
    guard case .complete(let completion) = action else {
      Issue.record("not a completion")
      return
    }
    #expect(completion.capturedData.map(\.name) == ["b", "a"])
    #expect(completion.comment == "C")
  }

  @Test("a reassignment names a user or a group by id")
  func reassign() throws {
    #expect(
      try rule(then: "{ reassign: { user: \"18\", comment: C } }").action
        == .reassign(Reassignment(target: .user(id: "18"), comment: "C")))
    let comment = Template([
      .literal("${ is "), .reference(.captured(step: "Quote", field: "total")), .literal(" of "),
      .reference(.captured(step: "Order.1", field: "n")), .literal(" for "), .reference(.entityLabel),
    ])
    let text = "$${ is ${Quote.total} of ${captured.Order.1.n} for ${entity.label}"
    #expect(
      try rule(then: "{ reassign: { user: \"18\", comment: \"\(text)\" } }").action
        == .reassign(Reassignment(target: .user(id: "18"), comment: comment)))
    #expect(
      try rule(then: "{ reassign: { group: \"29\" } }").action
        == .reassign(Reassignment(target: .group(id: "29"))))
  }

  @Test("lengths at the API's limits are taken")
  func lengths() throws {
    let long = String(repeating: "x", count: 80)
    let comment = String(repeating: "c", count: 2000)
    #expect(
      try rule(then: "{ complete: { result: \(long), comment: \(comment) } }").action
        == .complete(Completion(result: long, comment: Template(comment))))
  }

  @Test("the fingerprint does not change with words for people, layout and order")
  func fingerprint() throws {
    let first = try rule(when: "{ step: Send, workflow: Quote }", extra: "    title: One\n")
    let second = try rule(
      when: "\n      workflow: \"Quote\"\n      step: Send\n      status: PENDING", extra: "    note: x\n")
    #expect(first.fingerprint == second.fingerprint)
    #expect(first.fingerprint.count == 16)
  }
}
