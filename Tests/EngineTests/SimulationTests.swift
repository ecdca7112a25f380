import Simulation
import Testing

/// Some seeds for a short time each: `capataz-simulate` runs many, for long, and asks that every fault occur.
@Suite("Simulation")
struct SimulationTests {
  @Test(
    "whatever goes wrong: no effect twice, none unrecorded, no limit broken, and everything done in the end",
    arguments: 0..<12)
  func seeds(seed: UInt64) {
    var world = SimulatedWorld(seed: seed, length: .seconds(3_600))
    let violations = world.run()
    let what = violations.map(\.description).joined(separator: "; ")
    #expect(violations.isEmpty, "\(what); replay with: capataz-simulate --seeds \(seed) --hours 1 --trace")
  }

  @Test("a seed gives the same run each time, told or not")
  func repeats() {
    var lines: [[String]] = [[], []]
    for place in lines.indices {
      var world = SimulatedWorld(seed: 5, length: .seconds(1_200), tell: { lines[place].append($0) })
      #expect(world.run().isEmpty)
    }
    #expect(lines[0] == lines[1])
    #expect(lines[0].count > 100)
    var silent = SimulatedWorld(seed: 5, length: .seconds(1_200))
    _ = silent.run()
    var told = SimulatedWorld(seed: 5, length: .seconds(1_200), tell: { _ in })
    _ = told.run()
    #expect(silent.faults == told.faults && silent.transitions == told.transitions)
    #expect(!silent.faults.isEmpty)
  }

  @Test("what the journal's own check finds ends a run")
  func audit() {
    var world = SimulatedWorld(seed: 1, length: .seconds(600), audit: { _ in ["a link is missing"] })
    #expect(world.run().map(\.invariant) == [.auditChain])
  }
}
