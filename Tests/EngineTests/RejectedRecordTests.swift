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

@Suite("When the journal does not take a record")
struct RejectedRecordTests {
  private static func sending(_ count: Int) throws -> EngineRig {
    try EngineRig((1...count).map { ModelTask("\($0)", step: "Send") })
  }

  private static func rejecting(_ task: String) -> @Sendable (JournalEntry) -> String? {
    { record in
      if case .intent(let intent) = record, intent.task == TaskID(task) { "it cannot be kept" } else { nil }
    }
  }

  @Test("an effect that cannot be kept is not made; its task waits, told once, and all others are done")
  func effect() throws {
    var rig = try Self.sending(5)
    rig.rejects = Self.rejecting("2")
    rig.start()
    rig.run(900)
    #expect(["1", "3", "4", "5"].allSatisfy { rig.tenant[$0]?.isOpen == false })
    #expect(rig.tenant["2"]?.isOpen == true && rig.writes.count == 4 && rig.rejected.count == 1)
    let told = rig.said(.decisionBlocked)
    #expect(told.map(\.level) == [.err])
    #expect(told.first?.fields.contains(.init("task", "2")) == true)
    #expect(told.first?.message.contains("it cannot be kept") == true)
    #expect(rig.said(.journalFull).isEmpty && rig.said(.journalRefused).isEmpty)
    #expect(rig.journal.decisions.contains { $0.task == TaskID("2") && $0.kind == .blocked })
    // It is tried again after a while, in silence, and more seldom each time.
    rig.run(6_000)
    #expect((3...4).contains(rig.rejected.count) && rig.said(.decisionBlocked).count == 1)
    rig.rejects = nil
    rig.run(3_600)
    #expect(rig.tenant["2"]?.isOpen == false && rig.states("2") == [.armed, .done])
    #expect(rig.intent("2")?.attempts == 1)
  }

  @Test("a reload, or a change of the task, lets it be tried at once", arguments: [true, false])
  func again(byReload: Bool) throws {
    var rig = try Self.sending(1)
    rig.rejects = Self.rejecting("1")
    rig.start()
    rig.run(100)
    rig.rejects = nil
    if byReload { rig.handle(.reload(rig.rules)) } else { rig.tenant.change(TaskID("1")) { $0.user = "pedro" } }
    rig.run(60)
    #expect(rig.tenant["1"]?.isOpen == false)
  }

  @Test("it uses up nothing of its rule's limits, nor of the server's")
  func limits() throws {
    var rig = try EngineRig(
      (1...3).map { ModelTask("\($0)", step: "Send") },
      RuleSet(rule("send", "Send", then: .send).limited(.init(perCycle: 2, perDay: 2))))
    rig.rejects = Self.rejecting("1")
    rig.start()
    rig.run(100)
    #expect(rig.writes.count == 2 && rig.tenant["1"]?.isOpen == true)
    #expect(rig.journal.requests.values.count { $0.endpoint == .complete } == 2)
  }

  @Test("what is committed with it is kept: outcomes, decisions, and the end of an effect that gives way")
  func others() throws {
    var rig = try Self.sending(4)
    rig.rejects = { record in
      if case .decision(let entry) = record, entry.task == TaskID("3") { "it cannot be kept" } else { nil }
    }
    rig.start()
    rig.run(100)
    #expect(rig.journal.decisions.map(\.task.rawValue).sorted() == ["1", "2", "4"])
    #expect(rig.tenant.tasks.values.allSatisfy { !$0.isOpen } && rig.writes.count == 4)
    #expect(rig.said(.journalRefused).count == 1)

    rig = try Self.sending(1)
    rig.script[.complete] = [.reply(Wire.rateLimited)]
    rig.start()
    rig.run(5)
    try #require(rig.intent("1")?.state == .planned)
    let other = RuleSet(rule("send", "Send", then: .complete(Completion(result: "failed")), version: 2))
    rig.rejects = { record in
      if case .intent(let intent) = record, intent.state == .armed { "it cannot be kept" } else { nil }
    }
    rig.handle(.reload(other))
    rig.run(200)
    #expect(rig.journal.all.map(\.state) == [.superseded] && rig.rejected.count == 1)
  }

  enum Kind: CaseIterable {
    case view, detail, standing, decision, learnt, touched, form, shape

    func isMeant(_ record: JournalEntry) -> Bool {
      switch (self, record) {
      case (.view, .view), (.detail, .detail), (.standing, .standing), (.decision, .decision), (.learnt, .learnt),
        (.touched, .touched), (.form, .form), (.shape, .shape):
        true
      default: false
      }
    }
  }

  @Test("any other record is left out and told, and the work goes on", arguments: Kind.allCases)
  func kinds(kind: Kind) throws {
    let rules = RuleSet(rule("send", "Send", then: .takesOver()).guarded { $0.afterHumanTouch = .minutes(5) })
    var rig = try EngineRig((1...3).map { .quoted("\($0)", total: .string("1")) }, rules)
    rig.rejects = { kind.isMeant($0) ? "it cannot be kept" : nil }
    rig.script[.list] = [.reply(Wire.rateLimited)]
    rig.tenant["9"] = ModelTask("9", step: "Other")
    rig.start()
    rig.run(90)
    rig.tenant.change(TaskID("9")) { $0.user = "pedro" }
    rig.run(1_000)
    #expect(["1", "2", "3"].allSatisfy { rig.tenant[$0]?.isOpen == false } && rig.writes.count == 3)
    #expect(!rig.rejected.isEmpty && rig.rejected.allSatisfy(kind.isMeant))
    #expect(rig.said(.journalRefused).count == rig.rejected.count)
    #expect(rig.commitFailures == rig.rejected.count)
  }

  @Test("what an effect rests on is an aid: where it cannot be kept the effect is made, and that it lacks is told")
  func grounds() throws {
    var rig = try Self.sending(3)
    rig.rejects = { record in
      if case .grounds(let grounds) = record, grounds.intent == "acme-1" { "it cannot be kept" } else { nil }
    }
    rig.start()
    rig.run(900)
    #expect(rig.tenant.tasks.values.allSatisfy { !$0.isOpen } && rig.writes.count == 3)
    #expect(rig.rejected.count == 1 && rig.said(.journalRefused).map(\.level) == [.warning])
    #expect(rig.states("1") == [.armed, .done] && rig.intent("1")?.attempts == 1)
  }

  @Test("an outcome that cannot be kept is told; the task is read again by the next life, and nothing is sent twice")
  func outcome() throws {
    var rig = try Self.sending(2)
    rig.rejects = { record in
      if case .intent(let intent) = record, intent.task == TaskID("1"), intent.state == .done { "no" } else { nil }
    }
    rig.start()
    rig.run(60)
    #expect(rig.said(.journalRefused).map(\.level) == [.err] && rig.states("1") == [.armed])
    #expect(rig.tenant.tasks.values.allSatisfy { !$0.isOpen })
    rig.rejects = nil
    rig.restart()
    rig.run(300)
    #expect(rig.writes.count == 2 && rig.states("1").last == .done)
  }

  @Test("where the journal knows more of a task than is remembered, that is asked for and taken up")
  func forgotten() throws {
    var rig = try Self.sending(1)
    rig.held = [.detail]
    rig.start()
    rig.run(3)
    let other = Intent(
      id: "acme-99", task: TaskID("1"), instance: "i-1", episode: 1,
      write: .complete(result: "sent", capturedData: [], comment: nil),
      rule: "send", ruleFingerprint: "send-1", precondition: TaskState(status: "PENDING", user: nil, group: "sales"),
      state: .refused, createdAt: rig.stamp.wall, changedAt: rig.stamp.wall)
    rig.journal.apply([.intent(other)])
    rig.release(.detail)
    rig.held = []
    rig.run(4_000)
    #expect(rig.writes.isEmpty && rig.rejected.count == 1)
  }

  @Test("requests that the journal does not take are not made in a hot loop")
  func requests() throws {
    var rig = try Self.sending(1)
    rig.rejects = { if case .requestSent = $0 { "no" } else { nil } }
    rig.start()
    rig.run(600)
    #expect(rig.sends.isEmpty && (5...60).contains(rig.rejected.count))
    rig.rejects = nil
    rig.run(60)
    #expect(rig.tenant["1"]?.isOpen == false)
  }

  @Test("an engine that ends with a record that is not taken ends all the same, and keeps the others")
  func ending() throws {
    var rig = try Self.sending(1)
    rig.start()
    rig.run(30)
    rig.rejects = { if case .standing = $0 { "no" } else { nil } }
    rig.handle(.stop)
    #expect(rig.ending == .stopped)
  }

  @Test(
    "a request that could not be read back is blocked where it is compared with the form, with the reason",
    arguments: [
      (FieldValue.captured(CapturedReference(step: "Quote", field: "total", as: .decimal)), "65 characters"),
      (.literal(.text("a\0b")), "NUL"), (.literal(.text(String(repeating: "x", count: 65_537))), "65537 bytes"),
      (.literal(.decimal("007")), "could not be kept"),
    ])
  func flaws(value: FieldValue, words: String) throws {
    let fields = [CapturedField(name: "total", value: value)]
    let rules = RuleSet(rule("send", "Send", then: .complete(Completion(result: "sent", capturedData: fields))))
    let digits = "100." + String(repeating: "0", count: 61)
    let isText = words == "NUL" || words.hasSuffix("bytes")
    var rig = try EngineRig(
      [.quoted("1", total: .string(digits), type: isText ? "text" : "number"), ModelTask("2", step: "Send")], rules)
    rig.start()
    rig.run(300)
    #expect(rig.writes.isEmpty && rig.commitFailures == 0)
    #expect(rig.said(.decisionBlocked).contains { $0.level == .warning && $0.message.contains(words) })
  }
}
