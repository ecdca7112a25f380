import CalendarTime
import Engine
import GeoTareas
import Log
import Pacing
import Records
import Rules
import Simulation
import Testing

@Suite("Pools")
struct PoolTests {
  private static let turns = Pool(.roundRobin, "ana", "bea", "cai")

  private func tasks(_ count: Int) -> [ModelTask] { (1...count).map { ModelTask("\($0)", step: "Route") } }

  private func rig(_ count: Int, _ action: Action) throws -> EngineRig {
    try EngineRig(tasks(count), RuleSet(rule("route", "Route", then: action)))
  }

  @Test("round robin goes round within one cycle, and a plan foresees it")
  func roundRobin() throws {
    var rig = try rig(6, .toPool(Self.turns))
    rig.start()
    rig.run(40)
    #expect(rig.holders == ["ana", "bea", "cai", "ana", "bea", "cai"])
    let planned = rig.journal.decisions.compactMap(\.write)
    #expect(planned == ["ana", "bea", "cai", "ana", "bea", "cai"].map { .reassign(to: .user(id: $0), comment: nil) })
  }

  @Test("the least loaded gets the next: open tasks seen and those just given count", arguments: [true, false])
  func leastLoaded(stale: Bool) throws {
    var rig = try rig(4, .toPool(Pool(.leastLoaded, "ana", "bea")))
    for id in ["8", "9"] {
      var task = ModelTask(id, step: "Other")
      task.user = "ana"
      rig.tenant[id] = task
    }
    rig.start()
    rig.run(10)
    #expect(rig.tenant.tasks.values.count { $0.user == "ana" } == 3)
    // The list still shows what was before.
    if stale { rig.staleList = ModelTenant(tasks(4) + [rig.tenant["8"], rig.tenant["9"]].compactMap { $0 }) }
    for id in ["5", "6"] {
      rig.tenant[id] = ModelTask(id, step: "Route")
      rig.staleList?[id] = ModelTask(id, step: "Route")
    }
    rig.handle(.reload(rig.rules))
    rig.run(5)
    rig.staleList = nil
    rig.run(100)
    #expect(rig.tenant.tasks.values.count { $0.user == "ana" } == 4)
    #expect(rig.tenant.tasks.values.count { $0.user == "bea" } == 4)
  }

  @Test("whoever had the instance's last task keeps it")
  func keeper() throws {
    var rig = try rig(2, .toPool(Self.turns, keeps: true))
    rig.start()
    rig.run(10)
    rig.tenant["3"] = ModelTask("3", step: "Route", instance: "i-1")
    rig.run(60)
    #expect(rig.holders == ["ana", "bea", "ana"])
    rig.restart()
    rig.tenant["4"] = ModelTask("4", step: "Route", instance: "i-2")
    rig.run(60)
    #expect(rig.tenant["4"]?.user == "bea")
  }

  @Test("never to whoever has it; where nobody else is, it is told once and left")
  func notToCurrent() throws {
    var rig = try rig(1, .toPool(Pool(.roundRobin, "ana"), notToCurrent: true))
    rig.tenant.change(TaskID("1")) { $0.user = "ana" }
    rig.start()
    rig.run(300)
    #expect(rig.writes.isEmpty && rig.count(.detail) == 0)
    #expect(rig.said(.decisionBlocked).map(\.level) == [.info] && rig.journal.decisions.map(\.kind) == [.skipped])
  }

  @Test("a full pool takes no more, even within a cycle")
  func full() throws {
    var rig = try rig(5, .toPool(Pool(.roundRobin, "ana", "bea", maxOpen: 2)))
    rig.start()
    rig.run(200)
    #expect(rig.writes.count == 4 && rig.holders.filter { $0 == "ana" }.count == 2)
    #expect(rig.said(.decisionBlocked).count == 1)
  }

  @Test("a pool's effect is made once until somebody else touches the task; a restart changes nothing")
  func once() throws {
    var rig = try rig(1, .toPool(Self.turns, notToCurrent: true))
    rig.start()
    rig.run(300)
    rig.restart()
    rig.run(300)
    #expect(rig.writes.count == 1 && rig.tenant["1"]?.user == "ana")
    rig.tenant.change(TaskID("1")) { $0.user = "zoe" }
    rig.run(60)
    #expect(rig.writes.count == 2 && rig.tenant["1"]?.user == "bea")
  }

  @Test(
    "an attempt that came to nothing is made again to the same member",
    arguments: [
      EngineRig.Script.fail(Wire.refused), .fail(Wire.lost), .reply(Wire.refusal(429)), .reply(Wire.refusal(401)),
    ], [true, false])
  func resume(script: EngineRig.Script, restarts: Bool) throws {
    var rig = try rig(1, .toPool(Self.turns))
    rig.script[.reassign] = [script]
    rig.start()
    rig.run(2)
    if restarts { rig.restart() }
    rig.run(400)
    #expect(rig.holders == ["ana"] && rig.writes.count == 2 && rig.journal.all.count == 1)
    rig.tenant["2"] = ModelTask("2", step: "Route")
    rig.run(100)
    #expect(rig.holders == ["ana", "bea"])
  }

  @Test("an attempt that came to nothing is not made again to a member who is away by then")
  func awayMeanwhile() throws {
    var turns = Self.turns
    // From the day after the rig begins.
    turns.members[0].away = [CivilDate(daysSinceEpoch: 20_521)...CivilDate(daysSinceEpoch: 20_521)]
    var rig = try rig(1, .toPool(turns))
    rig.script[.reassign] = [.fail(Wire.refused)]
    rig.start()
    rig.run(2)
    try #require(rig.intent("1")?.state == .planned && rig.writes.count == 1)
    rig.hold()
    rig.run(3 * 3_600)
    rig.release()
    rig.run(100)
    #expect(rig.holders == ["bea"] && rig.journal.all.map(\.state) == [.superseded, .done])
  }

  @Test("a restart goes on where it was")
  func restart() throws {
    var rig = try rig(2, .toPool(Self.turns))
    rig.start()
    rig.run(10)
    rig.restart()
    rig.tenant["3"] = ModelTask("3", step: "Route")
    rig.run(60)
    #expect(rig.holders == ["ana", "bea", "cai"])
  }

  @Test("a choice the journal could not keep is made once all the same")
  func journalFull() throws {
    var rig = try rig(1, .toPool(Self.turns))
    rig.held = [.detail]
    rig.start()
    rig.run(5)
    rig.failingCommits = 1
    rig.commitsBeforeFailure = 1
    rig.release(.detail)
    rig.held = []
    rig.run(100)
    rig.tenant["2"] = ModelTask("2", step: "Route")
    rig.run(100)
    #expect(rig.commitFailures == 1 && rig.holders == ["ana", "bea"])
  }

  @Test("the same member at its turn again is no loss: a rule that is met is left")
  func alreadyThere() throws {
    var rig = try rig(1, .toPool(Pool(.roundRobin, "ana")))
    rig.tenant.change(TaskID("1")) { $0.user = "ana" }
    rig.start()
    rig.run(200)
    #expect(rig.writes.isEmpty && rig.said(.decisionAct).isEmpty)
  }

  @Test("when all members are full, a task waits until one has room")
  func roomAgain() throws {
    var rig = try rig(2, .toPool(Pool(.roundRobin, "ana", maxOpen: 1)))
    rig.start()
    rig.run(100)
    #expect(rig.holders == ["ana", ""])
    rig.tenant.change(TaskID("1")) { $0.status = TaskStatus.completed }
    rig.run(60)
    #expect(rig.holders == ["ana", "ana"])
  }

  @Test("a process may die after any effect: pools and limits go on where they were", arguments: 0..<40)
  func crash(effects: Int) throws {
    let limited = rule("route", "Route", then: .toPool(Self.turns)).limited(.init(perDay: 3))
    var rig = try EngineRig(tasks(5), RuleSet(limited))
    rig.effectsToLive = effects
    rig.start()
    rig.run(20)
    let died = rig.isDead
    for sent in rig.pending where died {
      if case .write(let id, let write) = sent.call { _ = rig.tenant.apply(write, to: id) }
    }
    rig.restart()
    rig.run(3_600)
    #expect(rig.holders.filter { !$0.isEmpty }.sorted() == ["ana", "bea", "cai"])
    #expect(!rig.journal.all.contains { $0.state.isUnresolved })
  }
}
