import Engine
import Foundation
import GeoTareas
import JSON
import Pacing
import Records
import Rules
import Simulation
import Testing

/// What is held is bounded by numbers, whatever a tenant's tasks are like.
@Suite("Bounds of what is held")
struct MemoryBoundTests {
  private static let bound = 1 << 20
  private static let long = String(repeating: "x", count: 4_000)

  private static func task(_ number: Int, label: String) -> ModelTask {
    var task = ModelTask(String(100_000 + number), step: "Other")
    task.label = label + String(number)
    return task
  }

  private static func unlimited(_ settings: inout Settings) {
    settings.mostHeld = bound
    for endpoint in Endpoint.allCases { settings.limits[endpoint] = RateLimit(requests: 100_000, per: .seconds(60)) }
  }

  @Test("polls that break off again and again, each with new tasks, do not pile them up")
  func brokenPolls() throws {
    var rig = try EngineRig([], .completes, Self.unlimited)
    // The page four times, then two of its rows by themselves.
    let tries = 6
    rig.script[.list] = (0..<8).flatMap { poll -> [EngineRig.Script] in
      let rows = (0..<100).map { Self.task(poll * 100 + $0, label: Self.long).row }
      let page = Wire.success(.array(rows), meta: .object([JSONMember("total", .number("1000000"))]))
      return [.reply(page)] + Array(repeating: .reply(Wire.html(502)), count: tries)
    }
    rig.always[.list] = .reply(Wire.html(502))
    rig.start()
    var most = 0
    for _ in 0..<100 where rig.script[.list]?.isEmpty == false {
      rig.run(20)
      most = max(most, rig.engine.census.bytes["earlier"] ?? 0)
    }
    #expect(rig.script[.list]?.isEmpty == true && rig.said(.tenantOK).isEmpty)
    #expect(most > Self.bound / 2 && most < Self.bound + 100 * 5_000)
  }

  @Test("tasks with long labels are read by several polls, each of which holds no more than its bound")
  func longLabels() throws {
    var tasks = (0..<400).map { Self.task($0, label: Self.long) }
    tasks[399].step = "Send"
    var rig = try EngineRig(tasks, .completes, Self.unlimited)
    rig.latency = .milliseconds(1)
    rig.start()
    rig.run(25)
    #expect(rig.engine.census.bytes["rows"] ?? 0 > Self.bound * 8 / 10 && rig.writes.isEmpty)
    rig.run(35)
    #expect(rig.writes.count == 1 && rig.said(.pollPartial).count == 1)
    for (name, size, most) in rig.engine.census.bounds(tasks: 400) { #expect(size <= most, "\(name)") }
    #expect(rig.engine.census.bytes["rows"] ?? 0 <= Self.bound)
  }

  @Test("labels of seven kilobytes are unreadable, and take up nothing")
  func longerLabels() throws {
    let label = String(repeating: "x", count: 7_000)
    var rig = try EngineRig((0..<100).map { Self.task($0, label: label) }, .completes, Self.unlimited)
    rig.start()
    rig.run(20)
    #expect(rig.engine.census.bytes["rows"] ?? 0 < 100 * 1_000 && rig.said(.tenantOK).count == 1)
  }

  @Test("what rules ask about tasks is kept up to a bound, and read again beyond it")
  func details() throws {
    let tasks = (0..<40).map { number in
      var task = ModelTask(String(1_000 + number), step: "Send")
      task.quote = [
        JSONMember("total", .string("1000")), JSONMember("note", .string(String(repeating: "n", count: 60_000))),
      ]
      return task
    }
    var rig = try EngineRig(tasks, RuleSet(rule("send", "Send", then: .send).ifTotal(atMost: 100)), Self.unlimited)
    rig.latency = .milliseconds(1)
    rig.start()
    rig.run(28)
    #expect(rig.count(.detail) == 40 && rig.writes.isEmpty)
    #expect(rig.engine.census.bytes["facts"] ?? 0 > Self.bound / 3)
    #expect(rig.engine.census.bytes["facts"] ?? 0 <= Self.bound)
    rig.run(30)
    #expect(rig.count(.detail) > 40 && rig.count(.detail) < 80)
  }
}
