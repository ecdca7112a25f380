import Engine
import Foundation
import GeoTareas
import JSON
import Pacing
import Records
import Rules
import Simulation
import Testing

/// What an effect is, whatever a clock, the order of its fields or the type of a number made of its request.
@Suite("An effect is the same effect")
struct SameEffectTests {
  /// How the one field of a completion is filled in.
  enum Filling: String, CaseIterable, CustomTestStringConvertible {
    case literal, now, today

    var value: FieldValue {
      switch self {
      case .literal: .literal(.text("2026-03-09T10:00:00"))
      case .now: .now
      case .today: .today
      }
    }

    var testDescription: String { rawValue }
  }

  private static func completing(_ filling: Filling) -> Action { .completing([("approved_at", filling.value)]) }

  private static func task(_ id: String) -> ModelTask {
    var task = ModelTask(id, step: "Send")
    task.fields = [ModelTask.field("approved_at", type: "date")]
    return task
  }

  private static func rig(_ count: Int, _ filling: Filling, _ limit: Safeguards.Limit? = nil) throws -> EngineRig {
    let sending = rule("send", "Send", then: completing(filling)).guarded { $0.limit = limit }
    return try EngineRig((1...count).map { task("\($0)") }, RuleSet(sending))
  }

  @Test(
    "what the server refused is final: one write, one intent, and no look at each poll", arguments: Filling.allCases)
  func refused(filling: Filling) throws {
    var rig = try Self.rig(1, filling)
    rig.always[.complete] = .reply(Wire.refusal(400))
    rig.start()
    rig.run(600)
    #expect(rig.count(.list) > 15)
    #expect(rig.writes.count == 1 && rig.journal.all.count == 1 && rig.count(.detail) == 1)
    // Another day, by the clock.
    rig.clockOffset += 86_400
    rig.restart()
    rig.run(600)
    #expect(rig.writes.count == 1 && rig.journal.all.count == 1 && rig.count(.detail) == 1)
  }

  @Test("a name in the comment that changes makes no new effect; the comment is sent as it is then")
  func comment() throws {
    let comment = Template([.literal("for "), .reference(.entityLabel)])
    let handing = rule("hand", "Send", then: .reassign(Reassignment(target: .user(id: "ana"), comment: comment)))
    var rig = try EngineRig([ModelTask("1", step: "Send")], RuleSet(handing))
    rig.always[.reassign] = .reply(Wire.refusal(400))
    rig.start()
    rig.run(300)
    let intent = try #require(rig.journal.all.first)
    #expect(rig.writes.count == 1 && intent.write.body["comment"]?.string == "for Acme")
    rig.tenant.change(TaskID("1")) { $0.label = "Costa Foods" }
    rig.run(300)
    #expect(rig.writes.count == 1 && rig.journal.all.count == 1)
  }

  @Test("a refused task does not eat up its rule's limit", arguments: Filling.allCases)
  func limit(filling: Filling) throws {
    var rig = try Self.rig(4, filling, .init(perHour: 5))
    rig.tenant.change(TaskID("1")) { $0.refusal = 422 }
    rig.start()
    rig.run(300)
    #expect(["2", "3", "4"].allSatisfy { rig.tenant[$0]?.isOpen == false })
    #expect(rig.states("1") == [.armed, .refused])
  }

  @Test(
    "a person's 'drop' and 'done' on a parked effect stand, also over a restart", arguments: Filling.allCases,
    [Resolution.drop, .done])
  func verdict(filling: Filling, resolution: Resolution) throws {
    var rig = try Self.rig(1, filling)
    rig.always[.complete] = .fail(Wire.lost)
    rig.start()
    rig.run(1_000)
    try #require(rig.journal.parked.count == 1)
    let writes = rig.writes.count
    rig.always[.complete] = nil
    rig.resolve("1", resolution)
    rig.run(300)
    rig.restart()
    rig.run(300)
    #expect(rig.writes.count == writes && rig.tenant["1"]?.isOpen == true)
  }

  @Test("attempts in doubt are counted together: three, and a person decides", arguments: Filling.allCases)
  func attempts(filling: Filling) throws {
    var rig = try Self.rig(1, filling)
    rig.always[.complete] = .reply(Wire.html(502))
    rig.start()
    rig.run(2_000)
    #expect(rig.writes.count == 3 && rig.journal.all.map(\.state) == [.parked])
  }

  @Test("an effect that is tried again goes out with the time of then, and the journal has what was sent")
  func fresh() throws {
    var rig = try Self.rig(1, .now)
    rig.script[.complete] = [.reply(Wire.rateLimited)]
    rig.start()
    rig.run(200)
    #expect(rig.writes.count == 2 && Set(rig.bodies).count == 2)
    #expect(rig.journal.all.map(\.state) == [.done] && rig.intent("1")?.write.body.text == rig.bodies.last)
  }

  private static let fields: [(String, FieldValue)] = [
    ("a", .literal(.text("x"))), ("b", .literal(.text("y"))), ("c", .literal(.number(1))),
  ]

  private static func form(_ id: String) -> ModelTask {
    var task = ModelTask(id, step: "Send")
    task.fields = [
      ModelTask.field("a", type: "text"), ModelTask.field("b", type: "text"), ModelTask.field("c", type: "number"),
    ]
    return task
  }

  @Test(
    "fields in another order make no new effect, whatever became of the first attempt",
    arguments: [400, 401, 429, 502])
  func reordered(status: Int) throws {
    let rules = RuleSet(rule("send", "Send", then: .completing(Self.fields)))
    var rig = try EngineRig([Self.form("1")], rules)
    rig.always[.complete] = .reply(status == 502 ? Wire.html(502) : Wire.refusal(status))
    rig.start()
    rig.run(20)
    rig.handle(.reload(RuleSet(rule("send", "Send", then: .completing(Self.fields.reversed())))))
    rig.run(5)
    if status != 400 { rig.always[.complete] = nil }
    rig.run(2_000)
    #expect(rig.journal.all.count == 1)
    #expect(rig.journal.all.first?.state == (status == 400 ? .refused : .done))
  }

  @Test(
    "a refused effect with a decimal for a number field is not looked at again with every poll",
    arguments: [JSONValue.string("12.5"), .number("12.5"), .string("4300.50"), .number("1E1")])
  func decimal(total: JSONValue) throws {
    var rig = try EngineRig(
      [.quoted("1", total: total, type: "number")], RuleSet(rule("send", "Send", then: .takesOver())))
    rig.always[.complete] = .reply(Wire.refusal(400))
    rig.start()
    rig.run(10)
    try #require(rig.states("1") == [.armed, .refused])
    let looks = rig.count(.detail)
    let polls = rig.count(.list)
    rig.run(450)
    #expect(rig.count(.list) >= polls + 15)
    #expect(rig.count(.detail) == looks && rig.writes.count == 1)
  }

  @Test("another value is another effect, and so is another way to take the time")
  func other() throws {
    for values in [[Filling.literal, .now], [.now, .today]] {
      var rig = try Self.rig(1, values[0])
      rig.script[.complete] = [.reply(Wire.refusal(400))]
      rig.start()
      rig.run(100)
      rig.handle(.reload(RuleSet(rule("send", "Send", then: Self.completing(values[1])))))
      rig.run(100)
      #expect(rig.journal.all.map(\.state) == [.refused, .done])
    }
  }
}

extension Action {
  /// Completes with these values.
  fileprivate static func completing(_ fields: [(String, FieldValue)]) -> Action {
    .complete(Completion(result: "sent", capturedData: fields.map { CapturedField(name: $0.0, value: $0.1) }))
  }
}
