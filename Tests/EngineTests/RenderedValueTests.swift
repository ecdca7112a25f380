import Engine
import GeoTareas
import JSON
import Log
import Pacing
import Records
import Rules
import Simulation
import Testing

@Suite("Values that a task fills in")
struct RenderedValueTests {
  @Test(
    "a decimal goes to a number field as a number and to a text field as text, with the digits it came with",
    arguments: [
      (JSONValue.string("4300.50"), "number", "4300.50"), (.string("4300.50"), "text", #""4300.50""#),
      (.number("4300.50"), "text", #""4300.50""#), (.number("0.10"), "number", "0.10"),
    ])
  func decimal(value: JSONValue, type: String, sent: String) throws {
    var rig = try EngineRig(
      [.quoted("1", total: value, type: type)], RuleSet(rule("send", "Send", then: .takesOver())))
    rig.start()
    rig.run(5)
    #expect(rig.bodies == [#"{"result_code":"sent","captured_data":{"total":\#(sent)}}"#])
  }

  @Test("a missing value skips the task or fails it, as the rule says: told once, at a level that fits")
  func missing() throws {
    for (ifMissing, kind, level) in [
      (CapturedReference.IfMissing.skipTask, DecisionEntry.Kind.skipped, LogEntry.Level.info),
      (.fail, .blocked, .warning),
    ] {
      var rig = try EngineRig(
        [.quoted("1", total: nil)], RuleSet(rule("send", "Send", then: .takesOver(ifMissing: ifMissing))))
      rig.start()
      rig.run(590)
      #expect(rig.writes.isEmpty && rig.count(.detail) == 1)
      #expect(rig.journal.decisions.map(\.kind) == [kind])
      #expect(rig.said(.decisionBlocked).map(\.level) == [level] && rig.said(.decisionAct).isEmpty)
    }
  }

  @Test("a default stands in for a missing value")
  func standIn() throws {
    var rig = try EngineRig(
      [.quoted("1", total: nil)], RuleSet(rule("send", "Send", then: .takesOver(ifMissing: .use(.text("none"))))))
    rig.start()
    rig.run(5)
    #expect(rig.bodies == [#"{"result_code":"sent","captured_data":{"total":"none"}}"#])
  }

  @Test("a template takes from the list and from earlier steps")
  func template() throws {
    let text = Template([
      .literal("For "), .reference(.entityLabel), .literal(": "), .reference(.captured(step: "Quote", field: "total")),
    ])
    let action = Action.complete(
      Completion(result: "sent", capturedData: [CapturedField(name: "total", value: .text(text))]))
    var rig = try EngineRig([.quoted("1", total: .number("7.10"))], RuleSet(rule("send", "Send", then: action)))
    rig.start()
    rig.run(5)
    #expect(rig.bodies == [#"{"result_code":"sent","captured_data":{"total":"For Acme: 7.10"}}"#])
  }

  @Test("a value that is gone at the look skips the task; it is not told as a misfit")
  func gone() throws {
    var rig = try EngineRig([.quoted("1", total: .string("1"))], RuleSet(rule("send", "Send", then: .takesOver())))
    rig.hold(rule: "send")
    rig.start()
    rig.run(12)
    rig.tenant.change(TaskID("1")) { $0.quote = nil }
    rig.release()
    rig.run(100)
    #expect(rig.writes.isEmpty && rig.count(.detail) == 2)
    #expect(rig.journal.decisions.map(\.kind) == [.act, .skipped])
    #expect(rig.said(.decisionBlocked).map(\.level) == [.info])
  }
}
