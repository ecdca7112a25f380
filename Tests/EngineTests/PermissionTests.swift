import Engine
import GeoTareas
import Log
import Pacing
import Records
import Rules
import Simulation
import Testing

@Suite("A missing permission")
struct PermissionTests {
  private static let both = RuleSet(rule("send", "Send", then: .send), rule("route", "Route", then: .toUser("maria")))
  private static let forbidden = Wire.refusal(403, "FORBIDDEN")

  @Test("burns no task: the endpoint rests, is tried every few minutes, and goes on when the permission is there")
  func missing() throws {
    let tasks = (10..<30).map { ModelTask("\($0)", step: "Send") } + (50..<53).map { ModelTask("\($0)", step: "Route") }
    var rig = try EngineRig(tasks, Self.both) { $0.writes = .separate }
    rig.always[.complete] = .reply(Self.forbidden)
    rig.start()
    rig.run(120)
    // Three tell it, and two more were looked at meanwhile.
    #expect((3...5).contains(rig.count(.complete)), "\(rig.count(.complete)) writes")
    #expect(rig.count(.reassign) == 3)
    #expect(rig.said(.tenantForbidden).map(\.level) == [.err])
    #expect(rig.said(.intentRefused).isEmpty && rig.said(.decisionBlocked).count <= 2)
    let lists = rig.count(.list)
    rig.run(1_200)
    #expect((8...12).contains(rig.count(.complete)), "\(rig.count(.complete)) writes")
    #expect(rig.count(.list) > lists + 30)
    #expect(rig.said(.tenantForbidden).count == 1)
    #expect(rig.journal.standings.last?.waits.contains { $0.what == "complete" && $0.until != nil } == true)
    rig.always = [:]
    rig.run(180)
    #expect(rig.said(.tenantOK).count == 2)
    rig.run(300)
    #expect(rig.tenant.open.allSatisfy { rig.tenant[$0.rawValue]?.step == "Route" })
  }

  @Test("of one task is its own affair: told once, tried ever more seldom, and nobody waits for it")
  func ofOne() throws {
    var rig = try EngineRig((1...40).map { ModelTask("\($0)", step: "Send") })
    rig.forever = [TaskID("3"): (.complete, Self.forbidden)]
    rig.start()
    rig.run(400)
    #expect(rig.tenant.open == [TaskID("3")] && rig.said(.tenantForbidden).isEmpty)
    #expect(rig.said(.decisionBlocked).count == 1 && rig.states("3").last == .planned)
    rig.run(3_600)
    #expect(rig.sends.count { $0.call.task == TaskID("3") && $0.call.endpoint == .complete } < 12)
    rig.forever = [:]
    rig.run(960)
    #expect(rig.tenant.open.isEmpty)
  }

  @Test("is told where there is one task only, and the next one is not held up by it")
  func ofTheOnly() throws {
    var rig = try EngineRig.completing()
    rig.forever = [TaskID("1"): (.complete, Self.forbidden)]
    rig.start()
    rig.run(20)
    #expect(rig.said(.tenantForbidden).map(\.level) == [.err])
    rig.tenant["2"] = ModelTask("2", step: "Send")
    rig.run(40)
    #expect(rig.tenant["2"]?.isOpen == false)
  }

  @Test("ends a single run with that word, and loses no effect")
  func once() throws {
    var rig = try EngineRig((1...8).map { ModelTask("\($0)", step: "Send") }) { $0.runsOnce = true }
    rig.always[.complete] = .reply(Self.forbidden)
    rig.start()
    rig.run(600)
    #expect(rig.ending == .credentialsRefused, "\(rig.ending.map { "\($0)" } ?? "none")")
    #expect(rig.journal.all.allSatisfy { $0.state == .planned })
    rig.always = [:]
    rig.restart()
    rig.run(200)
    #expect(rig.ending == .nothingLeft && rig.tenant.open.isEmpty)
  }

  @Test("that is there after a reload is noticed at once")
  func reload() throws {
    var rig = try EngineRig((1...8).map { ModelTask("\($0)", step: "Send") })
    rig.always[.complete] = .reply(Self.forbidden)
    rig.start()
    rig.run(60)
    rig.always = [:]
    rig.handle(.reload(rig.rules))
    rig.run(10)
    #expect(rig.tenant.open.count < 8)
  }
}
