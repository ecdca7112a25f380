import ArgumentParser
import Foundation
import Simulation

/// Runs the engine in simulated worlds, seed by seed.
@main
struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "capataz-simulate",
    abstract: "Run the engine in simulated worlds where everything goes wrong.",
    discussion: """
      Each seed makes a world of its own: tasks, rules, people, faults. After every step all invariants are checked. \
      The first that is broken ends the run with 1 and the command that shows it step by step.
      """)

  @Option(help: ArgumentHelp("The seeds: one, or a range such as 0..99.", valueName: "a..b"))
  var seeds: SeedRange = SeedRange(0...199)

  @Option(help: "Simulated days of faults in each world.")
  var days: Double?

  @Option(help: "Simulated hours of faults in each world; 24 unless told.")
  var hours: Double?

  @Flag(help: "Tell every step of the first seed: events, effects, what the server truly does.")
  var trace = false

  func validate() throws {
    guard length > .zero, length <= .seconds(400 * 86_400) else {
      throw ValidationError("a world lasts from a moment to 400 days")
    }
  }

  private var length: Duration { .seconds((days ?? 0) * 86_400 + (hours ?? (days == nil ? 24 : 0)) * 3_600) }

  func run() throws {
    var coverage = Coverage()
    let began = processorTime()
    for seed in trace ? seeds.range.lowerBound...seeds.range.lowerBound : seeds.range {
      var world = SimulatedWorld(seed: seed, length: length, tell: trace ? { print($0) } : nil)
      let violations = world.run()
      coverage.take(world)
      guard violations.isEmpty else {
        print("seed \(seed):")
        for violation in violations { print("  \(violation)") }
        print("replay with: capataz-simulate --seeds \(seed) --hours \(hoursText) --trace")
        throw ExitCode.failure
      }
    }
    print(coverage.summary(in: processorTime() - began))
    // A few short runs need not have met everything.
    guard !trace, coverage.days >= 200 else { return }
    guard coverage.missing.isEmpty else {
      print("never occurred: \(coverage.missing.joined(separator: ", "))")
      throw ExitCode.failure
    }
  }

  /// What this process has used of a processor: other programs disturb it little.
  private func processorTime() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  private var hoursText: String {
    let hours = Double(length.components.seconds) / 3_600
    return hours == hours.rounded() ? String(Int(hours)) : String(hours)
  }
}

/// A range of seeds as it is written: `7` or `0..99`.
struct SeedRange: ExpressibleByArgument {
  var range: ClosedRange<UInt64>

  init(_ range: ClosedRange<UInt64>) { self.range = range }

  init?(argument: String) {
    let parts = argument.split(separator: "..", omittingEmptySubsequences: false).map { UInt64($0) }
    guard let first = parts.first ?? nil, let last = parts.last ?? nil, parts.count <= 2, first <= last else {
      return nil
    }
    range = first...last
  }

  var defaultValueDescription: String { "\(range.lowerBound)..\(range.upperBound)" }
}
