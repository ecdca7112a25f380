import CalendarTime
import Engine
import Foundation
import GeoTareas
import Pacing
import Records
import Rules
import Simulation
import Testing

/// Hands off what people changed, whatever became of the daemon meanwhile.
@Suite("What people change while nobody looks")
struct TouchesOverRestartsTests {
  private static func routing(_ quiet: Span = .minutes(20)) -> RuleSet {
    RuleSet(rule("route", "Route", then: .toUser("maria")).guarded { $0.afterHumanTouch = quiet })
  }

  private static func rig(_ quiet: Span = .minutes(20), step: String = "Other") throws -> EngineRig {
    var rig = try EngineRig([ModelTask("1", step: step)], routing(quiet))
    rig.start()
    rig.run(40)
    try #require(rig.writes.isEmpty || step == "Route")
    return rig
  }

  @Test("a task that a person takes while the daemon restarts is left alone", arguments: [1.0, 300, 90_000])
  func whileDown(seconds: Double) throws {
    var rig = try Self.rig()
    rig.tenant.change(TaskID("1")) {
      $0.user = "pedro"
      $0.step = "Route"
    }
    rig.restart(after: seconds)
    rig.run(1_100)
    #expect(rig.writes.isEmpty && rig.journal.touches.count == 1)
    rig.run(200)
    #expect(rig.tenant["1"]?.user == "maria")
  }

  @Test("a task that nobody took is not left alone, nor is one that is new", arguments: [true, false])
  func untouched(isNew: Bool) throws {
    var rig = try Self.rig()
    if isNew {
      rig.tenant["2"] = ModelTask("2", step: "Route")
    } else {
      rig.tenant.change(TaskID("1")) { $0.step = "Route" }
    }
    rig.restart()
    rig.run(60)
    #expect(rig.writes.count == 1 && rig.journal.touches.isEmpty)
  }

  @Test("what our own effect left is no touch, wherever the life ended", arguments: 0..<30)
  func ours(effects: Int) throws {
    var rig = try EngineRig([ModelTask("1", step: "Route"), ModelTask("2", step: "Other")], Self.routing())
    rig.effectsToLive = effects
    rig.start()
    rig.run(20)
    for sent in rig.pending where rig.isDead {
      if case .write(let id, let write) = sent.call { _ = rig.tenant.apply(write, to: id) }
    }
    rig.restart()
    rig.run(600)
    #expect(rig.tenant["1"]?.user == "maria" && rig.journal.touches.isEmpty)
  }

  @Test(
    "a touch and the list that shows it are kept in one commit: a life may end at any of its effects", arguments: 0..<12
  )
  func together(effects: Int) throws {
    var rig = try Self.rig()
    rig.tenant.change(TaskID("1")) {
      $0.user = "pedro"
      $0.step = "Route"
    }
    rig.effectsToLive = effects
    rig.run(60)
    rig.restart()
    rig.run(600)
    #expect(rig.writes.isEmpty && rig.journal.touches.count == 1)
  }

  @Test("a task that was touched long ago is left alone as long as the rule says, over a restart as well")
  func long() throws {
    let day: Int64 = 24 * 60
    var rig = try Self.rig(.minutes(60 * day), step: "Other")
    rig.tenant.change(TaskID("1")) { $0.user = "pedro" }
    rig.run(60)
    try #require(rig.journal.touches.count == 1)
    rig.clockOffset += 40 * 86_400
    rig.run(60)
    rig.restart()
    rig.tenant.change(TaskID("1")) { $0.step = "Route" }
    rig.run(300)
    #expect(rig.writes.isEmpty && rig.journal.touches.count == 1)
    rig.clockOffset += 21 * 86_400
    rig.run(60)
    #expect(rig.tenant["1"]?.user == "maria")
  }

  @Test("a touch stands over a restart on a task whose effect waits to be made again, too")
  func planned() throws {
    var rig = try EngineRig([ModelTask("1", step: "Route")], Self.routing(.minutes(30)))
    rig.script[.reassign] = [.fail(Wire.refused)]
    rig.start()
    rig.run(0.45)
    try #require(rig.states("1") == [.armed, .planned])
    rig.tenant.change(TaskID("1")) { $0.user = "pedro" }
    rig.run(300)
    try #require(rig.journal.touches.count == 1)
    rig.restart()
    rig.run(1_300)
    #expect(rig.writes.count == 1)
    rig.run(600)
    #expect(rig.tenant["1"]?.user == "maria")
  }

  @Test("touches that no rule asks for any more are forgotten, those of the last thirty days never")
  func forgotten() throws {
    var rig = try Self.rig(.minutes(20))
    rig.tenant["2"] = ModelTask("2", step: "Other")
    rig.run(60)
    rig.tenant.change(TaskID("1")) { $0.user = "pedro" }
    rig.run(60)
    rig.clockOffset += 20 * 86_400
    rig.tenant.change(TaskID("2")) { $0.user = "pedro" }
    rig.run(100)
    #expect(rig.journal.touches.count == 2)
    rig.clockOffset += 11 * 86_400
    rig.run(100)
    #expect(rig.journal.touches.keys.map(\.rawValue) == ["2"])
  }

  @Test("a task that comes back after days off the list is still left alone")
  func comesBack() throws {
    var rig = try Self.rig(.minutes(5 * 24 * 60))
    rig.tenant.change(TaskID("1")) { $0.user = "pedro" }
    rig.run(60)
    let task = rig.tenant["1"]
    rig.tenant["1"] = nil
    rig.run(60)
    rig.clockOffset += 2 * 86_400
    rig.run(60)
    #expect(rig.engine.census.ofTheDay["touches"] == 0)
    rig.tenant["1"] = task
    rig.tenant.change(TaskID("1")) { $0.step = "Route" }
    rig.run(300)
    #expect(rig.writes.isEmpty)
  }

  @Test("of tasks that come and go, no more than a number is remembered")
  func bounded() throws {
    var rig = try EngineRig([], Self.routing()) { $0.limits[.list] = RateLimit(requests: 1_000, per: .seconds(60)) }
    rig.start()
    for wave in 0..<12 {
      rig.tenant = ModelTenant((0..<1_000).map { ModelTask("\(wave * 1_000 + $0)", step: "Other") })
      rig.run(60)
      let census = rig.engine.census
      for (name, size, most) in census.bounds(tasks: 1_000) where census.ofTheDay[name] != nil {
        #expect(size <= most, "\(name)")
      }
    }
    #expect(rig.engine.census.ofTheDay["touches"] == 11_000)
  }
}
