import Foundation
import Simulation
import Testing

/// Every simulated world asks now and then; these ask often.
///
/// `CAPATAZ_REASON_WORLDS` says how many there are.
@Suite("What is said of a task to who asks why")
struct ReasonTests {
  private static let worlds = ProcessInfo.processInfo.environment["CAPATAZ_REASON_WORLDS"].flatMap { UInt64($0) } ?? 8

  @Test(
    "is the engine's own decision, rests on what is so, and what would be done now is done next, at random moments",
    arguments: 0..<worlds)
  func comesTrue(seed: UInt64) {
    var conditions = Conditions()
    conditions.stepsBetweenQuestions = 25
    var world = SimulatedWorld(seed: 70_000 + seed, length: .seconds(600), conditions: conditions)
    let violations = world.run()
    #expect(violations.isEmpty, "\(violations.map(\.description).joined(separator: "; "))")
    #expect(world.questions > 0)
  }
}
