import Engine
import Foundation
import Testing

/// Seeds and how many: `CAPATAZ_SEED=17` runs one, `CAPATAZ_SEEDS=5000` runs more than the usual.
@Suite("Simulation")
struct SimulationTests {
  static let groups = 4

  private static func seeds(_ group: Int) -> [UInt64] {
    let environment = ProcessInfo.processInfo.environment
    if let one = environment["CAPATAZ_SEED"].flatMap({ UInt64($0) }) { return group == 0 ? [one] : [] }
    let count = environment["CAPATAZ_SEEDS"].flatMap { UInt64($0) } ?? 200
    return (0..<count).filter { Int($0) % groups == group }
  }

  @Test(
    "whatever goes wrong: no effect twice, none unrecorded, no limit broken, and everything done in the end",
    arguments: 0..<groups)
  func seeds(group: Int) throws {
    let zone = try #require(TimeZone(secondsFromGMT: -5 * 3_600))
    var faults: Set<Fault> = []
    var states: Set<Intent.State> = []
    let seeds = Self.seeds(group)
    for seed in seeds {
      var world = SimulatedWorld(seed: seed, zone: zone)
      let violations = world.run()
      faults.formUnion(world.seen)
      states.formUnion(world.states)
      guard violations.isEmpty else {
        let trace = world.trace.suffix(400).joined(separator: "\n")
        Issue.record("seed \(seed): \(violations.joined(separator: "; "))\n\(trace)")
        return
      }
    }
    guard seeds.count >= 40 else { return }
    #expect(Set(Fault.allCases).subtracting(faults).isEmpty, "faults that never occurred")
    #expect(Set(Intent.State.allCases).subtracting(states).isEmpty, "states that never occurred")
  }
}
