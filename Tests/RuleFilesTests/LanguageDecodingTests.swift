import CalendarTime
import Foundation
import Patterns
import RuleFiles
import Rules
import Testing
import YAML

/// What the loader makes of each part of the language.
@Suite struct LanguageDecodingTests {
  static let shared = """
    schema: 1
    calendars:
      office: { timezone: America/Guayaquil, open: { mon-fri: ["09:00-13:00", "14:00-18:00"] } }
      other: { timezone: UTC, open: { "sat,mon": ["00:00-24:00"] } }
    facts:
      small: { step: Send }
      old: { age: { at_least: 1bd } }
      both: { all_of: [small, old] }
    pools:
      team: { pick: round_robin, members: [ { user: "1" } ] }

    """

  func rule(
    when: String = "{ step: Send }", then: String = "{ complete: { result: x } }", extra: String = "",
    defaults: String = ""
  ) throws -> Rule {
    let folder = try TemporaryFolder()
    let text = "\(Self.shared)\(defaults)\nrules:\n  - id: one\n    when: \(when)\n    then: \(then)\n\(extra)"
    try folder.write("a.yaml", text)
    let loaded = RuleSetLoader().load([folder.path])
    #expect(loaded.diagnostics.filter { $0.severity == .error }.rendered() == "")
    return try #require(loaded.value?.rules.first)
  }

  func tests(_ when: String, extra: String = "") throws -> [Condition] {
    guard case .all(let parts) = try rule(when: when, extra: extra).when else { return [] }
    return Array(parts.dropLast())
  }

  func hours(_ start: Int, _ end: Int) -> WorkCalendar.Opening { .init(start: start * 60, end: end * 60) }

  var office: WorkCalendar {
    let day = [hours(9, 13), hours(14, 18)]
    return WorkCalendar(
      name: "office", zone: TimeZone(identifier: "America/Guayaquil") ?? .gmt,
      open: [1: day, 2: day, 3: day, 4: day, 5: day])
  }

  var other: WorkCalendar {
    WorkCalendar(
      name: "other", zone: TimeZone(identifier: "UTC") ?? .gmt, open: [1: [hours(0, 24)], 6: [hours(0, 24)]])
  }

  @Test("a span keeps its unit and its thousandths")
  func spans() throws {
    let test = TimeTest(
      .age, lower: .init(Span(thousandths: 1500, unit: .hour), isInclusive: false),
      upper: .init(Span(thousandths: 2000, unit: .day), isInclusive: true), calendar: nil)
    #expect(try tests("{ age: { more_than: 1.5h, at_most: 2d } }") == [.test(.time(test))])
  }

  @Test("working time is measured by the rule's calendar, else by that of the defaults")
  func calendars() throws {
    func expected(_ calendar: WorkCalendar) -> [Condition] {
      let bound = TimeTest.Bound(Span(thousandths: 2000, unit: .businessDay), isInclusive: true)
      return [.test(.time(TimeTest(.overdueBy, lower: bound, upper: nil, calendar: calendar)))]
    }
    let when = "{ overdue_by: { at_least: 2bd } }"
    #expect(try tests(when, extra: "    calendar: other\n") == expected(other))
    guard case .all(let parts) = try rule(when: when, defaults: "defaults: { calendar: office }").when else { return }
    #expect(Array(parts.dropLast()) == expected(office))
    guard
      case .all(let own) = try rule(
        when: when, extra: "    calendar: other\n", defaults: "defaults: { calendar: office }"
      ).when
    else { return }
    #expect(Array(own.dropLast()) == expected(other))
  }

  @Test("a fact stands under its name, and takes the calendar of the rule that asks for it")
  func facts() throws {
    let small = Condition.fact("small", .all([.test(.text(.step, .equals("Send")))]))
    let bound = TimeTest.Bound(Span(thousandths: 1000, unit: .businessDay), isInclusive: true)
    let old = Condition.fact(
      "old", .all([.test(.time(TimeTest(.age, lower: bound, upper: nil, calendar: other)))]))
    let both = Condition.fact("both", .all([.all([small, old])]))
    #expect(
      try tests("{ any_of: [both, { escalated: true }] }", extra: "    calendar: other\n")
        == [.any([both, .all([.test(.flag(.escalated, true))])])])
  }

  static let values: [(text: String, test: ValueTest)] = [
    (
      "captured: [ { step: \"A. B\", field: total, as: decimal, more_than: 5, at_most: \"5000.00\" } ]",
      ValueTest(
        .captured(step: "A. B", field: "total"), as: .decimal, [.moreThan(.decimal(5)), .atMost(.decimal(5000))])
    ),
    (
      "captured: [ { step: Q, field: f, is: x } ]",
      ValueTest(.captured(step: "Q", field: "f"), as: .text, [.oneOf([.text("x")])])
    ),
    (
      "captured: [ { step: Q, field: f, one_of: [a, b], like: \"*\" } ]",
      ValueTest(
        .captured(step: "Q", field: "f"), as: .text,
        [.oneOf([.text("a"), .text("b")])] + ((try? Glob("*")).map { [.like($0)] } ?? []))
    ),
    (
      "captured: [ { step: Q, field: f, as: boolean, is: true } ]",
      ValueTest(.captured(step: "Q", field: "f"), as: .boolean, [.oneOf([.boolean(true)])])
    ),
    (
      "captured: [ { step: Q, field: f, as: date, less_than: \"1970-01-02T00:01\" } ]",
      ValueTest(.captured(step: "Q", field: "f"), as: .date, [.lessThan(.date(civilSeconds: 86_460))])
    ),
    (
      "captured: [ { step: Q, field: f, as: number, at_least: 0.5, exists: true } ]",
      ValueTest(
        .captured(step: "Q", field: "f"), as: .number,
        [.atLeast(.decimal(Decimal(sign: .plus, exponent: -1, significand: 5))), .exists(true)])
    ),
    ("form: [ { field: f, exists: false } ]", ValueTest(.form(field: "f"), as: .text, [.exists(false)])),
  ]

  @Test("captured and form fields are compared by their type", arguments: values)
  func value(text: String, test: ValueTest) throws {
    #expect(try tests("{ \(text) }") == [.test(.value(test))])
  }

  @Test("all entries of captured must hold")
  func several() throws {
    let conditions = try tests("{ captured: [ { step: Q, field: a, is: x }, { step: Q, field: b, is: x } ] }")
    guard case .all(let parts)? = conditions.first else {
      Issue.record("not a group: \(conditions)")
      return
    }
    #expect(parts.count == 2)
  }

  @Test("results of earlier steps, results of the form, and regular expressions")
  func others() throws {
    #expect(
      try tests("{ previous_result: { step: A, one_of: [x, y] }, result_available: [sent, failed] }")
        == [.test(.previousResult(step: "A", oneOf: ["x", "y"])), .test(.resultAvailable(["sent", "failed"]))])
    #expect(try tests("{ previous_result: { step: A, is: x } }") == [.test(.previousResult(step: "A", oneOf: ["x"]))])
    let pattern = try Pattern("^S.*d$")
    #expect(try tests("{ step: { matches: \"^S.*d$\" } }") == [.test(.text(.step, .matches(pattern)))])
    #expect(
      try tests("{ assigned_user: { not: { matches: \"^S.*d$\" } } }")
        == [.test(.assignee(.user, .not(.name(.matches(pattern)))))])
  }

  static let fields: [(text: String, value: FieldValue)] = [
    ("{ from: Quote.total, as: decimal }", .captured(.init(step: "Quote", field: "total", as: .decimal))),
    ("{ from: \"Approve v1.2.total\" }", .captured(.init(step: "Approve v1.2", field: "total", as: .text))),
    (
      "{ from: { step: Quote, field: a.b }, if_missing: fail }",
      .captured(.init(step: "Quote", field: "a.b", as: .text, ifMissing: .fail))
    ),
    (
      "{ from: Q.f, as: decimal, if_missing: default, default: \"0.00\" }",
      .captured(.init(step: "Q", field: "f", as: .decimal, ifMissing: .use(.decimal("0.00"))))
    ),
    (
      "{ from: Q.f, as: number, if_missing: default, default: 0 }",
      .captured(.init(step: "Q", field: "f", as: .number, ifMissing: .use(.number(0))))
    ),
    (
      "{ from: Q.f, as: boolean, if_missing: default, default: false }",
      .captured(.init(step: "Q", field: "f", as: .boolean, ifMissing: .use(.boolean(false))))
    ),
    (
      "{ text: \"a ${entity.label} $5 $${x} ${captured.A. B.c}\" }",
      .text(
        Template([
          .literal("a "), .reference(.entityLabel), .literal(" $5 ${x} "),
          .reference(.captured(step: "A. B", field: "c")),
        ]))
    ),
    ("{ text: plain }", .text(Template([.literal("plain")]))),
    ("{ now: date }", .today), ("{ now: datetime }", .now), ("{ value: \"${x}\" }", .literal(.text("${x}"))),
  ]

  @Test("a captured value is taken over, worked out or literal", arguments: fields)
  func field(text: String, value: FieldValue) throws {
    let action = try rule(then: "\n      complete: { result: x, captured_data: { f: \(text) } }").action
    #expect(action == .complete(Completion(result: "x", capturedData: [CapturedField(name: "f", value: value)])))
  }

  @Test("a pool is part of the action that names it")
  func pool() throws {
    let team = Pool(name: "team", pick: .roundRobin, members: [.init(target: .user(id: "1"))])
    #expect(
      try rule(then: "{ reassign: { pool: team, not_to: current_assignee, same_person_per: instance } }").action
        == .reassign(Reassignment(target: .pool(team), notToCurrent: true, keepsPersonPerInstance: true)))
    #expect(
      try rule(then: "{ reassign: { user: \"7\", not_to: current_assignee } }").action
        == .reassign(Reassignment(target: .user(id: "7"), notToCurrent: true)))
  }
}
