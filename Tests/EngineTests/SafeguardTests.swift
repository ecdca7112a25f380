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

@Suite("Safeguards")
struct SafeguardTests {
  private func routing(_ action: Action = .toUser("maria"), _ change: (inout Safeguards) -> Void) -> RuleSet {
    RuleSet(rule("route", "Route", then: action).guarded(change))
  }

  /// The rig's clock starts at 2026-03-08T21:23:20, a Sunday.
  private func calendar(_ open: [Int: [WorkCalendar.Opening]]) -> WorkCalendar {
    WorkCalendar(name: "office", zone: .gmt, open: open)
  }

  @Test("after an effect the rule leaves the task alone for the cooldown, over a restart as well")
  func cooldown() throws {
    var rig = try EngineRig([ModelTask("1", step: "Route")], routing { $0.cooldown = .minutes(30) })
    rig.start()
    rig.run(60)
    rig.tenant.change(TaskID("1")) { $0.user = "pedro" }
    rig.run(600)
    rig.restart()
    rig.run(1_000)
    #expect(rig.writes.count == 1)
    rig.run(300)
    #expect(rig.writes.count == 2)
  }

  @Test("a clock that is set back between the decision and the look brings the cooldown back")
  func clockSetBack() throws {
    var rig = try EngineRig([ModelTask("1", step: "Route")], routing { $0.cooldown = .minutes(30) })
    rig.start()
    rig.run(60)
    rig.tenant.change(TaskID("1")) { $0.user = "pedro" }
    rig.run(1_700)
    rig.held = [.detail]
    rig.run(100)
    #expect(rig.pending.map(\.call) == [.detail(TaskID("1"))])
    rig.clockOffset = -3_600
    rig.held = []
    rig.run(300)
    #expect(rig.writes.count == 1)
    rig.clockOffset = 0
    rig.run(300)
    #expect(rig.writes.count == 2)
  }

  @Test("so it does to a limit: what was looked at under it waits")
  func limitSetBack() throws {
    let rules = RuleSet(rule("route", "Route", then: .toUser("maria")).limited(.init(perHour: 1)))
    var rig = try EngineRig([ModelTask("1", step: "Route")], rules)
    rig.start()
    rig.run(3_700)
    #expect(rig.writes.count == 1)
    rig.tenant["2"] = ModelTask("2", step: "Route")
    rig.held = [.detail]
    rig.run(100)
    #expect(rig.pending.map(\.call) == [.detail(TaskID("2"))])
    rig.clockOffset = -1_800
    rig.held = []
    rig.run(300)
    #expect(rig.writes.count == 1)
    rig.clockOffset = 0
    rig.run(300)
    #expect(rig.writes.count == 2)
  }

  @Test("a person's hand is seen on a task whose effect is planned again")
  func touchWhilePlanned() throws {
    var rig = try EngineRig([ModelTask("1", step: "Route")], routing { $0.afterHumanTouch = .minutes(30) })
    rig.script[.reassign] = [.fail(Wire.refused)]
    rig.start()
    rig.run(0.45)
    #expect(rig.states("1") == [.armed, .planned])
    rig.tenant.change(TaskID("1")) { $0.user = "pedro" }
    rig.run(900)
    #expect(rig.writes.count == 1 && rig.journal.touches[TaskID("1")] != nil)
    rig.run(1_000)
    #expect(rig.tenant["1"]?.user == "maria")
  }

  @Test(
    "a person's hand is seen on a task whose effect was in doubt at a restart, or is planned again after another",
    arguments: [false, true])
  func touchAfterDoubt(restartsAgain: Bool) throws {
    var rig = try EngineRig([ModelTask("1", step: "Route")], routing { $0.afterHumanTouch = .minutes(30) })
    rig.held = [.reassign]
    rig.start()
    rig.run(5)
    try #require(rig.states("1") == [.armed])
    rig.restart()
    rig.held = []
    for _ in 0..<400 where rig.states("1").last != .planned { rig.run(0.5) }
    try #require(rig.states("1") == [.armed, .unknown, .planned])
    if restartsAgain { rig.restart() }
    rig.tenant.change(TaskID("1")) { $0.user = "pedro" }
    rig.run(1_500)
    #expect(rig.writes.count == 1 && rig.journal.touches.count == 1)
    rig.run(600)
    #expect(rig.writes.count == 2 && rig.tenant["1"]?.user == "maria")
  }

  @Test("all rules together make no more effects on a task than the most hops")
  func hops() throws {
    var rig = try EngineRig([ModelTask("1", step: "Route")], routing { $0.maxHops = 2 })
    rig.start()
    for _ in 0..<5 {
      rig.run(100)
      rig.tenant.change(TaskID("1")) { $0.user = "pedro" }
    }
    rig.restart()
    rig.run(300)
    #expect(rig.writes.count == 2)
  }

  @Test("a task that somebody else touched is left alone, over a restart as well; our own effect is no touch")
  func touch() throws {
    var rig = try EngineRig([ModelTask("1", step: "Route")], routing { $0.afterHumanTouch = .minutes(30) })
    rig.start()
    rig.run(100)
    #expect(rig.writes.count == 1 && rig.journal.touches.isEmpty)
    rig.tenant.change(TaskID("1")) { $0.user = "pedro" }
    rig.run(600)
    #expect(rig.writes.count == 1 && rig.journal.touches.count == 1)
    rig.restart()
    rig.run(1_000)
    #expect(rig.writes.count == 1 && rig.journal.touches.count == 1)
    rig.run(300)
    #expect(rig.writes.count == 2)
    rig.run(600)
    #expect(rig.journal.touches.count == 1)
  }

  @Test(
    "a touch right after our effect is seen, even one that undoes it", arguments: ["pedro", nil])
  func touchAtOnce(user: String?) throws {
    var rig = try EngineRig([ModelTask("1", step: "Route")], routing { $0.afterHumanTouch = .minutes(30) }) {
      $0.pollEvery = .seconds(5)
    }
    rig.start()
    rig.run(2)
    #expect(rig.writes.count == 1)
    rig.tenant.change(TaskID("1")) {
      $0.user = user
      $0.group = "sales"
    }
    rig.run(1_500)
    #expect(rig.writes.count == 1 && rig.journal.touches.count == 1)
    rig.run(500)
    #expect(rig.writes.count == 2)
  }

  @Test("a touch is not forgotten when a poll misses the task")
  func missed() throws {
    var rig = try EngineRig([ModelTask("1", step: "Other")], routing { $0.afterHumanTouch = .minutes(30) })
    rig.start()
    rig.run(40)
    rig.tenant.change(TaskID("1")) { $0.user = "pedro" }
    rig.run(40)
    let task = rig.tenant["1"]
    rig.tenant["1"] = nil
    rig.run(40)
    rig.tenant["1"] = task
    rig.tenant.change(TaskID("1")) { $0.step = "Route" }
    rig.run(600)
    #expect(rig.journal.touches.count == 1 && rig.writes.isEmpty)
  }

  @Test("outside its calendar a rule waits, and goes at the opening")
  func opening() throws {
    // Monday 08:00 is 38,200 s after the start.
    let office = calendar([1: [.init(start: 480, end: 490)]])
    var rig = try EngineRig([ModelTask("1", step: "Route")], routing { $0.runWithin = office }) {
      $0.pollEvery = .seconds(300)
    }
    rig.start()
    rig.run(10)
    let opening = try #require(rig.engine.candidates.first?.notBefore)
    rig.run(opening.timeIntervalSince(rig.stamp.wall) - 1)
    #expect(rig.calls().allSatisfy { $0 == .login || $0 == .list } && rig.ticks < 400)
    rig.run(3)
    #expect(rig.writes.count == 1 && rig.said(.decisionAct).count == 1)
  }

  @Test("when its calendar closes, what has not gone waits for the next opening")
  func closing() throws {
    var rig = try EngineRig(
      (1...40).map { ModelTask("\($0)", step: "Route") },
      routing { $0.runWithin = calendar([7: [.init(start: 1_260, end: 1_285)]]) }
    ) { $0.pollEvery = .seconds(600) }
    rig.start()
    let close = try #require(rig.engine.rules.rules.first?.safeguards.runWithin)
    while close.isOpen(at: rig.stamp.wall) { rig.run(1) }
    let sent = rig.writes.count
    rig.run(600)
    #expect((1..<40).contains(sent) && rig.writes.count == sent)
  }

  @Test("a calendar that never opens holds for ever, without a loop, and a single run ends", arguments: [true, false])
  func neverOpen(once: Bool) throws {
    var rig = try EngineRig([ModelTask("1", step: "Route")], routing { $0.runWithin = calendar([:]) }) {
      $0.runsOnce = once
    }
    rig.start()
    rig.run(3_600)
    #expect(rig.writes.isEmpty && rig.ticks < 260 && rig.ending == (once ? .nothingLeft : nil))
  }

  @Test("a canary acts on its share of the instances and is a shadow on the others")
  func canary() throws {
    let canary = rule("send", "Send", stage: .canary, then: .send).guarded { $0.canaryShare = 0.5 }
    let tasks = (1...20).map { ModelTask("\($0)", step: "Send") }
    var rig = try EngineRig(tasks, RuleSet(canary))
    rig.start()
    rig.run(300)
    let chosen = tasks.filter { canary.isInCanary(instance: $0.instance) }
    #expect((1..<20).contains(chosen.count))
    #expect(Set(rig.tenant.tasks.values.filter { !$0.isOpen }.map(\.id)) == Set(chosen.map(\.id)))
    #expect(rig.said(.decisionShadow).count == 20 - chosen.count && rig.count(.detail) == chosen.count)
  }

  @Test("a shadow rule with captured values fetches details, tells what it would do, and never writes")
  func shadow() throws {
    var rig = try EngineRig(
      [.quoted("1", total: .string("7.50"))], RuleSet(rule("send", "Send", stage: .shadow, then: .takesOver())))
    rig.start()
    rig.run(300)
    #expect(rig.writes.isEmpty && rig.count(.detail) == 1 && rig.journal.decisions.map(\.kind) == [.shadow])
  }

  @Test("in none of these conditions is the engine woken in a loop", arguments: 0..<5)
  func noLoop(condition: Int) throws {
    let rules = routing(.toPool(Pool(.roundRobin, "ana", "bea", maxOpen: 30))) {
      switch condition {
      case 0: $0.limit = .init(perHour: 5, perDay: 20)
      case 1: $0.cooldown = .minutes(10)
      case 2: $0.afterHumanTouch = .minutes(10)
      case 3: $0.runWithin = calendar([7: [.init(start: 1_290, end: 1_300)], 1: [.init(start: 0, end: 1)]])
      default: $0.maxHops = 1
      }
    }
    var rig = try EngineRig(
      (1...50).map { ModelTask("\($0)", step: $0 % 5 == 0 ? "Send" : "Route") },
      RuleSet(rules: rules.rules + [rule("send", "Send", then: .send).ifTotal(atMost: 1)], fingerprint: "f"))
    rig.start()
    for turn in 0..<12 {
      rig.run(600)
      rig.tenant.change(TaskID("\(turn + 1)")) { $0.user = "zoe" }
    }
    #expect(rig.ticks < 1_200 && rig.sends.count < 800, "\(rig.ticks) ticks, \(rig.sends.count) calls")
    #expect(!rig.writes.isEmpty)
  }

  @Test("what an attempt in doubt did to a task is no touch of somebody else's")
  func doubtIsNoTouch() throws {
    var rig = try EngineRig([ModelTask("1", step: "Route")], routing { $0.afterHumanTouch = .minutes(30) })
    rig.script[.reassign] = [.appliedThenFail(Wire.lost)]
    rig.start()
    rig.run(900)
    #expect(rig.states("1").last == .done && rig.journal.touches.isEmpty && rig.writes.count == 1)
  }
}
