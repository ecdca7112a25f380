import ArgumentParser
import Daemon
import Engine
import Foundation
import Inspection
import Records
import RuleFiles

/// What would be done now.
struct PlanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Shows what would be done now: exact payloads, in order, with their price. Writes nothing.",
    discussion: """
      Then how much of each limit of the API is in use, and the rules in the order they are tried: whether each needs \
      the task's detail, how many tasks it takes, and what would hold its effects back now. Result codes and form \
      fields are compared with the task only right before a completion is sent. While the daemon runs, its last view of \
      the tasks is used.
      """)

  @ParentCommand var parent: Capataz
  @OptionGroup var shared: SharedOptions
  @OptionGroup var looking: InspectionOptions
  @Flag(help: "End with 1 if there is something to do.")
  var exitCode = false
  @Flag(help: "With --format json: one object per rule instead of per action.")
  var rules = false
  @Flag(help: "With --format json: one object about the limits of the API instead of one per action.")
  var limits = false

  func validate() throws {
    if rules || limits, looking.format != .json {
      throw ValidationError("--rules and --limits are for --format json; the text shows all")
    }
    if rules, limits { throw ValidationError("--rules and --limits are one or the other") }
  }

  func run() async throws {
    let path = shared.path(parent: parent.shared)
    let session = try InspectionSession(options: looking, path: path)
    let tenants = try looking.tenants(of: session.loaded)
    let log = InspectionSession.log(session.loaded.configuration.log)
    let planner = Planner(
      environment: ProcessInfo.processInfo.environment, state: session.loaded.configuration.state)
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
    for plan in plans {
      let lines =
        switch looking.format {
        case .text: plan.lines(style: looking.style)
        case .json: limits ? [plan.limitsJSONLine] : rules ? plan.ruleJSONLines : plan.jsonLines
        }
      for line in lines { looking.format == .json ? Terminal.say(json: line) : Terminal.say(line) }
    }
    if exitCode, plans.contains(where: \.hasWork) { throw ExitCode.findings }
  }
}
