import Foundation
import Rules
import Testing

@Suite struct KleeneTests {
  static let now = Date(timeIntervalSince1970: 1_000_000)

  /// A task on which ``condition(_:)`` has each of the three truths.
  static let task = TaskView(
    id: "1", instanceID: "2", workflow: .value("Quote"), status: .unknown, escalated: .value(true))

  /// A condition with the truth that is asked for.
  static func condition(_ truth: Truth) -> Condition {
    switch truth {
    case .yes: .test(.text(.workflow, .equals("Quote")))
    case .no: .test(.text(.workflow, .equals("Other")))
    case .unknown: .test(.text(.status, .equals("PENDING")))
    }
  }

  static let pairs = Truth.allCases.flatMap { left in Truth.allCases.map { (left, $0) } }
  static let triples = pairs.flatMap { pair in Truth.allCases.map { [pair.0, pair.1, $0] } }

  /// Kleene's tables by order: false < unknown < true, and is the least, or the greatest.
  static func rank(_ truth: Truth) -> Int {
    switch truth {
    case .no: 0
    case .unknown: 1
    case .yes: 2
    }
  }

  @Test("and is the least of two, or the greatest", arguments: pairs)
  func tables(left: Truth, right: Truth) {
    #expect(Self.rank(left.and(right)) == min(Self.rank(left), Self.rank(right)))
    #expect(Self.rank(left.or(right)) == max(Self.rank(left), Self.rank(right)))
    #expect(Self.rank(left.negated) == 2 - Self.rank(left))
    #expect(left.and(right).negated == left.negated.or(right.negated))
  }

  @Test("all, any and none of three conditions follow the tables", arguments: triples)
  func groups(truths: [Truth]) {
    let conditions = truths.map { Self.condition($0) }
    let least = truths.map(Self.rank).min()
    let greatest = truths.map(Self.rank).max() ?? 0
    #expect(Self.rank(Condition.all(conditions).evaluate(Self.task, at: Self.now)) == least)
    #expect(Self.rank(Condition.any(conditions).evaluate(Self.task, at: Self.now)) == greatest)
    #expect(Self.rank(Condition.none(conditions).evaluate(Self.task, at: Self.now)) == 2 - greatest)
  }

  @Test("a rule matches if when holds and unless is known not to", arguments: pairs)
  func rule(when: Truth, unless: Truth) {
    let rule = Rule(
      id: "r", stage: .live, when: Self.condition(when), unless: Self.condition(unless),
      action: .complete(Completion(result: "ok")), fingerprint: "", source: .init(file: "f", line: 1))
    let truth = rule.matches(Self.task, at: Self.now)
    #expect((truth == .yes) == (when == .yes && unless == .no))
    #expect((truth == .no) == (when == .no || unless == .yes))
  }

  @Test("the first match decides, and the undecided rules before it are named")
  func verdict() {
    let rules = [Truth.no, .unknown, .yes, .unknown, .yes].enumerated().map { index, truth in
      Rule(
        id: "r\(index)", stage: .live, when: Self.condition(truth), action: .complete(Completion(result: "ok")),
        fingerprint: "", source: .init(file: "f", line: index))
    }
    #expect(RuleSet(rules).verdict(on: Self.task, at: Self.now) == Verdict(match: 2, undecided: [1]))
    #expect(RuleSet(Array(rules[..<2])).verdict(on: Self.task, at: Self.now) == Verdict(match: nil, undecided: [1]))
  }
}
