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

  @Test("a hold with an end keeps its effects back to the second, ends by itself, and is told once as over")
  func ends() throws {
    var rig = try EngineRig.completing()
    rig.hold(for: .seconds(3_605))
    rig.start()
    rig.run(3_604)
    #expect(rig.writes.isEmpty && rig.said(.holdReleased).isEmpty && rig.journal.holds.count == 1)
    rig.run(2)
    #expect(rig.journal.holds.isEmpty && rig.said(.holdReleased).count == 1)
    #expect(rig.said(.holdReleased).first?.message.contains("the time of hold 1 is over") == true)
    rig.run(10)
    #expect(rig.writes.count == 1 && rig.said(.holdSet).count == 1)
  }

  @Test(
    "however the wall clock is set meanwhile, a hold with an end lasts as long as was said",
    arguments: [-86_400, 7_200, 315_360_000] as [Double])
  func clockSet(jump: Double) throws {
    var rig = try EngineRig.completing()
    rig.hold(for: .seconds(3_600))
    rig.start()
    rig.run(60)
    rig.clockOffset = jump
    rig.run(3_500)
    #expect(rig.writes.isEmpty && rig.journal.holds.count == 1)
    rig.run(60)
    #expect(rig.journal.holds.isEmpty && rig.writes.count == 1)
  }

  @Test(
    "a hold with an end survives a restart; one whose time is over while no daemon runs ends at the next start",
    arguments: ["boot-1", "boot-2"])
  func endsOverRestarts(boot: String) throws {
    var rig = try EngineRig.completing()
    rig.hold(for: .seconds(600))
    rig.start()
    rig.run(60)
    rig.boot = boot
    rig.restart()
    rig.run(400)
    #expect(rig.writes.isEmpty && rig.journal.holds.count == 1)
    rig.restart(after: 300)
    rig.run(30)
    #expect(rig.journal.holds.isEmpty && rig.writes.count == 1)
    #expect(rig.said(.holdReleased).count == 1)
  }

  @Test("released before its end, a hold is over, and its end says nothing more")
  func releasedEarly() throws {
    var rig = try EngineRig.completing()
    rig.hold(for: .seconds(600))
    rig.start()
    rig.run(60)
    rig.release()
    rig.run(900)
    #expect(rig.writes.count == 1 && rig.said(.holdReleased).count == 1)
  }

  @Test("of two holds on the same effect the longer one counts", arguments: [300.0, 900])
  func two(other: Double) throws {
    var rig = try EngineRig.completing()
    rig.hold(for: .seconds(600))
    rig.hold(rule: "send", for: .seconds(other))
    rig.start()
    rig.run(max(600, other) - 2)
    #expect(rig.writes.isEmpty)
    rig.run(30)
    #expect(rig.writes.count == 1 && rig.said(.holdReleased).count == 2)
  }

  @Test("a hold that cannot be ended in the journal ends with the next commit that works, before anything is sent")
  func endNotKept() throws {
    var rig = try EngineRig.completing()
    rig.hold(for: .seconds(300))
    rig.start()
    rig.run(250)
    rig.failingCommits = 3
    rig.run(200)
    #expect(rig.commitFailures == 3 && rig.journal.holds.isEmpty && rig.writes.count == 1)
    #expect(rig.said(.holdSet).count == 1 && rig.said(.holdReleased).count == 1)
  }

  @Test("a held task waits, others of its rule go on")
  func oneTask() throws {
    var rig = try EngineRig([ModelTask("1", step: "Send"), ModelTask("2", step: "Send")], .completes)
    rig.hold(task: "1")
    rig.start()
    rig.run(300)
    #expect(rig.tenant["1"]?.isOpen == true && rig.tenant["2"]?.isOpen == false)
    #expect(rig.said(.holdSet).first?.fields.contains(.init("task", "1")) == true)
    rig.release()
    rig.run(60)
    #expect(rig.tenant["1"]?.isOpen == false)
  }

  @Test("a command that only looks heeds no hold whose time is over, and writes nothing about it")
  func looking() throws {
    var rig = try EngineRig.completing {
      $0.patience = .look
      $0.runsOnce = true
      $0.mode = .dry
    }
    rig.hold(for: .seconds(60))
    rig.now = rig.now + .seconds(120)
    rig.start()
    rig.run(60)
    #expect(rig.journal.holds.count == 1)
    let outlook = rig.engine.outlook(at: rig.stamp)
    #expect(outlook.rules.map(\.goes) == [1])
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
  mutating func hold(rule: String? = nil, task: String? = nil, for length: Duration? = nil) {
    let now = stamp
    journal.hold(
      rule: rule, task: task.map { TaskID($0) }, at: now.wall, term: length.map { Hold.Term(begun: now, length: $0) })
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
