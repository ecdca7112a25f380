import Foundation
import Rules
import Testing

@Suite("Turning points")
struct TurningPointTests {
  static let saturday = NextMatchTests.saturday

  private func set(_ conditions: Condition...) -> RuleSet {
    RuleSet(conditions.enumerated().map { Make.rule("r\($0)", $1) })
  }

  private static func dates(_ tasks: [TaskView]) -> TransitionTimes.Dates {
    TransitionTimes.Dates(tasks.lazy.map { ($0.created.value, $0.due.value) })
  }

  @Test("the next point is the one at which the rule will match", arguments: NextMatchTests.moments)
  func next(condition: Condition, moment: String?) throws {
    guard let expected = moment.map({ Make.date($0) }) else { return }
    let points = TransitionTimes(set(condition))
    let dates = Self.dates([NextMatchTests.task])
    var time = Self.saturday
    for _ in 0..<10 where time < expected { time = try #require(points.next(after: time, of: dates)) }
    #expect(time == expected)
  }

  @Test("rules that do not ask for the time have no points, nor have tasks without dates")
  func none() {
    #expect(TransitionTimes(set(.test(.flag(.escalated, true)))).isEmpty)
    let points = TransitionTimes(set(.test(.flag(.overdue, true)), Make.time(.age, atLeast: "1h")))
    let bare = Make.quote().with {
      $0.due = .none
      $0.created = .unknown
    }
    #expect(!points.isEmpty && points.next(after: Self.saturday, of: Self.dates([bare])) == nil)
  }

  @Test("among many tasks the first is found, and those that turned are told")
  func many() {
    let points = TransitionTimes(set(Make.time(.age, atLeast: "1h"), Make.time(.age, atMost: "2h")))
    let tasks = (0..<10).map { number in
      Make.quote().with {
        $0.created = .value(Self.saturday - Double((number * 7) % 10) * 600)
        $0.due = .none
      }
    }
    let dates = Self.dates(tasks)
    // One is an hour old already and passes that in a second; the one of fifty minutes is the next.
    #expect(points.next(after: Self.saturday + 1, of: dates) == Self.saturday + 600)
    #expect(points.turned(after: Self.saturday, upTo: Self.saturday + 599, of: dates) == [8])
    #expect(points.turned(after: Self.saturday, upTo: Self.saturday + 600, of: dates) == [5, 8])
    #expect(points.turned(after: Self.saturday + 601, upTo: Self.saturday + 601, of: dates).isEmpty)
  }

  @Test("whatever the rules and tasks, no answer changes but at a point, give or take the second of passing it")
  func complete() {
    for seed in 0..<150 {
      var cases = IndexCases(seed: UInt64(seed))
      let rules = RuleSet((0..<6).map { cases.rule($0, parts: 1...2) })
      let tasks = (0..<30).map { _ in cases.task(blank: 10) }
      let points = TransitionTimes(rules)
      let dates = Self.dates(tasks)
      var time = IndexCases.now
      for _ in 0..<12 {
        let later = time + cases.one(of: [0.4, 30, 1_800, 4_000, 40_000, 200_000])
        let changed = tasks.indices.filter {
          rules.verdict(on: tasks[$0], at: time) != rules.verdict(on: tasks[$0], at: later)
        }
        let turned = points.turned(after: time, upTo: later + 1, of: dates)
        #expect(Set(changed).isSubset(of: turned), "seed \(seed)")
        if !changed.isEmpty { #expect(points.next(after: time, of: dates).map { $0 <= later + 1 } == true) }
        if let next = points.next(after: time, of: dates) {
          #expect(next > time && !points.turned(after: time, upTo: next, of: dates).isEmpty)
        }
        time = later
      }
    }
  }
}
