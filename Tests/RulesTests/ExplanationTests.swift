import Foundation
import Patterns
import Rules
import Testing

@Suite struct ExplanationTests {
  static let now = Make.date("2026-03-09T15:30")

  static func approve() throws -> Rule {
    let office = Make.office()
    let small = Condition.fact("small_amount", .all([Make.value(as: .decimal, .atMost(try Make.decimal("5000.00")))]))
    return Make.rule(
      "approve-small-quote",
      .all([
        .test(.text(.workflow, .equals("Quote"))), .test(.text(.step, .like(try Glob("App*")))),
        Make.time(.age, atLeast: "4bh", by: office), .all([small]), .test(.text(.status, .equals("PENDING"))),
      ]), unless: .all([.test(.assignee(.group, .name(.equals("Audit"))))]))
  }

  @Test("a match is explained condition by condition, with what was wanted and seen")
  func match() throws {
    let explanation = try Self.approve().explain(Make.quote(), at: Self.now)
    #expect(explanation.rule == "approve-small-quote")
    #expect(explanation.truth == .yes)
    #expect(explanation.matchesAt == nil)
    #expect(explanation.failed.isEmpty && explanation.unknown.isEmpty)
    #expect(
      explanation.when
        == .init(
          key: "when", truth: .yes,
          children: [
            .init(key: "workflow", truth: .yes, wanted: "'Quote'", seen: "'Quote'"),
            .init(key: "step", truth: .yes, wanted: "like 'App*'", seen: "'Approve'"),
            .init(key: "age", truth: .yes, wanted: "at least 4bh", seen: "5.5bh"),
            .init(
              key: "small_amount", isFact: true, truth: .yes,
              children: [.init(key: "captured Quote.total", truth: .yes, wanted: "at most 5000", seen: "'4300.50'")]),
            .init(key: "status", truth: .yes, wanted: "'PENDING'", seen: "'PENDING'"),
          ]))
    #expect(
      explanation.unless
        == .init(
          key: "unless", truth: .no,
          children: [.init(key: "assigned_group", truth: .no, wanted: "'Audit'", seen: "none")]))
  }

  @Test("what failed is named by its fact or key, and nothing is cut short")
  func failed() throws {
    let task = Make.quote(total: .text("5000.01")).with { $0.step = .value("Send") }
    let explanation = try Self.approve().explain(task, at: Self.now)
    #expect(explanation.truth == .no)
    #expect(explanation.failed == ["step", "small_amount"])
    #expect(explanation.unknown.isEmpty)
    #expect(explanation.when.children.map(\.truth) == [.yes, .no, .yes, .no, .yes])
  }

  @Test("what is unknown is named, and has nothing that was seen")
  func unknown() throws {
    let task = Make.quote(total: nil).with { $0.assignedGroup = .unknown }
    let explanation = try Self.approve().explain(task, at: Self.now)
    #expect(explanation.truth == .unknown)
    #expect(explanation.failed.isEmpty)
    #expect(explanation.unknown == ["small_amount", "assigned_group"])
    #expect(explanation.when.children[3].children[0].seen == nil)
  }

  @Test("an unless that holds is what failed")
  func unless() throws {
    let task = Make.quote().with { $0.assignedGroup = .value(Party(id: "4", name: "Audit")) }
    let explanation = try Self.approve().explain(task, at: Self.now)
    #expect(explanation.failed == ["assigned_group"])
    #expect(explanation.unless?.children[0].seen == "'Audit' (id 4)")
  }

  @Test("groups are named, and the facts in them that count")
  func groups() {
    let yes = Condition.test(.text(.workflow, .equals("Quote")))
    let no = Condition.test(.text(.workflow, .equals("x")))
    let rule = Make.rule(
      "r",
      .all([
        .any([.fact("a", no), .all([.fact("b", no), .fact("c", yes)])]), .none([.fact("d", yes), .fact("e", no)]),
        .all([.fact("f", no), .fact("g", yes)]),
      ]))
    #expect(rule.explain(Make.quote(), at: Self.now).failed == ["any_of", "a", "b", "none_of", "d", "f"])
  }

  static let wordings: [(condition: Condition, key: String, wanted: String, seen: String?)] = [
    (.test(.flag(.overdue, true)), "overdue", "true", "false"),
    (.test(.flag(.escalated, false)), "escalated", "false", "false"),
    (
      .test(.text(.entityType, .not(.anyOf([.equals("A"), .equals("B")])))), "entity_type", "not one of 'A', 'B'",
      "'CUENTA'"
    ),
    (.test(.assignee(.user, .id("7"))), "assigned_user", "id 7", "none"),
    (Make.time(.overdueBy, moreThan: "1d", atMost: "2d"), "overdue_by", "more than 1d and at most 2d", "none"),
    (Make.time(.age, lessThan: "1.5h"), "age", "less than 1.5h", "6.5h"),
    (Make.time(.age, lessThan: "1bd"), "age", "less than 1bd", nil),
    (Make.value(in: .form(field: "x"), as: .text, .exists(true)), "form x", "is there", nil),
    (.test(.previousResult(step: "Quote", oneOf: ["a", "b"])), "previous_result Quote", "one of 'a', 'b'", "'sent'"),
    (.test(.resultAvailable(["x"])), "result_available", "'x'", "one of 'approved', 'rejected'"),
  ]

  @Test("each kind of condition has its words", arguments: wordings)
  func words(condition: Condition, key: String, wanted: String, seen: String?) throws {
    let node = try #require(Make.rule("r", condition).explain(Make.quote(), at: Self.now).when.children.first)
    #expect(node.key == key)
    #expect(node.wanted == wanted)
    #expect(node.seen == seen)
  }

  @Test("a long text is cut short")
  func long() {
    let task = Make.quote().with { $0.workflow = .value(String(repeating: "x", count: 500)) }
    let node = Make.rule("r", .test(.text(.workflow, .equals("y")))).explain(task, at: Self.now).when.children[0]
    #expect(node.seen?.count == 123)
  }
}
