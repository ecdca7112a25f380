import CalendarTime
import Daemon
import Engine
import Foundation
import GeoTareas
import Inspection
import Rules
import Support
import Testing

@Suite("The forecast")
struct ForecastTests {
  /// Takes tasks made at least so many days ago; the task of the tests is 24 hours and 29 seconds old at noon.
  private func old(_ id: String, days: Int64, stage: Rule.Stage = .live) -> Rule {
    var rule = SeenTasks.rule(id, [.workflow: "Quote"], stage: stage)
    let bound = TimeTest.Bound(Span(thousandths: days * 1_000, unit: .day), isInclusive: true)
    rule.when = .all([rule.when, .test(.time(TimeTest(.age, lower: bound, upper: nil, calendar: nil)))])
    return rule
  }

  private func forecast(_ rules: [Rule], days: Int = 7) throws -> Forecast {
    Forecast(try SeenTasks.snapshot([SeenTasks.json("1")], rules: rules), from: SeenTasks.noon, days: days)
  }

  private var created: Date { Date(timeIntervalSince1970: 1_773_592_201) }

  @Test("a rule that waits for time is shown at the moment at which it matches")
  func later() throws {
    let matches = try forecast([old("later", days: 3)]).matches
    #expect(matches.map(\.at) == [created.addingTimeInterval(3 * 86_400)])
    #expect(matches.map(\.isNow) == [false])
    #expect(matches.map(\.task) == [TaskID("1")])
  }

  @Test("what lies behind the end is not shown")
  func horizon() throws {
    #expect(try forecast([old("later", days: 3)], days: 1).matches.isEmpty)
  }

  @Test("a task is followed to the first rule that would change it, through those in stage shadow")
  func follows() throws {
    let rules = [old("third", days: 4), old("second", days: 3), old("first", days: 2, stage: .shadow)]
    #expect(try forecast(rules).matches.map(\.rule) == [2, 1])
  }

  @Test("a shadow that matches beside a rule that acts is shown with it, and no other after that")
  func beside() throws {
    let rules = [
      old("early", days: 2, stage: .shadow), old("shadow", days: 4, stage: .shadow), old("acts", days: 2),
      old("late", days: 3),
    ]
    #expect(try forecast(rules).matches.map(\.rule) == [0, 2])
  }

  @Test("a rule that matches already is shown as now")
  func now() throws {
    let forecast = try forecast([SeenTasks.rule("now", [.workflow: "Quote"]), old("later", days: 3)])
    #expect(forecast.matches.map(\.isNow) == [true])
    #expect(forecast.lines()[1] == "now")
    #expect(forecast.lines()[2] == "         now (live)  complete 'approved'  1 task: 1")
  }

  @Test("times and days are the tenant's")
  func zone() throws {
    let lines = try forecast([old("later", days: 3)]).lines()
    #expect(lines[1] == "Wed 2026-03-18")
    #expect(lines[2].hasPrefix("  11:30  later (live)"))
  }

  @Test("what was done, is being done or does not fit is not shown")
  func settled() throws {
    let snapshot = try SeenTasks.snapshot([SeenTasks.json("1")], rules: [SeenTasks.rule("now", [.workflow: "Quote"])])
    for (decision, count) in [
      (Decision.busy(rule: 0, writing: nil), 0), (.blocked(rule: 0, why: "no such field"), 0), (.noRule, 1),
    ] {
      let forecast = Forecast(snapshot, decisions: [TaskID("1"): decision], from: SeenTasks.noon, days: 1)
      #expect(forecast.matches.count == count, "\(decision)")
    }
  }

  @Test("a rule in stage canary is shown for the tasks in its share only")
  func canary() throws {
    var rule = SeenTasks.rule("careful", [.workflow: "Quote"], stage: .canary)
    for (share, ids) in [(Decimal(1), ["careful"]), (0, [])] {
      rule.safeguards.canaryShare = share
      #expect(try forecast([rule]).matches.map { _ in rule.id } == ids)
    }
  }
}
