import Foundation
import Patterns
import Rules
import Testing

/// The language as the manual promises it, sentence by sentence, with its own examples.
@Suite struct ContractTests {
  static let now = Make.date("2026-03-09T15:30")
  static let quote = Condition.test(.text(.workflow, .equals("Quote")))

  @Test("small quote is approved, amount exact")
  func smallQuote() throws {
    var rule = try ExplanationTests.approve()
    let total = CapturedReference(step: "Quote", field: "total", as: .decimal)
    rule.action = .complete(
      Completion(
        result: "approved",
        capturedData: [
          CapturedField(name: "approved_total", value: .captured(total)),
          CapturedField(
            name: "remark", value: .text(Template([.literal("Approved for "), .reference(.entityLabel)]))),
        ]))
    #expect(RuleSet([rule]).verdict(on: Make.quote(), at: Self.now) == Verdict(match: 0))
    #expect(
      rule.action.rendered(for: Make.quote(), at: Self.now)
        == .ready(
          .complete(
            result: "approved",
            capturedData: [
              RenderedField(name: "approved_total", value: .decimal("4300.50")),
              RenderedField(name: "remark", value: .text("Approved for Acme Corp")),
            ], comment: nil)))
  }

  @Test("one cent too much")
  func oneCent() throws {
    let explanation = try ExplanationTests.approve().explain(Make.quote(total: .text("5000.01")), at: Self.now)
    #expect(explanation.truth == .no && explanation.failed == ["small_amount"])
    #expect(explanation.matchesAt == nil)
  }

  @Test("unknown is not zero")
  func unknownIsNotZero() throws {
    let explanation = try ExplanationTests.approve().explain(Make.quote(total: nil), at: Self.now)
    #expect(explanation.truth == .unknown && explanation.unknown == ["small_amount"])
  }

  @Test("the weekend does not count")
  func weekend() throws {
    let task = Make.quote().with { $0.created = .value(Make.date("2026-03-06T17:00")) }
    let explanation = try ExplanationTests.approve().explain(task, at: Make.date("2026-03-07T12:00"))
    #expect(explanation.truth == .no && explanation.failed == ["age"])
    #expect(explanation.matchesAt == Make.date("2026-03-09T12:00"))
  }

  @Test("collections: escalated, or overdue by a working day, and acted on in office hours")
  func collections() throws {
    var safeguards = Safeguards()
    safeguards.runWithin = Make.office()
    let rule = Make.rule(
      "overdue-collections",
      .all([
        .test(.text(.workflow, .equals("Collections"))),
        .any([
          .all([.test(.flag(.escalated, true))]),
          .all([Make.time(.overdueBy, atLeast: "1bd", by: Make.office())]),
        ]),
      ]), safeguards: safeguards)
    let task = Make.quote().with {
      $0.workflow = .value("Collections")
      $0.due = .value(Make.date("2026-03-06T17:00"))
    }
    let saturday = Make.date("2026-03-07T12:00")
    #expect(rule.matches(task, at: saturday) == .no)
    #expect(rule.nextMatch(task, after: saturday) == Make.date("2026-03-09T17:00"))
    let escalated = task.with { $0.escalated = .value(true) }
    #expect(rule.matches(escalated, at: saturday) == .yes)
    #expect(rule.nextMatch(escalated, after: saturday) == Make.date("2026-03-09T09:00"))
    #expect(rule.explain(escalated, at: saturday).matchesAt == Make.date("2026-03-09T09:00"))
  }

  @Test("the first match decides, whatever comes behind it")
  func firstMatch() {
    let rules = RuleSet([Make.rule("a", Self.quote), Make.rule("b", Self.quote)])
    #expect(rules.verdict(on: Make.quote(), at: Self.now) == Verdict(match: 0))
  }

  @Test("a map is and, a list under a key is any of these values")
  func mapsAndLists() {
    let list = Condition.test(.text(.step, .anyOf([.equals("Send"), .equals("Approve")])))
    #expect(Condition.all([Self.quote, list]).evaluate(Make.quote(), at: Self.now) == .yes)
    #expect(
      Condition.all([Self.quote, .test(.text(.step, .equals("Send")))]).evaluate(Make.quote(), at: Self.now) == .no)
  }

  /// A field made unknown, and a condition on it that would hold if it were known.
  static let unknowns: [(condition: Condition, change: @Sendable (inout TaskView) -> Void)] = [
    (quote, { $0.workflow = .unknown }), (.test(.flag(.escalated, false)), { $0.escalated = .unknown }),
    (.test(.flag(.hasUser, false)), { $0.assignedUser = .unknown }),
    (.test(.flag(.unassigned, true)), { $0.assignedGroup = .unknown }),
    (.test(.flag(.overdue, false)), { $0.due = .unknown }), (Make.time(.age, atLeast: "1h"), { $0.created = .unknown }),
    (.test(.resultAvailable(["approved"])), { $0.details?.results = nil }),
    (.test(.previousResult(step: "Quote", oneOf: ["sent"])), { $0.details?.steps = [] }),
    (Make.value(as: .text, .oneOf([.text("4300.50")])), { $0.details?.steps = [] }),
    (Make.value(as: .text, .oneOf([.text("4300.50")])), { $0.details?.steps[0].captured["total"] = .unreadable }),
    (Make.value(as: .text, .exists(true)), { $0.details?.steps[0].captured["total"] = .unreadable }),
    (Make.value(as: .text, .exists(true)), { $0.details?.gap = 1 }),
    (Make.value(in: .captured(step: "Quote", field: "hold"), .exists(false)), { $0.details?.steps[0].isWhole = false }),
    (Make.value(in: .captured(step: "Quote", field: "hold"), .exists(false)), { $0.details?.gap = 1 }),
    (Make.value(in: .captured(step: "Review", field: "hold"), .exists(false)), { $0.details?.gap = 0 }),
    (.test(.previousResult(step: "Quote", oneOf: ["sent"])), { $0.details?.gap = 1 }),
    (Make.value(in: .form(field: "hold"), .exists(false)), { $0.details?.form = ["hold": .unreadable] }),
    (Make.value(in: .form(field: "hold"), .exists(false)), { $0.details?.form = nil }),
    (
      .test(.assignee(.group, .not(.name(.equals("Audit"))))),
      { $0.assignedGroup = .value(Party(id: "31", name: nil)) }
    ),
  ]

  @Test("unknown never acts, and in unless it protects", arguments: unknowns.indices)
  func unknownNeverActs(index: Int) {
    let (condition, change) = Self.unknowns[index]
    let task = Make.quote().with(change)
    #expect(condition.evaluate(Make.quote(), at: Self.now) == .yes)
    #expect(condition.evaluate(task, at: Self.now) == .unknown)
    #expect(RuleSet([Make.rule("r", condition)]).verdict(on: task, at: Self.now).match == nil)
    let protected = Make.rule("r", .test(.text(.status, .equals("PENDING"))), unless: condition)
    #expect(RuleSet([protected]).verdict(on: task, at: Self.now).match == nil)
    let opposite = Make.rule("r", .test(.text(.status, .equals("PENDING"))), unless: .none([condition]))
    #expect(RuleSet([opposite]).verdict(on: task, at: Self.now).match == nil)
  }

  @Test("a documented null is known: it means none, and comparing with it is false")
  func null() {
    let task = Make.quote(total: .null)
    let comparisons: [Condition] = [
      .test(.assignee(.user, .name(.equals("Ana")))), .test(.assignee(.group, .id("4"))), .test(.flag(.overdue, true)),
      Make.time(.overdueBy, atLeast: "1s"), Make.time(.dueIn, atLeast: "1s"),
      Make.value(as: .text, .oneOf([.text("")])), Make.value(as: .decimal, .atMost(.decimal(0))),
    ]
    for comparison in comparisons {
      #expect(comparison.evaluate(task, at: Self.now) == .no)
      #expect(Make.rule("r", Self.quote, unless: comparison).matches(task, at: Self.now) == .yes)
    }
  }

  @Test("limits, cooldowns and stages do not change what a rule matches")
  func safeguards() {
    var safeguards = Safeguards()
    safeguards.runWithin = Make.office()
    safeguards.limit = .init(perDay: 0)
    let rule = Make.rule("r", Self.quote, safeguards: safeguards)
    #expect(rule.matches(Make.quote(), at: Make.date("2026-03-08T03:00")) == .yes)
  }
}
