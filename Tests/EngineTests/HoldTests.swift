import Engine
import Foundation
import GeoTareas
import Log
import Pacing
import Records
import Rules
import Simulation
import Testing

@Suite("Holds")
struct HoldTests {
  @Test("while everything is held no task is looked at; after the release all is done, and each is told once")
  func wholeTenant() throws {
    var rig = try EngineRig.completing()
    rig.hold()
    rig.start()
    rig.run(300)
    #expect(rig.count(.detail) == 0 && rig.writes.isEmpty && rig.states("1").isEmpty)
    #expect(rig.count(.list) > 5)
    let told = rig.said(.holdSet)
    #expect(told.map(\.level) == [.notice])
    #expect(told.first?.fields.contains(.init("by", "ana")) == true)
    #expect(told.first?.fields.contains(.init("why", "testing")) == true)
    rig.release()
    rig.run(5)
    #expect(rig.tenant["1"]?.isOpen == false && rig.writes.count == 1)
    #expect(rig.said(.holdReleased).count == 1 && rig.said(.holdSet).count == 1)
  }

  @Test("a held rule waits, the others go on, and the summary counts what is held")
  func oneRule() throws {
    let rules = RuleSet(rule("send", "Send", then: .send), rule("route", "Route", then: .toUser("maria")))
    var rig = try EngineRig([ModelTask("1", step: "Send"), ModelTask("2", step: "Route")], rules)
    rig.hold(rule: "send")
    rig.start()
    rig.run(1_000)
    #expect(rig.tenant["1"]?.isOpen == true && rig.tenant["2"]?.user == "maria")
    #expect(rig.count(.detail) == 1)
    #expect(rig.said(.tenantSummary).first?.fields.contains(.init("held", "1")) == true)
  }

  @Test("a hold that the engine has not heard of is met by the journal: nothing is sent, and the token comes back")
  func unheard() throws {
    var rig = try EngineRig.completing()
    rig.held = [.detail]
    rig.start()
    rig.run(3)
    rig.journal.hold(at: rig.stamp.wall)
    rig.release(.detail)
    rig.held = []
    rig.run(200)
    #expect(rig.writes.isEmpty && rig.commitFailures == 1 && rig.states("1").isEmpty)
    #expect(rig.said(.holdSet).count == 1 && rig.said(.journalFull).isEmpty && rig.said(.intentArmed).isEmpty)
    #expect(rig.engine.standing(at: rig.now).inDoubt == 0)
    rig.release()
    rig.run(60)
    #expect(rig.states("1") == [.armed, .done] && rig.intent("1")?.attempts == 1)
  }

  @Test("a refused beginning uses nothing up of the rule's limit")
  func limit() throws {
    let rules = RuleSet(rule("send", "Send", then: .send).limited(.init(perHour: 1)))
    var rig = try EngineRig([ModelTask("1", step: "Send")], rules)
    rig.held = [.detail]
    rig.start()
    rig.run(3)
    rig.journal.hold(at: rig.stamp.wall)
    rig.release(.detail)
    rig.held = []
    #expect(rig.commitFailures == 1)
    rig.tenant["1"] = nil
    rig.tenant["2"] = ModelTask("2", step: "Send")
    rig.run(60)
    rig.release()
    rig.run(60)
    #expect(rig.states("2") == [.armed, .done])
  }

  @Test("a hold survives a restart and is told again by the new life")
  func restart() throws {
    var rig = try EngineRig.completing()
    rig.hold()
    rig.start()
    rig.run(60)
    rig.restart()
    rig.run(300)
    #expect(rig.writes.isEmpty && rig.said(.holdSet).count == 2)
  }

  @Test("a doubt is settled by reading though its rule is held, and the next attempt waits")
  func doubt() throws {
    var rig = try EngineRig.completing()
    rig.script[.complete] = [.fail(Wire.lost)]
    rig.start()
    rig.run(5)
    rig.hold(rule: "send")
    rig.run(400)
    #expect(rig.states("1") == [.armed, .unknown, .planned] && rig.writes.count == 1)
    rig.release()
    rig.run(60)
    #expect(rig.states("1").last == .done && rig.writes.count == 2)
  }

  @Test("a single run ends when all that is left is held", arguments: [nil, "send"])
  func once(rule: String?) throws {
    var rig = try EngineRig.completing { $0.runsOnce = true }
    rig.hold(rule: rule)
    rig.start()
    rig.run(200)
    #expect(rig.ending == .nothingLeft && rig.writes.isEmpty)
  }

  @Test("a ledger that forgot is corrected by the journal's count: the endpoint waits, and only then is sent")
  func overspent() throws {
    var rig = try EngineRig.completing()
    rig.overspends = [.seconds(40)]
    rig.start()
    rig.run(30)
    #expect(rig.writes.isEmpty && rig.said(.rateLimited).count == 1 && rig.commitFailures == 1)
    rig.run(80)
    #expect(rig.states("1") == [.armed, .done] && rig.writes.count == 1)
  }
}

extension EngineRig {
  /// Somebody holds the tenant or a rule of it; the engine is told.
  mutating func hold(rule: String? = nil) {
    journal.hold(rule: rule, at: stamp.wall)
    tellNews()
  }

  /// Everything is released; the engine is told.
  mutating func release() {
    journal.release()
    tellNews()
  }

  /// A person's verdict on a parked intent; the engine is told.
  mutating func resolve(_ task: String, _ resolution: Resolution) {
    guard let intent = journal.resolve(task, resolution, at: stamp.wall) else {
      Issue.record("task \(task) has no parked intent")
      return
    }
    tellNews([intent])
  }

  private mutating func tellNews(_ resolved: [Intent] = []) {
    guard wake != nil else { return }
    handle(.news(JournalNews(holds: journal.holds, resolved: resolved)))
  }
}
