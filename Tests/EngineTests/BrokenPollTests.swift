import Engine
import Foundation
import GeoTareas
import Log
import Pacing
import Records
import Rules
import Simulation
import Testing

/// Pages that the server fails to give again and again.
@Suite("A bad page costs that page")
struct BrokenPollTests {
  private static func rig(
    _ tasks: [ModelTask], _ rules: RuleSet = .completes, _ adjust: (inout Settings) -> Void = { _ in }
  ) throws -> EngineRig {
    var rig = try EngineRig(tasks, rules) {
      for endpoint in Endpoint.allCases { $0.limits[endpoint] = RateLimit(requests: 10_000, per: .seconds(60)) }
      adjust(&$0)
    }
    rig.latency = .milliseconds(1)
    return rig
  }

  private static func tasks(_ count: Int, step: String = "Send") -> [ModelTask] {
    (1...count).map { ModelTask(String(1_000 + $0), step: step) }
  }

  private func open(_ rig: EngineRig) -> [String] {
    rig.tenant.tasks.values.filter(\.isOpen).map(\.id.rawValue).sorted()
  }

  @Test(
    "a row because of which the server fails to give its page costs that row: all others are done, and it is told",
    arguments: [1_001, 1_002, 1_057, 1_100, 1_101, 1_250])
  func poison(place: Int) throws {
    var rig = try Self.rig(Self.tasks(250))
    rig.spoils = { _, _, page in page.contains(#""id":"\#(place)""#) }
    rig.start()
    rig.run(300)
    #expect(open(rig) == [String(place)])
    let told = rig.said(.pollRowUnreadable)
    #expect(told.first?.message.contains("the server fails to give it") == true)
    #expect(rig.said(.pollFailed).isEmpty)
    #expect(rig.journal.standings.last?.trouble == "1 row of the list cannot be read")
  }

  @Test("a row that is given when it is asked for again was none to blame", arguments: 1...6)
  func hiccup(failures: Int) throws {
    var rig = try Self.rig(Self.tasks(3))
    rig.script[.list] = Array(repeating: .reply(Wire.internalError), count: failures)
    rig.start()
    rig.run(60)
    #expect(open(rig).isEmpty && rig.said(.pollRowUnreadable).isEmpty)
    #expect(rig.said(.pollFailed).count == (failures < 6 ? 0 : 1))
  }

  @Test("where looking for many such rows takes more than a minute, that is told, in the status too, and so is its end")
  func manyRows() throws {
    let bad = (0..<30).map { place in #""id":"\#(1_002 + place * 2)""# }
    var rig = try Self.rig(Self.tasks(70, step: "Other"))
    rig.spoils = { _, _, page in bad.contains { page.contains($0) } }
    rig.start()
    rig.run(200)
    #expect(rig.said(.pollFailed).first?.message.contains("tasks cannot be read: 500") == true)
    #expect(rig.journal.standings.contains { $0.waits.contains { $0.what == "reading the list" } })
    #expect(rig.said(.pollRecovered).count >= 1 && rig.said(.pollRowUnreadable).count == 1)
  }

  @Test("where the server gives no page at all, a poll asks for two single rows, and is given up")
  func down() throws {
    var rig = try Self.rig(Self.tasks(3))
    rig.always[.list] = .reply(Wire.internalError)
    rig.start()
    rig.run(20)
    let asked = rig.sends.compactMap { sent -> [Int]? in
      if case .list(let query, let offset) = sent.call { [offset, query.limit] } else { nil }
    }
    #expect(asked.prefix(6).map { $0 } == [[0, 100], [0, 100], [0, 100], [0, 100], [0, 1], [1, 1]])
    #expect(rig.said(.pollFailed).count == 1 && rig.said(.pollRowUnreadable).isEmpty)
    rig.always[.list] = nil
    rig.run(60)
    #expect(open(rig).isEmpty)
  }

  @Test("what was read before a poll was given up is acted on, and what an earlier one found waits on")
  func actsOnPart() throws {
    let tasks = Self.tasks(170).enumerated().map { place, task in
      place % 5 == 0 ? task : ModelTask(task.id.rawValue, step: "Other")
    }
    var rig = try Self.rig(tasks) { $0.limits[.complete] = RateLimit(requests: 8, per: .seconds(60)) }
    rig.start()
    rig.run(5)
    rig.tenant["1000"] = ModelTask("1000", step: "Send")
    rig.spoils = { _, offset, _ in offset > 0 }
    rig.run(600)
    #expect(open(rig).count == 136)
    #expect(rig.said(.intentSuperseded).isEmpty && rig.said(.decisionAct).count == 35)
    #expect(rig.journal.standings.last?.trouble?.contains("500") == true)
  }

  @Test("which tasks are overdue is not known without their list: rules that ask for it leave the others alone")
  func overdue() throws {
    var late = rule("late", "Send", then: .send)
    late.when = .all([late.when, .test(.flag(.overdue, false))])
    var rig = try Self.rig(Self.tasks(3), RuleSet(late)) { $0.pollsOverdue = true }
    rig.spoils = { query, _, _ in query.overdueOnly }
    rig.start()
    rig.run(300)
    #expect(rig.writes.isEmpty)
    rig.spoils = nil
    rig.run(60)
    #expect(open(rig).isEmpty)
  }

  @Test("a rule that counts tasks which it does not match begins nothing, others act")
  func counting() throws {
    var sharing = rule("route", "Route", then: .toUser("maria"))
    sharing.safeguards.limit = Safeguards.Limit(share: 0.9)
    var rig = try Self.rig(
      Self.tasks(90, step: "Route") + [ModelTask("1000", step: "Send"), ModelTask("2000", step: "Send")]
        + (1...30).map { ModelTask(String(3_000 + $0), step: "Other") },
      RuleSet(sharing, rule("send", "Send", then: .send)))
    rig.spoils = { _, offset, _ in offset > 0 }
    rig.start()
    rig.run(300)
    #expect(rig.count(.reassign) == 0 && rig.count(.complete) == 2)
    rig.spoils = nil
    rig.run(60)
    #expect(rig.count(.reassign) >= 81)
  }
}
