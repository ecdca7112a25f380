import Engine
import GeoTareas
import Log
import Records
import Rules
import Simulation
import Testing

@Suite("Shadowed rules")
struct ShadowedTests {
  private static let rules = RuleSet(
    rule("send", "Send", then: .send), rule("other", "Other", then: .send), rule("late", "Send", then: .toUser("ana")),
    rule("later", "Send", then: .toUser("bea")))

  @Test("a rule that would match too is told once: the next one behind the one that decides")
  func once() throws {
    var rig = try EngineRig([ModelTask("1", step: "Send"), ModelTask("2", step: "Other")], Self.rules) {
      $0.mode = .dry
    }
    rig.start()
    rig.run(300)
    #expect(rig.count(.list) > 5)
    let told = rig.said(.decisionShadowed)
    #expect(
      told.map(\.message) == [
        "acme: late would match task 1 (Acme, Send) as well, but send stands before it and decides"
      ])
    #expect(told.first?.level == .info)
    #expect(told.first?.fields.contains(.init("shadowed_by", "send")) == true)
  }

  @Test("told anew when the task changed, and not for a task that nothing else matches")
  func anew() throws {
    var rig = try EngineRig([ModelTask("1", step: "Send"), ModelTask("2", step: "Other")], Self.rules) {
      $0.mode = .dry
    }
    rig.start()
    rig.run(60)
    rig.tenant.change(TaskID("1")) { $0.user = "pedro" }
    rig.run(100)
    #expect(rig.said(.decisionShadowed).map { $0.fields.first { $0.key == "task" }?.value } == ["1", "1"])
  }

  @Test("a rule whose unless protects the task is not shadowed")
  func protected() throws {
    var late = rule("late", "Send", then: .toUser("ana"))
    late.unless = .test(.flag(.hasGroup, true))
    var rig = try EngineRig(
      [ModelTask("1", step: "Send")], RuleSet(rule("send", "Send", then: .send), late)
    ) { $0.mode = .dry }
    rig.start()
    rig.run(60)
    #expect(rig.said(.decisionAct).count == 1)
    #expect(rig.said(.decisionShadowed).isEmpty)
  }

  @Test("behind very many rules the search for shadowed ones ends, and decisions go on")
  func bounded() throws {
    let many = (0..<5_000).map { rule("r\($0)", "Step \($0)", then: .send) }
    let rules = RuleSet(
      rules: [rule("send", "Send", then: .send)] + many + [rule("late", "Send", then: .send)], fingerprint: "many")
    var rig = try EngineRig([ModelTask("1", step: "Send"), ModelTask("2", step: "Send")], rules) { $0.mode = .dry }
    rig.start()
    rig.run(20)
    #expect(rig.said(.decisionAct).count == 2)
    #expect(rig.said(.decisionShadowed).isEmpty)
  }
}
