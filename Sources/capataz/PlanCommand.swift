import ArgumentParser
import Daemon
import Engine
import Foundation
import Inspection
import Log
import Records
import RuleFiles
import Rules

/// What would be done now.
struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract:
      "Shows what would be done now: to which task, from whom to whom, in order, with the price. Writes nothing.",
    discussion: """
      First what is done now and what is held back by what, then what needs a person, and what rules in shadow, or \
      outside their canary share, would do. Then the cost in calls and time, how much of each limit of the API is in use, \
      and the rules in the order they are tried: whether each needs the task's detail, how many tasks it takes, and what \
      holds its effects back. Result codes and form fields are compared with the task only right before a completion is \
      sent. While the daemon runs, its last view of the tasks is used.

      With --rules nothing is planned: each task that the rules there decide differently is shown, now and then. Limits, \
      cooldowns and what was done before do not count in that.

      With --exit-code it ends with 0 if there is nothing to do, or a person holds it back; with 1 if there is, or if \
      --rules decides something differently; with 69 if the tasks could not be read.
      """)

  @ParentCommand var parent: Capataz
  @OptionGroup var shared: SharedOptions
  @OptionGroup var looking: InspectionOptions
  @Flag(name: .shortAndLong, help: "Show the exact requests as well.")
  var verbose = false
  @Option(
    help: ArgumentHelp("Show what the rules in this file or folder would decide differently.", valueName: "path"),
    completion: .file(extensions: ["yaml"]))
  var rules: String?
  @Flag(help: "End with 1 if there is something to do, with 69 if the tasks could not be read.")
  var exitCode = false
  @Flag(help: "With --format json: one object per rule instead of per action.")
  var byRule = false
  @Flag(help: "With --format json: one object about cost and limits instead of one per action.")
  var limits = false

  func validate() throws {
    if byRule || limits, looking.format != .json {
      throw ValidationError("--by-rule and --limits are for --format json; the text shows all")
    }
    if byRule, limits { throw ValidationError("--by-rule and --limits are one or the other") }
    if rules != nil, byRule || limits || verbose {
      throw ValidationError("--rules compares: leave --by-rule, --limits and --verbose out")
    }
  }

  func run() async throws {
    let hasFindings = if let rules { try await compare(with: rules) } else { try await plan() }
    if exitCode, hasFindings { throw ExitCode.findings }
  }

  private func session() throws -> InspectionSession {
    var session = try InspectionSession(options: looking, path: shared.path(parent: parent.shared))
    if exitCode { session.whenUnreachable = .unavailable }
    return session
  }

  /// The tenants that are asked about; with `--exit-code` a wrong name is no answer about work.
  private func tenants(of session: InspectionSession) throws -> [(tenant: TenantConfiguration, rules: RuleSet)] {
    try looking.tenants(of: session.loaded, unknown: exitCode ? .validationFailure : .findings)
  }

  /// Shows the plan of each tenant; true where there is something to do.
  private func plan() async throws -> Bool {
    let session = try session()
    let tenants = try tenants(of: session)
    let log = InspectionSession.log(session.loaded.configuration.log)
    let planner = Planner(
      environment: ServicePlaces.environment(for: session.path), state: session.loaded.configuration.state)
    let plans = try await session.open { source, progress in
      var plans: [Planner.Plan] = []
      for (tenant, rules) in tenants {
        switch source {
        case .server(let journal):
          plans.append(try await planner.ask(tenant, rules, journal: journal, log: log, progress: progress))
        case .daemon(let reader):
          if let plan = try planner.look(tenant, rules, reader: reader) {
            plans.append(plan)
          } else {
            InspectionSession.complainOfNothingSeen(tenant)
          }
        }
      }
      return plans
    }
    show(plans)
    if exitCode, plans.count < tenants.count { throw ExitCode.unavailable }
    return plans.contains(where: \.hasWork)
  }

  private func show(_ plans: [Planner.Plan]) {
    let width = Terminal.size?.columns
    for (index, plan) in plans.enumerated() {
      switch looking.format {
      case .json:
        for line in limits ? [plan.limitsJSONLine] : byRule ? plan.ruleJSONLines : plan.jsonLines {
          Terminal.say(json: line)
        }
      case .text:
        if index > 0 { Terminal.say("") }
        for line in plan.lines(style: looking.style, isVerbose: verbose, width: width) { Terminal.say(line) }
      }
    }
    guard looking.format == .text, plans.count > 1 else { return }
    Terminal.say("")
    Terminal.say(looking.style.bold("\(plans.count) tenants: \(Planner.Plan.summary(of: plans))"))
  }
}

extension PlanCommand {
  /// The most details that are read for a comparison: a minute's worth.
  private static let mostDetails = 25

  /// Shows what the rules at a path decide differently; true where they do.
  private func compare(with path: String) async throws -> Bool {
    let other = RuleSetLoader(lintSteps: 0).load([path])
    guard let rules = other.value else {
      Terminal.print(other.diagnostics)
      throw ExitCode.configuration
    }
    let session = try session()
    let tenants = try tenants(of: session)
    let comparisons = try await session.visit { look -> RuleComparison? in
      let first = RuleComparison(look.snapshot, with: rules, at: path, now: .now)
      guard look.reader != nil, !first.unclear.isEmpty else { return first }
      try await look.addDetails(of: first.unclear.prefix(Self.mostDetails))
      return RuleComparison(look.snapshot, with: rules, at: path, now: .now)
    }
    let width = Terminal.size?.columns
    for (index, comparison) in comparisons.enumerated() {
      switch looking.format {
      case .json: for line in comparison.jsonLines { Terminal.say(json: line) }
      case .text:
        if index > 0 { Terminal.say("") }
        for line in comparison.lines(style: looking.style, width: width) { Terminal.say(line) }
      }
    }
    if exitCode, comparisons.count < tenants.count { throw ExitCode.unavailable }
    return comparisons.contains { !$0.differences.isEmpty }
  }
}
