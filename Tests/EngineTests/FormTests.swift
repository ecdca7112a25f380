import Engine
import Foundation
import GeoTareas
import JSON
import Pacing
import Records
import Rules
import Simulation
import Testing

@Suite("Forms of steps")
struct FormTests {
  private static let other = StepName(workflow: "Onboarding", step: "Other")

  private static func task(_ id: String, step: String = "Other", fields: [JSONValue] = []) -> ModelTask {
    var task = ModelTask(id, step: step)
    task.fields = fields
    return task
  }

  private static func rig(_ tasks: [ModelTask], _ adjust: (inout Settings) -> Void = { _ in }) throws -> EngineRig {
    try EngineRig(tasks, .completes) {
      $0.spareReads = 20
      adjust(&$0)
    }
  }

  @Test("a step that was never seen costs one spare read, and only its form is kept: no value, and no detail")
  func learns() throws {
    let fields = [
      ModelTask.field("amount", type: "number"), ModelTask.field("note", type: "text", required: false, value: "Anna"),
    ]
    var rig = try Self.rig([Self.task("1", fields: fields), Self.task("2", fields: fields)])
    rig.start()
    rig.run(3_600)
    #expect(rig.calls().prefix(3) == [.login, .list, .detail] && rig.count(.detail) == 1)
    let known = try #require(rig.journal.forms[Self.other])
    #expect(known.form.results?.map(\.code) == ["sent", "failed"])
    #expect(
      known.form.fields == [
        .init(name: "amount", type: "number", required: true, isFilled: false),
        .init(name: "note", type: "text", required: false, isFilled: true),
      ])
    #expect(!known.form.content.text.contains("Anna") && rig.journal.details.isEmpty)
    rig.restart()
    rig.run(3_600)
    #expect(rig.count(.detail) == 1, "the next run knows it as well")
  }

  @Test("one spare read follows a poll, the bound of an hour holds, and each step is read once")
  func bound() throws {
    var rig = try Self.rig((100..<108).map { Self.task("\($0)", step: "Step \($0)") }) { $0.spareReads = 5 }
    rig.start()
    rig.run(20)
    #expect(rig.count(.detail) == 1)
    rig.run(40)
    #expect(rig.count(.detail) == 2)
    rig.run(3_400)
    #expect(rig.count(.detail) == 5)
    rig.run(20_000)
    #expect(rig.count(.detail) == 8 && Set(rig.sends.compactMap(\.call.task)).count == 8)
    #expect(rig.journal.forms.count == 8)
  }

  @Test("nothing is read that nobody waits for while a call is under way, in doubt or wanted")
  func waits() throws {
    var rig = try Self.rig([ModelTask("1", step: "Send"), Self.task("2")])
    rig.script[.complete] = [.fail(Wire.lost)]
    rig.held = [.complete]
    rig.start()
    rig.run(120)
    try #require(rig.writes.count == 1)
    #expect(!rig.sends.contains { $0.call == .detail(TaskID("2")) })
    rig.release(.complete)
    rig.held = []
    rig.run(45)
    try #require(rig.intent("1")?.state == .unknown)
    #expect(!rig.sends.contains { $0.call == .detail(TaskID("2")) }, "a task in doubt is read first")
    rig.run(300)
    #expect(rig.intent("1")?.state.isUnresolved == false)
    #expect(rig.sends.count { $0.call == .detail(TaskID("2")) } == 1)
  }

  @Test("a task whose detail cannot be had keeps no step from being learned")
  func troubled() throws {
    var rig = try EngineRig(
      [ModelTask("1", step: "Send"), Self.task("2")], RuleSet(rule("send", "Send", then: .send).ifTotal(atMost: 100))
    ) { $0.spareReads = 20 }
    rig.badDetails[TaskID("1")] = Wire.internalError
    rig.start()
    rig.run(3_600)
    #expect(rig.journal.forms.keys.map(\.step) == ["Other"])
    #expect(rig.sends.count { $0.call == .detail(TaskID("1")) } > 3)
  }

  @Test("a limit of which one call would be more than half is left to those who need it")
  func tight() throws {
    var rig = try Self.rig([Self.task("1")]) {
      $0.reads = .separate
      $0.limits[.detail] = RateLimit(requests: 1, per: .seconds(60))
    }
    rig.start()
    rig.run(3_600)
    #expect(rig.count(.detail) == 0)
  }

  @Test(
    "whatever a spare read is answered, nothing follows from it but another try, hours later",
    arguments: [
      .reply(Wire.html(502)), .reply(Wire.internalError), .reply(Wire.refusal(404)), .reply(Wire.unauthorized),
      .reply(Wire.refusal(403)), .fail(Wire.lost), .reply(Wire.success(.null)),
    ] as [EngineRig.Script])
  func vain(answer: EngineRig.Script) throws {
    var rig = try Self.rig([Self.task("1"), Self.task("2")])
    rig.always[.detail] = answer
    rig.start()
    rig.run(5 * 3_600)
    #expect(rig.count(.detail) == 1 && rig.count(.login) == 1)
    #expect(rig.said(.decisionBlocked).isEmpty && rig.said(.pollFailed).isEmpty && rig.said(.tenantAuthFailed).isEmpty)
    #expect(rig.journal.standings.allSatisfy { $0.trouble == nil })
    rig.always = [:]
    rig.run(2 * 3_600)
    #expect(rig.count(.detail) == 2 && rig.journal.forms[Self.other] != nil)
    #expect(Set(rig.sends.compactMap(\.call.task)).count == 2, "not by the task that was read in vain")
  }

  @Test("single runs, and runs that are told to, read nothing that nobody waits for")
  func never() throws {
    for adjust: (inout Settings) -> Void in [{ $0.runsOnce = true }, { $0.patience = .look }, { $0.spareReads = 0 }] {
      var rig = try Self.rig([Self.task("1")], adjust)
      rig.start()
      rig.run(600)
      #expect(rig.count(.detail) == 0)
    }
  }

  @Test("a detail that is read anyway teaches as well; the journal is told when it changes, and else once a day")
  func news() throws {
    var task = ModelTask("1", step: "Send")
    task.quote = [JSONMember("total", .string("100.01"))]
    var rig = try EngineRig([task], RuleSet(rule("send", "Send", then: .send).ifTotal(atMost: 100)))
    let send = StepName(workflow: "Onboarding", step: "Send")
    rig.start()
    rig.run(60)
    let first = try #require(rig.journal.forms[send])
    #expect(first.firstSeen == first.lastSeen)
    rig.run(20 * 3_600)
    #expect(rig.count(.detail) > 10 && rig.journal.forms[send] == first)
    rig.run(5 * 3_600)
    let second = try #require(rig.journal.forms[send])
    #expect(second.firstSeen == first.firstSeen && second.lastSeen >= first.lastSeen + 86_400)
    rig.tenant.change(TaskID("1")) { $0.results = ["sent"] }
    rig.run(900)
    let third = try #require(rig.journal.forms[send])
    #expect(third.form.results?.map(\.code) == ["sent"] && third.lastSeen > second.lastSeen)
    #expect(third.firstSeen == first.firstSeen)
  }

  @Test("a form that was not seen for a week is worth a spare read again")
  func stale() throws {
    var rig = try Self.rig([Self.task("1")])
    rig.start()
    rig.run(60)
    let known = try #require(rig.journal.forms[Self.other])
    for (days, reads) in [(6.0, 1), (8, 2)] {
      var recovery = rig.journal.recovery()
      let seen = rig.stamp.wall - days * 86_400
      recovery.forms = [KnownForm(known.form, firstSeen: seen, lastSeen: seen)]
      rig.engine = Engine(settings: rig.settings, rules: rig.rules)
      rig.start(recovery)
      rig.run(600)
      #expect(rig.count(.detail) == reads)
    }
  }

  @Test("a form that the journal could not keep is kept when it is seen again")
  func lostCommit() throws {
    var rig = try Self.rig([Self.task("1")])
    rig.held = [.detail]
    rig.start()
    rig.run(10)
    try #require(rig.count(.detail) == 1)
    // That of the answer, and that of what was learned from it.
    rig.failingCommits = 2
    rig.release(.detail)
    rig.held = []
    rig.run(60)
    #expect(rig.journal.forms.isEmpty && rig.commitFailures == 2)
    rig.run(7 * 3_600)
    #expect(rig.journal.forms[Self.other] != nil && rig.count(.detail) == 2)
  }
}
