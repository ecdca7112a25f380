import Engine
import Foundation
import GeoTareas
import JSON
import Log
import Pacing
import Records
import Rules
import Simulation
import Testing

@Suite("Looking before writing")
struct BlockedTests {
  private func rules(_ fields: [CapturedField]) -> RuleSet {
    RuleSet(rule("send", "Send", then: .complete(Completion(result: "sent", capturedData: fields))))
  }

  @Test("a result the task does not have blocks it: told once, and not looked at again before the block ends")
  func result() throws {
    var task = ModelTask("1", step: "Send")
    task.results = ["approved"]
    var rig = try EngineRig([task])
    rig.start()
    rig.run(900)
    #expect(rig.count(.detail) == 1 && rig.writes.isEmpty)
    #expect(rig.said(.decisionBlocked).count == 1)
    #expect(rig.said(.decisionBlocked).first?.message.contains("'approved'") == true)
    rig.run(700)
    #expect(rig.count(.detail) == 2)
    #expect(rig.said(.decisionBlocked).count == 1 && rig.said(.decisionAct).count == 1)
    rig.tenant.change(TaskID("1")) { $0.results = ["sent"] }
    // Twice as long as before.
    rig.run(1_000)
    #expect(rig.count(.detail) == 2)
    rig.run(400)
    #expect(rig.tenant["1"]?.isOpen == false)
  }

  @Test(
    "a form that the rule does not fill blocks it",
    arguments: [
      ModelTask.field("a", type: "text"), ModelTask.field("a", type: "text", value: .string("")),
      ModelTask.field("t", type: "number"), ModelTask.field("t", type: "boolean"), ModelTask.field("t", type: "date"),
      ModelTask.field("t", type: "file"), ModelTask.field("t", type: "colour"), ModelTask.field("u", type: "text"),
      .null,
    ])
  func form(field: JSONValue) throws {
    var task = ModelTask("1", step: "Send")
    task.fields = [field]
    var rig = try EngineRig([task], rules([CapturedField(name: "t", value: .literal(.text("x")))]))
    rig.start()
    rig.run(600)
    #expect(rig.writes.isEmpty && rig.count(.detail) == 1 && rig.said(.decisionBlocked).count == 1)
  }

  @Test("a form that the rule fills is sent as it stands")
  func filled() throws {
    var task = ModelTask("1", step: "Send")
    task.fields = [
      ModelTask.field("t", type: "text"), ModelTask.field("n", type: "number"), ModelTask.field("b", type: "boolean"),
      ModelTask.field("d", type: "date"), ModelTask.field("s", type: "select"),
      ModelTask.field("given", type: "text", value: .string("x")),
      ModelTask.field("free", type: "file", required: false),
    ]
    var rig = try EngineRig(
      [task],
      rules([
        CapturedField(name: "t", value: .literal(.text("x"))), CapturedField(name: "n", value: .literal(.number(1.5))),
        CapturedField(name: "b", value: .literal(.boolean(false))),
        CapturedField(name: "d", value: .literal(.text("2026-03-15"))),
        CapturedField(name: "s", value: .literal(.text("y"))),
      ]))
    rig.start()
    rig.run(10)
    guard case .write(_, let write)? = rig.writes.first else {
      Issue.record("nothing was sent")
      return
    }
    #expect(
      write.body.text
        == #"{"result_code":"sent","captured_data":{"t":"x","n":1.5,"b":false,"d":"2026-03-15","s":"y"}}"#)
  }

  @Test("a reload ends a block")
  func reload() throws {
    var task = ModelTask("1", step: "Send")
    task.results = ["approved"]
    var rig = try EngineRig([task])
    rig.start()
    rig.run(60)
    rig.handle(.reload(RuleSet(rule("send", "Send", then: .complete(Completion(result: "approved")), version: 2))))
    rig.run(10)
    #expect(rig.tenant["1"]?.isOpen == false)
  }

  @Test(
    "where list and detail disagree, nothing is done",
    arguments: [
      { $0.status = TaskStatus.inProgress }, { $0.user = "pedro" }, { $0.group = nil },
      { $0.status = TaskStatus.completed },
    ] as [@Sendable (inout ModelTask) -> Void])
  func disagreement(change: @Sendable (inout ModelTask) -> Void) throws {
    var rig = try EngineRig.completing()
    rig.staleDetail = rig.tenant
    rig.staleDetail?.change(TaskID("1"), change)
    rig.start()
    rig.run(100)
    #expect(rig.count(.detail) >= 3 && rig.writes.isEmpty && rig.journal.all.isEmpty)
    rig.staleDetail = nil
    rig.run(40)
    #expect(rig.states("1") == [.armed, .done])
  }

  @Test("where the rule no longer matches the fresh detail, nothing is done")
  func noLongerMatches() throws {
    var rig = try EngineRig.completing()
    rig.staleDetail = rig.tenant
    rig.staleDetail?.change(TaskID("1")) { $0.step = "Other" }
    rig.start()
    rig.run(100)
    #expect(rig.writes.isEmpty && rig.journal.all.isEmpty)
  }

  @Test(
    "a look that shows another task, or none, does nothing",
    arguments: [
      Wire.refusal(404), Wire.success(ModelTask("2", step: "Send").detail), Wire.success(.null), Wire.html(200),
    ])
  func otherTask(answer: HTTPResponse) throws {
    var rig = try EngineRig.completing()
    rig.always[.detail] = .reply(answer)
    rig.start()
    rig.run(100)
    #expect(rig.writes.isEmpty)
  }

  @Test("one task that cannot be looked at does not hold up the others", arguments: [403, 500])
  func oneBadTask(status: Int) throws {
    var rig = try EngineRig([ModelTask("1", step: "Send")])
    rig.badDetails = [TaskID("1"): Wire.refusal(status)]
    rig.start()
    rig.run(1_200)
    rig.tenant["2"] = ModelTask("2", step: "Send")
    rig.run(60)
    #expect(rig.tenant["2"]?.isOpen == false)
    #expect(rig.tenant["1"]?.isOpen == true && rig.count(.detail) < 27)
  }

  @Test("shadow rules and dry runs decide, tell and journal once, and never look or write", arguments: [true, false])
  func neverWrites(dry: Bool) throws {
    let rules = RuleSet(rule("send", "Send", stage: dry ? .live : .shadow, then: .send))
    var rig = try EngineRig([ModelTask("1", step: "Send")], rules) { $0.mode = dry ? .dry : .live }
    rig.start()
    rig.run(400)
    #expect(rig.calls().allSatisfy { $0 == .login || $0 == .list })
    #expect(rig.journal.decisions.map(\.kind) == [dry ? .dry : .shadow] && rig.journal.all.isEmpty)
    #expect(rig.said(dry ? .decisionAct : .decisionShadow).count == 1)
    #expect(rig.engine.candidates.map(\.task.rawValue) == (dry ? ["1"] : []))
  }
}
