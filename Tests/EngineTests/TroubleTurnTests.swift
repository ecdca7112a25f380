import Engine
import Foundation
import GeoTareas
import JSON
import Pacing
import Records
import Rules
import Simulation
import Testing

@Suite("What calls fail for takes no turn of others")
struct TroubleTurnTests {
  private static let rules = RuleSet(
    rule("send", "Send", then: .send), rule("quote", "Quote", then: .send).ifTotal(atMost: 100))

  /// Tasks that are never read well, under a limit of so many reads a minute.
  private func rig(reads: Int, bad: Int = 2, areSilent: Bool = false) throws -> EngineRig {
    var rig = try EngineRig((1...bad).map { ModelTask("\($0)", step: "Send") }, Self.rules) {
      $0.limits[.list] = RateLimit(requests: reads, per: .seconds(60))
      $0.limits[.detail] = RateLimit(requests: reads, per: .seconds(60))
      $0.reads = .shared
      $0.pollEvery = .seconds(300)
    }
    for id in 1...bad {
      if areSilent {
        rig.silent.insert(TaskID("\(id)"))
      } else {
        rig.badDetails[TaskID("\(id)")] = Wire.html(502)
      }
    }
    return rig
  }

  @Test("polls go on in their time beside tasks whose looks fail for ever", arguments: [1, 2, 3], [true, false])
  func polls(reads: Int, areSilent: Bool) throws {
    var rig = try rig(reads: reads, areSilent: areSilent)
    rig.start()
    rig.run(7_200)
    #expect(rig.count(.list) >= 20)
    #expect(rig.count(.detail) >= 20, "they are tried again all the same")
  }

  @Test("so does what rules ask about other tasks", arguments: [1, 2, 3])
  func facts(reads: Int) throws {
    var rig = try rig(reads: reads)
    rig.start()
    rig.run(3_600)
    for id in 10..<13 {
      var task = ModelTask("\(id)", step: "Quote")
      task.quote = [JSONMember("total", .string("5"))]
      rig.tenant["\(id)"] = task
    }
    rig.run(300 + 7 * 62)
    #expect((10..<13).allSatisfy { rig.tenant["\($0)"]?.isOpen == false })
  }

  @Test("each of those that fail for ever has its turn, whatever its place", arguments: [3, 5])
  func fairness(bad: Int) throws {
    var rig = try rig(reads: 1, bad: bad)
    rig.start()
    rig.run(3_600)
    rig.badDetails[TaskID("\(bad)")] = nil
    rig.run(Double(bad + 2) * 75 + 300)
    #expect(rig.tenant["\(bad)"]?.isOpen == false)
  }

  @Test("once details are given again all that failed together are tried soon, though the first disagree")
  func pardon() throws {
    var rig = try EngineRig((100..<120).map { ModelTask("\($0)", step: "Send") }, .completes) {
      $0.pollEvery = .seconds(900)
    }
    rig.always[.detail] = .reply(Wire.html(502))
    rig.start()
    rig.run(7_200)
    rig.always = [:]
    for id in 100..<117 {
      var other = ModelTask("\(id)", step: "Send")
      other.user = "eva"
      rig.badDetails[TaskID("\(id)")] = Wire.success(other.detail)
    }
    rig.run(100)
    #expect(rig.tenant.open.count == 17)
  }

  @Test("a task whose writes are answered 401 leads to one login, however late they follow each other")
  func unauthorized() throws {
    var rig = try EngineRig([ModelTask("1", step: "Send")], Self.rules) {
      $0.limits[.detail] = RateLimit(requests: 1, per: .seconds(90))
      $0.reads = .separate
    }
    rig.forever[TaskID("1")] = (.complete, Wire.refusal(401))
    rig.start()
    rig.run(3_600)
    #expect(rig.count(.login) == 2 && rig.count(.complete) < 10)
    #expect(rig.said(.decisionBlocked).map { $0["task"] } == ["1"])
  }
}
