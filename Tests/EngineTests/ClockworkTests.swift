import CalendarTime
import Engine
import Foundation
import GeoTareas
import JSON
import Pacing
import Records
import Rules
import Simulation
import Testing

/// The rig begins at 21:23:20 on the eighth of March 2026.
@Suite("What becomes true with time")
struct ClockworkTests {
  private func aged(_ span: Span, then action: Action = .send) -> Rule {
    var rule = rule("old", "Send", then: action)
    let age = TimeTest(.age, lower: .init(span, isInclusive: true), upper: nil, calendar: nil)
    rule.when = .all([rule.when, .test(.time(age))])
    return rule
  }

  private func task(_ id: String, created: String) -> ModelTask {
    var task = ModelTask(id, step: "Send")
    task.created = created
    return task
  }

  @Test("a rule acts at the moment its time comes, not at the next poll")
  func atTheMoment() throws {
    var rig = try EngineRig(
      [task("1", created: "2026-03-08T21:23:20"), task("2", created: "2026-03-08T21:24:20")],
      RuleSet(aged(.minutes(2)))
    ) { $0.pollEvery = .seconds(3_600) }
    let start = rig.now
    rig.start()
    rig.run(119)
    #expect(rig.calls() == [.login, .list])
    rig.run(1.5)
    #expect(rig.calls() == [.login, .list, .detail, .complete])
    rig.run(600)
    let looks = rig.sends.filter { $0.call.endpoint == .detail }
    #expect(looks.map { ($0.at - start).inSeconds.rounded() } == [120, 180] && rig.count(.list) == 1)
    #expect(rig.tenant.tasks.values.allSatisfy { !$0.isOpen })
  }

  @Test("a task that becomes overdue by the clock is acted on then")
  func overdue() throws {
    var late = rule("late", "Send", then: .send)
    late.when = .all([late.when, .test(.flag(.overdue, true))])
    var rig = try EngineRig([task("1", created: "2026-03-08T21:00:00")], RuleSet(late)) {
      $0.pollEvery = .seconds(10 * 86_400)
    }
    // The model's tasks are due on the seventeenth at 11:30.
    rig.start()
    rig.run(8 * 86_400)
    #expect(rig.writes.isEmpty)
    rig.run(86_400)
    #expect(rig.writes.count == 1 && rig.count(.list) == 1)
    let seconds = try #require(rig.sends.last).at.nanoseconds / 1_000_000_000 - 5_000
    #expect((742_000...742_003).contains(seconds))
  }

  @Test("a task for which time runs out is left alone")
  func runsOut() throws {
    var young = rule("young", "Send", then: .send).guarded { $0.limit = .init(perHour: 1) }
    let age = TimeTest(.age, lower: nil, upper: .init(.minutes(10), isInclusive: true), calendar: nil)
    young.when = .all([young.when, .test(.time(age))])
    var rig = try EngineRig(
      [task("1", created: "2026-03-08T21:20:00"), task("2", created: "2026-03-08T21:20:00")], RuleSet(young)
    ) { $0.pollEvery = .seconds(7_200) }
    rig.start()
    rig.run(60)
    #expect(rig.writes.count == 1 && rig.engine.candidates.count == 1)
    rig.run(600)
    #expect(rig.engine.candidates.isEmpty)
    rig.run(5_000)
    #expect(rig.writes.count == 1)
  }

  @Test("a detail that a rule asks for once its time comes is read then")
  func details() throws {
    var cheap = task("1", created: "2026-03-08T21:23:00")
    cheap.quote = [JSONMember("total", .string("5"))]
    var rig = try EngineRig([cheap], RuleSet(aged(.minutes(1)).ifTotal(atMost: 10))) {
      $0.pollEvery = .seconds(3_600)
    }
    rig.start()
    rig.run(30)
    #expect(rig.count(.detail) == 0)
    rig.run(60)
    #expect(rig.calls() == [.login, .list, .detail, .complete])
  }

  @Test("a single run does not wait for the time")
  func once() throws {
    var rig = try EngineRig([task("1", created: "2026-03-08T21:23:20")], RuleSet(aged(.minutes(2)))) {
      $0.runsOnce = true
    }
    rig.start()
    rig.run(60)
    #expect(rig.ending == .nothingLeft && rig.writes.isEmpty)
  }

  @Test("new rules are asked about their own moments")
  func reload() throws {
    var rig = try EngineRig([task("1", created: "2026-03-08T21:23:20")], RuleSet(aged(.minutes(60)))) {
      $0.pollEvery = .seconds(86_400)
    }
    rig.start()
    rig.run(60)
    rig.handle(.reload(RuleSet(aged(.minutes(5)))))
    rig.run(300)
    #expect(rig.writes.count == 1)
  }
}
