import Engine
import GeoTareas
import Pacing
import Records
import Rules
import Simulation
import Testing

@Suite("Once per episode")
struct SettlingTests {
  @Test("our own effect is not repeated while list and detail still show the task as it was")
  func staleReads() throws {
    var rig = try EngineRig.completing { $0.pollEvery = .seconds(2) }
    rig.staleList = rig.tenant
    rig.staleDetail = rig.tenant
    rig.start()
    rig.run(15)
    (rig.staleList, rig.staleDetail) = (nil, nil)
    rig.run(300)
    #expect(rig.states("1") == [.armed, .done] && rig.writes.count == 1)
  }

  @Test("nor is a reassignment made twice in the same episode, though the rule still asks for it")
  func neverTwice() throws {
    // The tenant keeps showing the group beside the user: the rule's wish looks unfulfilled for ever.
    var rig = try EngineRig([ModelTask("1", step: "Route")], RuleSet(rule("g", "Route", then: .toGroup("audit"))))
    rig.tenant.change(TaskID("1")) { $0.user = "ana" }
    rig.start()
    rig.run(3)
    rig.tenant.change(TaskID("1")) { $0.user = "ana" }
    rig.run(600)
    #expect(rig.writes.count == 1 && rig.states("1") == [.armed, .done])
  }

  @Test("somebody else's change opens a new episode, in which the effect is made again")
  func newEpisode() throws {
    var rig = try EngineRig.reassigning()
    rig.start()
    rig.run(60)
    rig.tenant.change(TaskID("1")) { ($0.user, $0.group) = ("pedro", nil) }
    rig.run(60)
    #expect(rig.journal.all.map(\.episode) == [1, 2] && rig.journal.all.map(\.state) == [.done, .done])
    #expect(rig.tenant["1"]?.user == "maria")
  }

  @Test("a change within the settle time is not taken for one before it is over")
  func settleTime() throws {
    var rig = try EngineRig.reassigning { $0.pollEvery = .seconds(3) }
    rig.start()
    rig.run(1)
    #expect(rig.states("1") == [.armed, .done])
    rig.tenant.change(TaskID("1")) { ($0.user, $0.group) = ("pedro", nil) }
    rig.run(18)
    #expect(rig.writes.count == 1)
    rig.run(10)
    #expect(rig.writes.count == 2)
  }

  @Test("a task that is already with the wanted person is left alone", arguments: ["maria", "sales"])
  func alreadyThere(who: String) throws {
    let action = who == "maria" ? Action.toUser(who) : .toGroup(who)
    var task = ModelTask("1", step: "Route")
    if who == "maria" { task.user = who }
    var rig = try EngineRig([task], RuleSet(rule("r", "Route", then: action)))
    rig.start()
    rig.run(120)
    #expect(rig.count(.detail) == 0 && rig.writes.isEmpty && rig.journal.decisions.isEmpty)
  }

  @Test("two rules that hand a task to and fro come to rest")
  func toAndFro() throws {
    let rules = RuleSet(
      rule("there", "sales", of: .entityLabel, then: .toUser("maria")),
      rule("back", "maria", of: .entityLabel, then: .toGroup("sales")))
    var task = ModelTask("1", step: "Route")
    task.label = "sales"
    var rig = try EngineRig([task], rules)
    rig.tenant.labelsAssignee = true
    rig.start()
    rig.run(600)
    #expect(rig.writes.count == 2)
    rig.restart()
    rig.run(600)
    #expect(rig.writes.count == 2, "nor does a restart make it begin anew")
  }

  @Test("an effect of an earlier life is recalled before a task is judged")
  func recalled() throws {
    var rig = try EngineRig([ModelTask("1", step: "Route")], RuleSet(rule("g", "Route", then: .toGroup("audit"))))
    rig.tenant.change(TaskID("1")) { $0.user = "ana" }
    rig.start()
    rig.run(3)
    rig.tenant.change(TaskID("1")) { $0.user = "ana" }
    rig.restart()
    rig.run(300)
    #expect(rig.writes.count == 1)
  }

  @Test("a task that leaves the list and comes back as it was is recalled, not begun anew")
  func comesBack() throws {
    var rig = try EngineRig([ModelTask("1", step: "Route")], RuleSet(rule("g", "Route", then: .toGroup("audit"))))
    rig.tenant.change(TaskID("1")) { $0.user = "ana" }
    rig.start()
    rig.run(3)
    rig.tenant.change(TaskID("1")) { $0.user = "ana" }
    rig.staleList = ModelTenant()
    rig.run(100)
    rig.staleList = nil
    rig.run(100)
    #expect(rig.writes.count == 1)
  }

  @Test("rules reloaded while the journal is being asked are judged with what the journal knows")
  func reloadDuringRecall() throws {
    var rig = try EngineRig(
      [ModelTask("1", step: "Route"), ModelTask("2", step: "Send")],
      RuleSet(rule("g", "Route", then: .toGroup("audit"))))
    rig.tenant.change(TaskID("1")) { $0.user = "ana" }
    rig.start()
    rig.run(40)
    rig.tenant.change(TaskID("1")) { $0.user = "ana" }
    #expect(rig.writes.count == 1)
    let wanted = rig.rules
    rig.rules = .completes
    rig.restart()
    rig.reloadsBeforeRecall = wanted
    rig.run(0.15)
    rig.release(.list)
    rig.held = [.list]
    rig.run(10)
    rig.held = []
    rig.run(100)
    #expect(rig.journal.all.filter { $0.task == TaskID("1") }.count == 1)
  }
}
