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

@Suite("Limits of rules")
struct LimitTests {
  private func rig(
    _ count: Int, _ limit: Safeguards.Limit, _ adjust: (inout Settings) -> Void = { _ in }
  ) throws -> EngineRig {
    try EngineRig(
      (1...count).map { ModelTask("\($0)", step: "Send") }, RuleSet(rule("send", "Send", then: .send).limited(limit))
    ) {
      for endpoint in [Endpoint.complete, .detail] { $0.limits[endpoint] = RateLimit(requests: 60, per: .seconds(60)) }
      adjust(&$0)
    }
  }

  @Test("a limit trips before the action, is told once while tasks wait, and they go when it leaves room")
  func perHour() throws {
    var rig = try rig(7, .init(perHour: 3))
    rig.latency = .seconds(2)
    rig.start()
    rig.run(3_000)
    #expect(rig.count(.complete) == 3 && rig.count(.detail) == 3)
    #expect(rig.said(.decisionCapped).count == 1 && rig.said(.decisionCapped).first?.level == .warning)
    rig.run(700)
    #expect(rig.count(.complete) == 6 && rig.said(.decisionCapped).count == 1)
    #expect(rig.ticks < 400)
    rig.run(3_600)
    #expect(rig.count(.complete) == 7)
  }

  @Test("each task that a limit keeps back is journaled once, with the limit, behind the decision to act on it")
  func journaled() throws {
    var rig = try rig(7, .init(perHour: 3))
    rig.latency = .seconds(2)
    rig.start()
    rig.run(3_000)
    let capped = rig.journal.decisions.filter { $0.kind == .capped }
    #expect(Set(capped.map(\.task)).count == 4 && capped.count == 4)
    #expect(capped.allSatisfy { $0.note == "3 per hour" && $0.rule == "send" && $0.write != nil })
    #expect(rig.journal.decisions.count { $0.kind == .act } == 7)
    // Three more go, the fourth is known to wait.
    rig.run(4_400)
    #expect(rig.count(.complete) == 7 && rig.journal.decisions.count { $0.kind == .capped } == 4)
  }

  @Test("per cycle and share hold between two polls; what is left goes with the next")
  func perCycle() throws {
    for limit in [Safeguards.Limit(perCycle: 2), .init(share: 0.2)] {
      var rig = try rig(10, limit)
      rig.start()
      rig.run(29)
      #expect(rig.count(.complete) == 2)
      rig.run(30)
      #expect(rig.count(.complete) == (limit.share == nil ? 4 : 3))
      rig.run(400)
      #expect(rig.count(.complete) == 10)
    }
  }

  @Test("a restart counts what was done before", arguments: [true, false])
  func restart(sameBoot: Bool) throws {
    var rig = try rig(6, .init(perDay: 4))
    rig.script[.complete] = [.fail(Wire.lost)]
    rig.start()
    rig.run(2)
    if !sameBoot { rig.boot = "boot-2" }
    rig.restart()
    rig.run(3_600)
    #expect(rig.tenant.tasks.values.count { !$0.isOpen } == 4)
    rig.run(86_400)
    #expect(rig.tenant.tasks.values.count { !$0.isOpen } == 6)
  }

  @Test("an attempt that came to nothing is made again within the same allowance")
  func again() throws {
    for script in [EngineRig.Script.fail(Wire.lost), .fail(Wire.refused), .reply(Wire.refusal(429))] {
      var rig = try rig(2, .init(perDay: 1))
      rig.script[.complete] = [script]
      rig.start()
      rig.run(600)
      #expect(rig.states("1").last == .done && rig.tenant["2"]?.isOpen == true)
    }
  }

  @Test("a clock that is set back lets nothing more through")
  func clockBack() throws {
    var rig = try rig(4, .init(perHour: 2))
    rig.start()
    rig.run(60)
    rig.clockOffset = -7_200
    rig.run(3_000)
    #expect(rig.count(.complete) == 2)
  }

  @Test("the daily sum is kept to the cent, looks under way counted; smaller amounts may still go")
  func sum() throws {
    let totals = ["60.00", "30.00", "10.01", "10.00"]
    let tasks = totals.enumerated().map { ModelTask.quoted("\($0.offset)", total: .string($0.element)) }
    let limit = Safeguards.Limit(sumPerDay: .init(of: "total", atMost: 100))
    var rig = try EngineRig(tasks, RuleSet(rule("send", "Send", then: .takesOver()).limited(limit)))
    rig.start()
    rig.run(500)
    #expect(["0", "1", "2", "3"].map { rig.tenant[$0]?.isOpen } == [false, false, true, false])
    #expect(rig.said(.decisionCapped).count == 1 && rig.count(.detail) < 10)
    rig.run(86_400)
    #expect(rig.tenant["2"]?.isOpen == false)
  }

  @Test("a negative amount makes no room in the daily sum for positive ones, nor for itself", arguments: [true, false])
  func negativeAmount(isText: Bool) throws {
    let totals = ["-5000.00", "60.00", "-0.01", "50.00", "40.00", "-1.00"]
    let tasks = totals.enumerated().map { number, total in
      var task = ModelTask.quoted("\(number)", total: isText ? .string(total) : .number(total))
      if isText { task.fields = [ModelTask.field("total", type: "text", required: false)] }
      return task
    }
    let limit = Safeguards.Limit(sumPerDay: .init(of: "total", atMost: 100))
    let action = Action.takesOver(as: isText ? .text : .decimal)
    var rig = try EngineRig(tasks, RuleSet(rule("send", "Send", then: action).limited(limit)))
    rig.start()
    rig.run(900)
    #expect((0..<6).map { rig.tenant["\($0)"]?.isOpen } == [false, false, false, true, false, false])
    // Neither is it forgotten that nothing is left when another life takes over.
    rig.restart()
    rig.run(900)
    #expect(rig.tenant["3"]?.isOpen == true)
  }

  @Test("a single run ends when only what a limit holds back is left")
  func once() throws {
    for limit in [Safeguards.Limit(perDay: 2), .init(perHour: 2), .init(perCycle: 2)] {
      var rig = try rig(5, limit) { $0.runsOnce = true }
      rig.start()
      rig.run(600)
      #expect(rig.ending == .nothingLeft && rig.count(.complete) == (limit.perCycle == nil ? 2 : 5))
    }
  }

  @Test("an amount that is no plain number does not fit into any sum", arguments: ["1,000.00", "12 USD", "", "1.2.3"])
  func noNumber(text: String) throws {
    let limit = Safeguards.Limit(sumPerDay: .init(of: "total", atMost: 100))
    var task = ModelTask.quoted("1", total: .string(text))
    task.fields = [ModelTask.field("total", type: "text", required: false)]
    var rig = try EngineRig([task], RuleSet(rule("send", "Send", then: .takesOver(as: .text)).limited(limit)))
    rig.start()
    rig.run(600)
    #expect(rig.writes.isEmpty && rig.said(.decisionCapped).count == 1 && rig.count(.detail) == 1)
  }

  @Test("a limit is told once, also while the tasks behind it are read anew")
  func toldOnce() throws {
    let tasks = (1...3).map { ModelTask.quoted("\($0)", total: .string("1.00")) }
    var rig = try EngineRig(tasks, RuleSet(rule("send", "Send", then: .takesOver()).limited(.init(perDay: 1))))
    rig.start()
    rig.run(7_200)
    #expect(rig.writes.count == 1 && rig.count(.detail) > 10 && rig.said(.decisionCapped).count == 1)
  }
}
