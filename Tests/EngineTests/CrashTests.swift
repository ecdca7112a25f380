import Engine
import GeoTareas
import Pacing
import Records
import Rules
import Simulation
import Testing

@Suite("Crashes and restarts")
struct CrashTests {
  /// What the server makes of the write.
  static let fates: [EngineRig.Script?] = [
    nil, .fail(Wire.lost), .appliedThenFail(Wire.lost), .applied(Wire.html(502)), .reply(Wire.refusal(429)),
    .fail(Wire.refused),
  ]

  @Test(
    "a process may die after any effect: the work is taken up, and the effect is made once",
    arguments: 0..<45, fates.indices)
  func everywhere(effects: Int, fate: Int) throws {
    var rig = try EngineRig([ModelTask("1", step: "Send"), ModelTask("2", step: "Route")])
    rig.rules = RuleSet(rule("send", "Send", then: .send), rule("route", "Route", then: .toUser("maria")))
    rig.engine = Engine(settings: rig.settings, rules: rig.rules)
    rig.script = [.complete: [Self.fates[fate]].compactMap { $0 }, .reassign: [Self.fates[fate]].compactMap { $0 }]
    rig.effectsToLive = effects
    rig.start()
    rig.run(30)
    // A write that was sent before the end may have arrived, though nobody hears of it.
    let died = rig.isDead
    for sent in rig.pending where died {
      if case .write(let id, let write) = sent.call { _ = rig.tenant.apply(write, to: id) }
    }
    let before = rig.writes.count
    rig.script = [:]
    rig.restart()
    rig.run(500)
    #expect(rig.tenant["1"]?.isOpen == false && rig.tenant["2"]?.user == "maria")
    #expect(rig.states("1").last == .done && rig.states("2").last == .done)
    #expect(rig.writes.count <= (Self.fates[fate] == nil ? max(2, before) : 4))
    #expect(!rig.journal.all.contains { $0.state.isUnresolved })
  }

  @Test("an attempt that may have been made is verified before anything else is done to the task")
  func armed() throws {
    var rig = try EngineRig.completing()
    rig.held = [.complete]
    rig.start()
    rig.run(5)
    #expect(rig.states("1") == [.armed])
    rig.held = []
    rig.restart()
    #expect(rig.states("1") == [.armed, .unknown] && rig.said(.intentUnknown).count == 1)
    rig.run(70)
    #expect(rig.writes.count == 1)
    rig.run(120)
    #expect(rig.states("1") == [.armed, .unknown, .planned, .armed, .done])
  }

  @Test("tokens of the earlier life count on, so that the limits hold over restarts", arguments: [true, false])
  func ledger(sameBoot: Bool) throws {
    var rig = try EngineRig((1...40).map { ModelTask("\($0)", step: "Send") })
    // All of them are overdue, so that they go as soon as the limit allows.
    rig.clockOffset = 30 * 86_400
    rig.start()
    rig.run(20)
    #expect(rig.count(.complete) == 10)
    if !sameBoot { rig.boot = "boot-2" }
    rig.restart(after: 1)
    rig.run(35)
    #expect(rig.count(.complete) == 10)
    rig.run(60)
    #expect((11...20).contains(rig.count(.complete)))
  }

  @Test("without memory of an earlier life nothing is sent for a window")
  func amnesia() throws {
    var rig = try EngineRig.completing()
    rig.start(Recovery(hasAmnesia: true))
    rig.run(30)
    #expect(rig.sends.isEmpty)
    rig.run(60)
    #expect(rig.writes.count == 1)
  }

  @Test("planned effects that no rule asks for any more are dropped, and said to be")
  func dropped() throws {
    var rig = try EngineRig.completing()
    rig.script[.complete] = [.reply(Wire.refusal(429))]
    rig.start()
    rig.run(5)
    #expect(rig.states("1") == [.armed, .planned])
    rig.rules = .reassigns
    rig.restart()
    rig.run(100)
    #expect(rig.states("1") == [.armed, .planned, .superseded] && rig.writes.count == 1)
  }
}

extension CrashTests {
  @Test("without memory of an earlier life no write is sent before what it sent must show, a reload or not")
  func settling() throws {
    var rig = try EngineRig.completing { $0.lateApply = .seconds(400) }
    rig.start(Recovery(hasAmnesia: true))
    rig.run(200)
    #expect(rig.count(.list) > 0)
    rig.handle(.reload(rig.rules))
    rig.run(200)
    #expect(rig.writes.isEmpty)
    rig.run(80)
    #expect(rig.writes.count == 1)
  }
}
