import Engine
import GeoTareas
import Pacing
import Records
import Rules
import Simulation
import Testing

/// What the engine tells of tasks and rules.
@Suite("Facts of reports")
struct ReportedFactsTests {
  private func effect(_ rig: EngineRig, _ name: Report.Name) -> Report.EffectFacts? {
    for report in rig.told where report.name == name {
      switch report.event {
      case .intentVerified(let effect, _), .intentRefused(let effect, _, _), .intentUnknown(let effect, _):
        return effect
      default: break
      }
    }
    return nil
  }

  @Test("a task that has left the list is told by its label and step for as long as an effect on it is under way")
  func remembered() throws {
    var rig = try EngineRig.completing()
    rig.script[.complete] = [.appliedThenFail(Wire.lost)]
    rig.start()
    rig.run(300)
    let told = try #require(effect(rig, .intentVerified)?.task)
    #expect(told.label == "Acme" && told.step == "Send")
    #expect(rig.tenant["1"]?.isOpen == false)
  }

  @Test("what needs a person names the rule's owner and title")
  func owner() throws {
    var rule = rule("send", "Send", then: .send)
    (rule.owner, rule.title) = ("Back Office", "Welcome")
    var rig = try EngineRig([ModelTask("1", step: "Send")], RuleSet(rule))
    rig.always[.complete] = .reply(Wire.refusal(422, "INVALID"))
    rig.start()
    rig.run(60)
    #expect(effect(rig, .intentRefused)?.rule == Report.RuleFacts("send", title: "Welcome", owner: "Back Office"))
  }

  @Test("the writes that are waited for are known by their intents")
  func writing() throws {
    var rig = try EngineRig.completing()
    rig.held = [.complete]
    rig.start()
    rig.run(60)
    #expect(rig.engine.standing(at: rig.now).writing == ["acme-1"])
  }
}
