import ArgumentParser
import Foundation
import Simulation

/// Runs the engine in simulated worlds, seed by seed.
@main
struct Simulate: AsyncParsableCommand {
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

  @Option(help: ArgumentHelp("Worlds to run at the same time.", valueName: "n"))
  var jobs = 1

  @Option(
    help: ArgumentHelp("Exactly these oddities go on, as 'phantoms,hiccup'; 'none' for none.", valueName: "names"))
  var only: OddityList?

  @Option(help: ArgumentHelp("These oddities do not go on.", valueName: "names"))
  var without: OddityList?

  @Option(help: ArgumentHelp("What is broken of these is not minded, as 'vain,named'.", valueName: "names"))
  var overlook: InvariantList?

  @Flag(help: "Nothing goes wrong but oddities.")
  var calm = false

  @Flag(help: "Judge whether what must happen happens in time.")
  var strict = false

  @Flag(help: "Tell every step of the first seed: events, effects, what the server truly does.")
  var trace = false

  func validate() throws {
    guard (1...1_024).contains(jobs) else { throw ValidationError("'--jobs' is a number from 1 to 1024") }
    guard length > .zero, length <= .seconds(400 * 86_400) else {
      throw ValidationError("a world lasts from a moment to 400 days")
    }
  }

  private var conditions: Conditions {
    var conditions = Conditions()
    conditions.only = only?.names
    conditions.without = without?.names ?? []
    conditions.isCalm = calm
    conditions.overlooked = overlook?.names ?? []
    if strict { conditions.patience = .promised }
    return conditions
  }

  private var length: Duration { .seconds((days ?? 0) * 86_400 + (hours ?? (days == nil ? 24 : 0)) * 3_600) }

  func run() async throws {
    if trace { return try runTold() }
    let began = processorTime()
    let showsProgress = isatty(STDERR_FILENO) == 1
    let coverage: Coverage
    do {
      coverage = try await Campaign(seeds: seeds.range, length: length, conditions: conditions, jobs: jobs).run {
        worlds in
        if showsProgress { tellProgress("\(worlds) of \(seeds.count) worlds") }
      }
    } catch let failure as Campaign.Failure {
      if showsProgress { tellProgress("") }
      try fail(failure.seed, failure.violations)
      return
    }
    if showsProgress { tellProgress("") }
    print(coverage.summary(in: processorTime() - began))
    // A few short runs need not have met everything.
    guard coverage.days >= 200, !calm else { return }
    let missing = coverage.missing(among: (only?.names ?? Oddity.usual).subtracting(conditions.without))
    guard missing.isEmpty else {
      print("never occurred: \(missing.joined(separator: ", "))")
      throw ExitCode.failure
    }
  }

  private func runTold() throws {
    let seed = seeds.range.lowerBound
    var house = SimulatedHouse(seed: seed, length: length, conditions: conditions, tell: { print($0) })
    let violations = house.run()
    if !violations.isEmpty { try fail(seed, violations) }
  }

  private func fail(_ seed: UInt64, _ violations: [Violation]) throws {
    print("seed \(seed):")
    for violation in violations { print("  \(violation)") }
    print("replay with: capataz-simulate --seeds \(seed) --hours \(hoursText)\(conditionsText) --trace")
    throw ExitCode.failure
  }

  /// One line that is written over again and again.
  private func tellProgress(_ text: String) {
    FileHandle.standardError.write(Data("\r\u{1B}[K\(text)".utf8))
  }

  /// What this process has used of a processor: other programs disturb it little.
  private func processorTime() -> Duration {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }

  /// The options that make the same world.
  private var conditionsText: String {
    var text = only.map { " --only \($0)" } ?? ""
    if let without { text += " --without \(without)" }
    if let overlook { text += " --overlook \(overlook)" }
    if calm { text += " --calm" }
    if strict { text += " --strict" }
    return text
  }

  private var hoursText: String {
    let hours = Double(length.components.seconds) / 3_600
    return hours == hours.rounded() ? String(Int(hours)) : String(hours)
  }
}
