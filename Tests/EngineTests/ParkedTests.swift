import Engine
import Foundation
import GeoTareas
import Log
import Pacing
import Records
import Rules
import Simulation
import Testing

@Suite("What needs a person")
struct ParkedTests {
  /// A rig whose task's attempts all end in doubt and have no effect, so that its intent is parked.
  private static func parked() throws -> EngineRig {
    var rig = try EngineRig.reassigning()
    rig.always[.reassign] = .fail(Wire.lost)
    rig.start()
    rig.run(800)
    try #require(rig.states("1").last == .parked)
    rig.always[.reassign] = nil
    return rig
  }

  @Test("a verdict 'done' ends the intent, and the effect is not made again while the task stays as it is")
  func done() throws {
    var rig = try Self.parked()
    let writes = rig.writes.count
    rig.resolve("1", .done)
    #expect(rig.said(.intentResolved).map(\.level) == [.notice])
    #expect(rig.engine.standing(at: rig.now).parked == 0)
    rig.tenant.change(TaskID("1")) { $0.user = "maria" }
    rig.run(300)
    #expect(rig.writes.count == writes && rig.states("1").last == .done)
  }

  @Test("a verdict 'done' stands although the task looks untouched, until somebody changes it")
  func doneUnseen() throws {
    var rig = try Self.parked()
    let writes = rig.writes.count
    rig.resolve("1", .done)
    rig.run(300)
    rig.restart()
    rig.run(300)
    #expect(rig.writes.count == writes)
    rig.tenant.change(TaskID("1")) { $0.user = "pedro" }
    rig.run(100)
    #expect(rig.writes.count == writes + 1)
  }

  @Test("a verdict 'not done' lets it be tried again, and a new doubt does not park it at once")
  func notDone() throws {
    var rig = try Self.parked()
    let writes = rig.writes.count
    rig.resolve("1", .notDone)
    rig.script[.reassign] = [.fail(Wire.lost)]
    rig.run(400)
    #expect(rig.tenant["1"]?.user == "maria" && rig.states("1").last == .done && rig.writes.count == writes + 2)
  }

  @Test("a verdict 'drop' keeps the effect away until somebody else changes the task, also over a restart")
  func drop() throws {
    var rig = try Self.parked()
    let writes = rig.writes.count
    rig.resolve("1", .drop)
    rig.run(300)
    rig.restart()
    rig.run(300)
    #expect(rig.writes.count == writes && rig.states("1").last == .superseded)
    rig.tenant.change(TaskID("1")) { $0.user = "pedro" }
    rig.run(100)
    #expect(rig.writes.count == writes + 1 && rig.tenant["1"]?.user == "maria")
  }

  @Test("a verdict that is given while the daemon is down is found by the next life")
  func whileDown() throws {
    var rig = try Self.parked()
    _ = rig.journal.resolve("1", .notDone, at: rig.stamp.wall)
    rig.restart()
    rig.run(100)
    #expect(rig.tenant["1"]?.user == "maria")
  }

  @Test("what is parked is told at once with the three verbs and again once a day, also by a later life")
  func reminder() throws {
    var rig = try Self.parked()
    let first = try #require(rig.said(.intentParked).first)
    #expect(first.level == .err && first.message.contains("--not-done"))
    rig.run(80_000)
    #expect(rig.said(.intentParked).count == 1)
    rig.run(8_000)
    #expect(rig.said(.intentParked).count == 2)
    #expect(rig.said(.intentParked).last?.message.contains("for 1 day:") == true)
    rig.restart()
    rig.run(1_000)
    #expect(rig.said(.intentParked).count == 2)
    rig.run(86_400)
    #expect(rig.said(.intentParked).count == 3)
  }

  @Test("five parked within an hour hold the rule; released by a person it goes on, and is not held for the same five")
  func breaker() throws {
    var rig = try EngineRig((1...6).map { ModelTask("\($0)", step: "Route") }, .reassigns)
    rig.always[.reassign] = .fail(Wire.lost)
    rig.start()
    rig.run(3_000)
    #expect(rig.journal.all.count { $0.state == .parked } >= 5)
    #expect(rig.journal.holds.map(\.rule) == ["route"] && rig.journal.holds.first?.by == Hold.signature)
    #expect(rig.said(.holdSet).map(\.level) == [.err])
    rig.always[.reassign] = nil
    rig.tenant["7"] = ModelTask("7", step: "Route")
    rig.run(100)
    #expect(rig.tenant["7"]?.user == nil)
    rig.release()
    rig.run(100)
    #expect(rig.tenant["7"]?.user == "maria" && rig.journal.holds.isEmpty)
  }

  @Test("five parked among many that were done do not hold the rule: bad tasks cost themselves")
  func fewAmongMany() throws {
    let bad = (1...6).map { ModelTask("\($0)", step: "Route") }
    var rig = try EngineRig(bad + (1...40).map { ModelTask("\(100 + $0)", step: "Route") }, .reassigns)
    for task in bad { rig.forever[task.id] = (.reassign, Wire.internalError) }
    rig.start()
    rig.run(2_400)
    #expect(rig.journal.parked.count >= 5 && rig.journal.holds.isEmpty)
    #expect(rig.tenant.tasks.values.count { $0.user == "maria" } == 40)
  }

  @Test("a rule whose effects are parked while all is held stays held when all is released")
  func breakerUnderHold() throws {
    var rig = try EngineRig((1...5).map { ModelTask("\($0)", step: "Route") }, .reassigns)
    rig.always[.reassign] = .fail(Wire.lost)
    rig.start()
    for _ in 0..<3_000 where rig.journal.all.count(where: { $0.attempts == 2 }) < 5 { rig.run(1) }
    try #require(rig.journal.parked.count < 5)
    rig.hold()
    rig.run(1_000)
    try #require(rig.journal.parked.count == 5)
    #expect(rig.journal.holds.map(\.rule) == [nil, "route"])
  }

  @Test(
    "who changes a parked task has touched it: a verdict 'not-done' does not send it at once, seen before or not",
    arguments: [true, false])
  func touchedWhileParked(isSeenBefore: Bool) throws {
    let rules = RuleSet(rule("route", "Route", then: .toUser("maria")).guarded { $0.afterHumanTouch = .minutes(20) })
    var rig = try EngineRig([ModelTask("1", step: "Route")], rules)
    rig.always[.reassign] = .fail(Wire.lost)
    rig.start()
    rig.run(800)
    try #require(rig.states("1").last == .parked)
    rig.always[.reassign] = nil
    rig.run(100)
    rig.tenant.change(TaskID("1")) { $0.user = "pedro" }
    if isSeenBefore { rig.run(100) }
    rig.resolve("1", .notDone)
    rig.run(1_000)
    #expect(rig.tenant["1"]?.user == "pedro")
    rig.run(300)
    #expect(rig.tenant["1"]?.user == "maria")
  }

  @Test("a fourth effect on a task within a day is parked unsent, and made when a person says so")
  func tossed() throws {
    var rig = try EngineRig.reassigning()
    rig.start()
    for _ in 1...3 {
      rig.run(60)
      rig.tenant.change(TaskID("1")) { $0.user = "pedro" }
    }
    rig.run(100)
    #expect(rig.writes.count == 3 && rig.intent("1")?.state == .parked && rig.intent("1")?.attempts == 0)
    rig.resolve("1", .notDone)
    rig.run(60)
    #expect(rig.writes.count == 4 && rig.tenant["1"]?.user == "maria")
  }

  @Test("max_hops of the rule goes before the cap of a day")
  func maxHops() throws {
    let rules = RuleSet(rule("route", "Route", then: .toUser("maria")).guarded { $0.maxHops = 5 })
    var rig = try EngineRig([ModelTask("1", step: "Route")], rules)
    rig.start()
    for _ in 1...6 {
      rig.run(60)
      rig.tenant.change(TaskID("1")) { $0.user = "pedro" }
    }
    rig.run(100)
    #expect(rig.writes.count == 5 && rig.intent("1")?.state == .done)
  }
}
