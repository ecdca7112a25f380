import Engine
import Foundation
import GeoTareas
import JSON
import Log
import Records
import Rules
import Simulation
import Testing

@Suite("Rules that only watch")
struct WatchingTests {
  private static let shadow = rule("try", "Send", stage: .shadow, then: .toUser("ana"))
  private static let live = rule("send", "Send", then: .send)

  private static func quote(_ id: String, _ total: String) -> ModelTask {
    var task = ModelTask(id, step: "Send")
    task.quote = [JSONMember("total", .string(total))]
    return task
  }

  @Test("a shadow before a live rule takes no task away: that one acts, the shadow tells once what it would have done")
  func beside() throws {
    var rig = try EngineRig([ModelTask("1", step: "Send")], RuleSet(Self.shadow, Self.live))
    rig.start()
    rig.run(300)
    #expect(rig.calls().count { $0 == .complete } == 1 && rig.tenant["1"]?.isOpen == false)
    #expect(
      rig.said(.decisionShadow).map(\.message) == [
        "acme: try would reassign task 1 (Acme, Send) to user ana instead (stage shadow: it only watches, and send decides)"
      ])
    #expect(rig.said(.decisionShadow).first?.fields.contains(.init("instead_of", "send")) == true)
    #expect(rig.said(.decisionShadowed).isEmpty)
    let notes = rig.journal.decisions.map { "\($0.kind.rawValue) \($0.rule) \($0.note)" }
    #expect(notes.sorted() == ["act send ", "shadow try instead of rule 'send'"])
  }

  @Test("a shadow that needs the detail keeps nothing back, and is told of when the look has read it")
  func detail() throws {
    let shadow = rule("try", "Send", stage: .shadow, then: .toUser("ana")).ifTotal(atMost: 100)
    var rig = try EngineRig([Self.quote("1", "7.50"), Self.quote("2", "700")], RuleSet(shadow, Self.live))
    rig.start()
    rig.run(300)
    #expect(rig.tenant.tasks.values.allSatisfy { !$0.isOpen } && rig.count(.detail) == 2)
    #expect(rig.said(.decisionShadow).map { $0.fields.first { $0.key == "task" }?.value } == ["1"])
  }

  @Test("where the rule that decides may not act now, the detail is read for the shadow, once")
  func spare() throws {
    let shadow = rule("try", "Send", stage: .shadow, then: .toUser("ana")).ifTotal(atMost: 100)
    let live = Self.live.guarded { $0.maxHops = 0 }
    var rig = try EngineRig([Self.quote("1", "7.50")], RuleSet(shadow, live))
    rig.start()
    rig.run(300)
    #expect(rig.writes.isEmpty && rig.count(.detail) == 1 && rig.said(.decisionShadow).count == 1)
    #expect(rig.said(.decisionShadow).first?.fields.contains(.init("instead_of", "send")) == true)
  }

  @Test("a sample before the rule for all: its share goes to one, the others to the other")
  func sample() throws {
    let sample = rule("audit", "Send", stage: .canary, then: .toGroup("audit")).guarded { $0.canaryShare = 0.2 }
    let tasks = (1...40).map { ModelTask("\($0)", step: "Send") }
    var rig = try EngineRig(tasks, RuleSet(sample, Self.live))
    rig.start()
    rig.run(900)
    let chosen = Set(tasks.filter { sample.isInCanary(instance: $0.instance) }.map(\.id))
    #expect((1..<20).contains(chosen.count))
    #expect(Set(rig.tenant.tasks.values.filter { $0.group == "audit" }.map(\.id)) == chosen)
    #expect(Set(rig.tenant.tasks.values.filter { !$0.isOpen }.map(\.id)) == Set(tasks.map(\.id)).subtracting(chosen))
    #expect(rig.said(.decisionShadow).count == 40 - chosen.count)
  }

  @Test("every shadow that takes a task is told of, each once for a task as it is")
  func several() throws {
    let second = rule("also", "Send", stage: .shadow, then: .send)
    var rig = try EngineRig([ModelTask("1", step: "Send")], RuleSet(Self.shadow, second))
    rig.start()
    rig.run(120)
    func told() -> [String] { rig.said(.decisionShadow).compactMap { $0.fields.first { $0.key == "rule" }?.value } }
    #expect(rig.writes.isEmpty && told() == ["try", "also"])
    rig.tenant.change(TaskID("1")) { $0.user = "pedro" }
    rig.run(120)
    #expect(told() == ["try", "also", "try", "also"])
    #expect(rig.journal.decisions.allSatisfy { $0.note.isEmpty })
  }

  @Test("of very many shadows only the first sixteen are told, and the live rule acts")
  func bounded() throws {
    let many = (0..<40).map { rule("s\($0)", "Send", stage: .shadow, then: .send) }
    var rig = try EngineRig(
      [ModelTask("1", step: "Send")], RuleSet(rules: many + [Self.live], fingerprint: "many"))
    rig.start()
    rig.run(120)
    #expect(rig.said(.decisionShadow).count == 16 && rig.tenant["1"]?.isOpen == false)
  }

  @Test("what the rules decide counts a task at the rule that takes it and at each that watches it")
  func counted() throws {
    var rig = try EngineRig([ModelTask("1", step: "Send")], RuleSet(Self.shadow, Self.live)) { $0.mode = .dry }
    rig.start()
    rig.run(20)
    let outlook = rig.engine.outlook(at: rig.stamp).rules
    #expect(outlook.map(\.takes) == [1, 1] && outlook.map(\.watches) == [1, 0] && outlook.map(\.goes) == [0, 1])
  }
}
