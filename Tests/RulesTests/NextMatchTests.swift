import Foundation
import Rules
import Testing

@Suite struct NextMatchTests {
  static let saturday = Make.date("2026-03-07T12:00")
  /// Created on Friday an hour before the end of work.
  static let task = Make.quote().with {
    $0.created = .value(Make.date("2026-03-06T17:00"))
    $0.due = .value(Make.date("2026-03-10T10:00"))
  }

  static let moments: [(condition: Condition, moment: String?)] = [
    (Make.time(.age, atLeast: "4bh", by: Make.office()), "2026-03-09T12:00"),
    (Make.time(.age, moreThan: "4bh", by: Make.office()), "2026-03-09T12:00:01"),
    // Reached as work ends: more has passed only when it goes on.
    (Make.time(.age, moreThan: "9bh", by: Make.office()), "2026-03-10T09:00:01"),
    (Make.time(.age, atLeast: "2bd", by: Make.office()), "2026-03-10T17:00"),
    (Make.time(.age, atLeast: "2d"), "2026-03-08T17:00"), (Make.time(.age, moreThan: "2d"), "2026-03-08T17:00:01"),
    (Make.time(.age, atLeast: "4bh"), nil), (Make.time(.age, lessThan: "1h"), nil),
    (Make.time(.age, atLeast: "2d", lessThan: "2bd", by: Make.office()), "2026-03-08T17:00"),
    (.none([Make.time(.age, lessThan: "2d")]), "2026-03-08T17:00"),
    (.none([Make.time(.age, atMost: "2d")]), "2026-03-08T17:00:01"),
    (Make.time(.overdueBy, atLeast: "1bd", by: Make.office()), "2026-03-11T10:00"),
    (Make.time(.dueIn, atMost: "1d"), "2026-03-09T10:00"), (Make.time(.dueIn, lessThan: "1d"), "2026-03-09T10:00:01"),
    (Make.time(.dueIn, atMost: "1bh", by: Make.office()), "2026-03-09T18:00"),
    (Make.time(.dueIn, lessThan: "1bh", by: Make.office()), "2026-03-10T09:00:01"),
    (.test(.flag(.overdue, true)), "2026-03-10T10:00:01"), (.test(.flag(.escalated, true)), nil),
    (
      .any([.test(.flag(.overdue, true)), Make.time(.age, atLeast: "4bh", by: Make.office())]), "2026-03-09T12:00"
    ),
    (
      .all([.test(.flag(.overdue, true)), Make.time(.age, atLeast: "4bh", by: Make.office())]), "2026-03-10T10:00:01"
    ),
  ]

  @Test("it is told when a rule will match if only time is missing", arguments: moments)
  func moment(condition: Condition, moment: String?) {
    let rule = Make.rule("r", condition)
    let expected = moment.map { Make.date($0) }
    #expect(rule.nextMatch(Self.task, after: Self.saturday) == expected)
    #expect(rule.explain(Self.task, at: Self.saturday).matchesAt == expected)
    if let expected { #expect(rule.matches(Self.task, at: expected) == .yes) }
  }

  @Test("a rule that takes the task already has no next match, nor has one beyond the horizon")
  func limits() {
    let rule = Make.rule("r", Make.time(.age, atLeast: "1h"))
    #expect(rule.nextMatch(Self.task, after: Self.saturday) == nil)
    let late = Make.rule("r", Make.time(.age, atLeast: "500d"))
    #expect(late.nextMatch(Self.task, after: Self.saturday) == nil)
    #expect(late.nextMatch(Self.task, after: Self.saturday, within: 600 * 86_400) != nil)
  }

  @Test("an unless that ends with time lets the rule go on, and one that begins with time stops it")
  func unless() {
    let always = Condition.test(.text(.workflow, .equals("Quote")))
    let rule = Make.rule("r", always, unless: Make.time(.age, lessThan: "3d"))
    #expect(rule.nextMatch(Self.task, after: Self.saturday) == Make.date("2026-03-09T17:00"))
    let never = Make.rule("r", Make.time(.age, atLeast: "3d"), unless: Make.time(.age, atLeast: "2d"))
    #expect(never.nextMatch(Self.task, after: Self.saturday) == nil)
  }

  @Test("run_within holds a match back until it is open, and lets it go if it ends before")
  func runWithin() {
    var safeguards = Safeguards()
    safeguards.runWithin = Make.office()
    let monday = Make.date("2026-03-09T09:00")
    let now = Make.rule("r", Make.time(.age, atLeast: "1h"), safeguards: safeguards)
    #expect(now.nextMatch(Self.task, after: Self.saturday) == monday)
    #expect(now.nextMatch(Self.task, after: monday) == nil)
    let sunday = Make.rule("r", Make.time(.age, atLeast: "2d"), safeguards: safeguards)
    #expect(sunday.nextMatch(Self.task, after: Self.saturday) == monday)
    let brief = Make.rule("r", Make.time(.age, atLeast: "2d", lessThan: "60h"), safeguards: safeguards)
    #expect(brief.nextMatch(Self.task, after: Self.saturday) == nil)
  }

  @Test("of a set the first match decides at every moment")
  func set() throws {
    let first = Make.rule("a", Make.time(.age, atLeast: "3d"))
    let second = Make.rule("b", Make.time(.age, atLeast: "2d"))
    let third = Make.rule("c", Make.time(.age, atLeast: "2d", lessThan: "49h"))
    let next = try #require(RuleSet([first, third, second]).nextMatch(Self.task, after: Self.saturday))
    #expect(next.rule == 1)
    #expect(next.date == Make.date("2026-03-08T17:00"))
    var safeguards = Safeguards()
    safeguards.runWithin = Make.office()
    let held = Make.rule("h", Make.time(.age, atLeast: "2d"), safeguards: safeguards)
    let behind = try #require(RuleSet([held, second]).nextMatch(Self.task, after: Self.saturday))
    #expect(behind.rule == 0)
    #expect(behind.date == Make.date("2026-03-09T09:00"))
    #expect(RuleSet([Make.rule("n", .test(.flag(.escalated, true)))]).nextMatch(Self.task, after: Self.saturday) == nil)
  }

  @Test("behind a rule that waits for the detail nothing is foreseen")
  func details() throws {
    let listed = Self.task.with { $0.details = nil }
    let small = Make.rule("s", Make.value(as: .decimal, .atMost(try Make.decimal("5"))))
    let old = Make.rule("o", Make.time(.age, atLeast: "2d"))
    #expect(RuleSet([small, old]).nextMatch(listed, after: Self.saturday) == nil)
    #expect(RuleSet([small, old]).nextMatch(Self.task, after: Self.saturday)?.rule == 1)
  }

  @Test("no earlier minute matches, over random rules", arguments: [UInt64(1), 2, 3])
  func firstMinute(seed: UInt64) {
    var random = SmallGenerator(state: seed)
    func bound() -> String {
      "\(Int.random(in: 1...30, using: &random))\(["h", "bh"].randomElement(using: &random) ?? "h")"
    }
    func condition(_ depth: Int) -> Condition {
      switch Int.random(in: 0..<(depth > 0 ? 7 : 4), using: &random) {
      case 0: .test(.flag(.overdue, Bool.random(using: &random)))
      case 1: Make.time(.age, atLeast: bound(), lessThan: bound(), by: Make.office())
      case 2: Make.time(.dueIn, atMost: bound(), by: Make.office())
      case 3: Make.time(.overdueBy, atLeast: bound(), by: Make.office())
      case 4: .all([condition(depth - 1), condition(depth - 1)])
      case 5: .any([condition(depth - 1), condition(depth - 1)])
      default: .none([condition(depth - 1)])
      }
    }
    var foreseen = 0
    for _ in 0..<60 {
      let rule = Make.rule("r", condition(2))
      let minutes = (0..<(6 * 48)).map { Self.saturday + Double($0 * 1_800) }
      guard rule.matches(Self.task, at: Self.saturday) == .no else { continue }
      let first = minutes.first { rule.matches(Self.task, at: $0) == .yes }
      let next = rule.nextMatch(Self.task, after: Self.saturday, within: 6 * 86_400)
      if let next {
        foreseen += 1
        #expect(rule.matches(Self.task, at: next) == .yes)
        if let first { #expect(next <= first) }
      } else {
        #expect(first == nil)
      }
    }
    #expect(foreseen > 5)
  }
}
