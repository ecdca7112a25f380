import Pacing
import PacingSimulation
import Records

/// Nine minutes of the limiter beside another client of the same user, who takes 3 of 10 requests a minute.
struct NeighbourTable {
  private static let seeds: Range<UInt64> = 0..<200

  let servers: [(name: String, kind: ServerKind)]

  /// A row for each server and each way of coming, with the goals in the heading.
  func rows(tellsCounts: Bool) -> [[String]] {
    var rows = [
      [
        "server, others come", "of what they leave, used (>= 75 %)", "refusals of ours, most (<= 15)",
        "of theirs refused by us (< 10 %)",
      ]
    ]
    for server in servers {
      for (name, pace) in [("evenly", ForeignPace.evenly), ("at random", .random), ("three at once", .atOnce)] {
        rows.append(["\(server.name), \(name)"] + cells(server.kind, pace, tellsCounts))
      }
    }
    return rows
  }

  private func cells(_ server: ServerKind, _ pace: ForeignPace, _ tellsCounts: Bool) -> [String] {
    var scenario = Scenario(server, for: .seconds(540))
    (scenario.foreign, scenario.foreignPace, scenario.tellsCounts) = (3, pace, tellsCounts)
    let reports = Self.seeds.map { seed in
      var world = World<PacedClient>(scenario, seed: seed)
      return world.run()
    }
    let mean = Report(mean: reports)
    let most = reports.map(\.refusals).max() ?? 0
    return [
      "\((mean.use * 100).written(1)) %", "\(mean.refusals.written(1)), \(most.written())",
      "\((mean.foreignRefused * 100).written(1)) %",
    ]
  }
}
