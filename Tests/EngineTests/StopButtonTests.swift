import Engine
import Foundation
import GeoTareas
import Log
import Pacing
import Records
import Rules
import Simulation
import Testing

@Suite("The tenant's own stop button")
struct StopButtonTests {
  private static func rig(pressed: Bool, _ adjust: (inout Settings) -> Void = { _ in }) throws -> EngineRig {
    var tasks = [ModelTask("1", step: "Send")]
    if pressed { tasks.append(button) }
    return try EngineRig(tasks, .completes) {
      $0.stopButton = StopButton(workflow: "Onboarding", step: "Stop the robot")
      adjust(&$0)
    }
  }

  private static let button = ModelTask("9", step: "Stop the robot")

  @Test("while its task is open nothing is looked at or armed; two polls without it let go")
  func pressed() throws {
    var rig = try Self.rig(pressed: true)
    rig.start()
    rig.run(200)
    #expect(rig.count(.detail) == 0 && rig.writes.isEmpty)
    #expect(rig.said(.holdSet).count == 1)
    #expect(rig.said(.holdSet).first?.fields.contains(.init("task", "9")) == true)
    rig.tenant["9"] = nil
    let polls = rig.count(.list)
    while rig.count(.list) == polls { rig.run(1) }
    rig.run(2)
    #expect(rig.said(.holdReleased).isEmpty)
    rig.run(40)
    #expect(rig.said(.holdReleased).first?.fields.contains(.init("task", "9")) == true)
    #expect(rig.tenant["1"]?.isOpen == false)
  }

  @Test("pressed while the daemon runs, it stops what a later poll brings")
  func later() throws {
    var rig = try Self.rig(pressed: false)
    rig.start()
    rig.run(10)
    #expect(rig.tenant["1"]?.isOpen == false)
    rig.tenant["9"] = Self.button
    rig.run(60)
    rig.tenant["2"] = ModelTask("2", step: "Send")
    rig.run(120)
    #expect(rig.tenant["2"]?.isOpen == true && rig.said(.holdSet).count == 1)
  }

  @Test("a poll that the limits stretch far beyond its period is no reason to hold")
  func longPolls() throws {
    var rig = try EngineRig((1...40).map { ModelTask("\($0)", step: "Send") }) {
      $0.stopButton = StopButton(workflow: "Onboarding", step: "Stop the robot")
      $0.limits[.list] = RateLimit(requests: 6, per: .seconds(60))
      $0.reads = .separate
    }
    rig.tenant.pageCap = 2
    rig.start()
    rig.run(3_000)
    #expect(rig.tenant.open.isEmpty && rig.said(.holdSet).isEmpty)
    rig.tenant["99"] = ModelTask("99", step: "Stop the robot")
    rig.run(400)
    #expect(rig.said(.holdSet).count == 1)
  }

  @Test("a list that cannot be read holds, and is told once")
  func unreadable() throws {
    var rig = try Self.rig(pressed: false)
    rig.held = [.detail]
    rig.start()
    rig.run(3)
    rig.always[.list] = .fail(Wire.lost)
    rig.run(31)
    rig.release(.detail)
    rig.held = []
    rig.run(300)
    #expect(rig.writes.isEmpty && rig.said(.holdSet).map(\.level) == [.warning])
    rig.always[.list] = nil
    rig.run(400)
    #expect(rig.tenant["1"]?.isOpen == false && rig.said(.holdReleased).count == 1)
  }

  @Test("a poll that does not end holds as well, and the first that ends lets go")
  func slow() throws {
    var rig = try Self.rig(pressed: false)
    rig.start()
    rig.run(28)
    rig.tenant["2"] = ModelTask("2", step: "Send")
    rig.held = [.list, .detail]
    rig.run(120)
    rig.held = [.list]
    rig.handle(.tick)
    #expect(rig.said(.holdSet).map(\.level) == [.warning] && rig.said(.pollFailed).isEmpty)
    rig.held = []
    rig.run(30)
    #expect(rig.said(.holdReleased).count == 1 && rig.tenant["2"]?.isOpen == false)
  }

  @Test("a single run ends while it is pressed")
  func once() throws {
    var rig = try Self.rig(pressed: true) { $0.runsOnce = true }
    rig.start()
    rig.run(100)
    #expect(rig.ending == .nothingLeft && rig.writes.isEmpty)
  }
}
