import CalendarTime
import Foundation
import RuleFiles
import Rules
import Testing
import YAML

/// Safeguards, defaults and shared definitions.
extension LanguageDecodingTests {
  @Test("a rule keeps what the defaults say and it does not, of a limit key by key")
  func defaults() throws {
    let rule = try rule(
      extra: "    limit: { per_day: 5, share: 12.5% }\n    cooldown: 2bd\n",
      defaults: "defaults: { stage: canary, canary: { share: 10% }, calendar: office, run_within: other, max_hops: 3,\n"
        + "  limit: { per_cycle: 20, per_hour: 30, per_day: 200 }, cooldown: 4h, after_human_touch: { leave_alone: 1d } }"
    )
    var expected = Safeguards()
    expected.limit = .init(
      perCycle: 20, perHour: 30, perDay: 5, share: Decimal(sign: .plus, exponent: -3, significand: 125))
    expected.cooldown = Span(thousandths: 2000, unit: .businessDay)
    expected.maxHops = 3
    expected.afterHumanTouch = Span(thousandths: 1000, unit: .day)
    expected.runWithin = other
    expected.canaryShare = Decimal(sign: .plus, exponent: -1, significand: 1)
    expected.calendar = office
    #expect(rule.safeguards == expected)
    #expect(rule.stage == .canary)
  }

  @Test("a rule without defaults has no safeguards, and a share waits for the stage canary")
  func none() throws {
    #expect(try rule().safeguards == Safeguards())
    #expect(try rule(extra: "    canary: { share: 10% }\n").safeguards == Safeguards())
    let canary = try rule(extra: "    stage: canary\n    canary: { share: 10% }\n").safeguards
    #expect(canary.canaryShare == Decimal(sign: .plus, exponent: -1, significand: 1))
  }

  @Test("a sum is limited exactly")
  func sum() throws {
    let rule = try rule(
      then: "{ complete: { result: x, captured_data: { f: { from: Q.f, as: decimal } } } }",
      extra: "    limit: { sum_per_day: { of: f, at_most: \"60000.00\" } }\n")
    #expect(rule.safeguards.limit?.sumPerDay == .init(of: "f", atMost: 60_000))
  }

  @Test("a calendar has its days, its closed days and the end of its knowledge")
  func calendar() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "a.yaml",
      """
      schema: 1
      defaults: { calendar: c }
      calendars:
        c:
          timezone: Europe/Madrid
          open: { fri-sun: ["14:00-18:00", "09:00-13:00"], wed: ["08:00-24:00"], thu: [] }
          closed: ["1970-01-02..1970-01-04", 1970-02-01]
          holidays_known_until: "1972-02-29"
      rules:
        - { id: a, when: { age: { at_least: 1bh } }, then: { complete: { result: x } } }
      """)
    let set = try #require(RuleSetLoader().load([folder.path]).value)
    guard case .time(let test)? = set.rules.first.flatMap({ Self.first($0.when) }) else {
      Issue.record("no time test")
      return
    }
    let weekend = [hours(9, 13), hours(14, 18)]
    let expected = WorkCalendar(
      name: "c", zone: try #require(TimeZone(identifier: "Europe/Madrid")),
      open: [3: [hours(8, 24)], 5: weekend, 6: weekend, 7: weekend],
      closed: Set([1, 2, 3, 31].map { CivilDate(daysSinceEpoch: $0) }),
      holidaysKnownUntil: CivilDate(daysSinceEpoch: 789))
    #expect(test.calendar == expected)
  }

  private static func first(_ condition: Condition) -> Rules.Predicate? {
    switch condition {
    case .test(let test): test
    case .all(let parts), .any(let parts), .none(let parts): parts.first.flatMap { first($0) }
    case .fact(_, let inner): first(inner)
    }
  }

  @Test("definitions may stand in another file than the rules that use them, a name in one of them")
  func files() throws {
    let folder = try TemporaryFolder()
    try folder.write("z.yaml", "schema: 1\nfacts: { f: { step: Send } }\n")
    try folder.write(
      "a.yaml", "schema: 1\nrules: [ { id: a, when: { all_of: [f] }, then: { complete: { result: x } } } ]\n")
    #expect(RuleSetLoader().load([folder.path]).diagnostics.isEmpty)
    try folder.write("b.yaml", "schema: 1\nfacts: { f: { step: Send } }\n")
    #expect(
      RuleSetLoader().load([folder.path]).diagnostics.rendered().replacing(folder.path, with: "DIR") == """
        DIR/z.yaml:2:10: error: fact 'f' is defined twice; a name is defined once in the rule files of a tenant
        facts: { f: { step: Send } }
                 ^
        DIR/b.yaml:2:10: note: first defined here
        facts: { f: { step: Send } }
                 ^

        """)
  }

  @Test("the documented examples load without an error")
  func documented() throws {
    let loaded = RuleSetLoader().load(["\(RuleTestEvaluationTests.good)/contract"])
    #expect(loaded.diagnostics.rendered() == "")
    #expect(loaded.value?.rules.map(\.id) == ["approve-small-quote", "overdue-collections"])
    #expect(loaded.value?.rules.map(\.safeguards.maxHops) == [3, 3])
  }
}
