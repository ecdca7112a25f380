import ArgumentParser
import Daemon
import Engine
import Foundation
import GeoTareas

/// What would be done now.
struct Plan: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows what would be done now: exact payloads, in order, with their price. Writes nothing.",
    discussion: """
      Result codes and form fields are compared with the task only right before a completion is sent. While the daemon \
      runs, its last view of the tasks is used.
      """)

  @ParentCommand var parent: Capataz
  @OptionGroup var shared: SharedOptions
  @OptionGroup var looking: LookingOptions
  @Flag(help: "End with 1 if there is something to do.")
  var exitCode = false

  func run() async throws {
    let path = shared.path(parent: parent.shared)
    let lookout = try Lookout(options: looking, path: path)
    let tenants = try looking.tenants(of: lookout.loaded)
    let planner = Planner(options: .init(configPath: path, environment: ProcessInfo.processInfo.environment))
    let plans = try await lookout.open { source in
      var plans: [Planner.Plan] = []
      for (tenant, rules) in tenants {
        switch source {
        case .server(let journal):
          plans.append(try await planner.ask(tenant, rules, journal: journal, log: Lookout.log))
        case .daemon(let reader):
          if let plan = try planner.look(tenant, rules, reader: reader) {
            plans.append(plan)
          } else {
            Lookout.complainOfNothingSeen(tenant)
          }
        }
      }
      return plans
    }
    for plan in plans {
      for line in looking.format == .json ? plan.jsonLines : plan.lines { Terminal.say(line) }
    }
    if exitCode, plans.contains(where: { !$0.candidates.isEmpty }) { throw ExitCode.findings }
  }
}

extension Planner.Plan {
  /// The plan for people.
  var lines: [String] {
    var lines = ["tenant \(tenant): \(candidates.count) to do"]
    if case .at(let date) = seen { lines[0] += ", as seen by the daemon at \(date.formatted(.iso8601))" }
    for (index, candidate) in candidates.enumerated() {
      lines.append(
        "\(index + 1). task \(LogText.safe(candidate.task.rawValue))  \(candidate.write.endpoint.rawValue)  "
          + "\(candidate.write.body.text)  rule \(candidate.rule)")
    }
    guard !candidates.isEmpty else { return lines }
    let calls = price.calls.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.value) \($0.key.rawValue)" }
    lines.append("price: \(calls.joined(separator: ", ")) call(s); done in about \(price.time.inWords)")
    return lines
  }

  /// One JSON object an action; the keys are stable.
  var jsonLines: [String] {
    candidates.map { candidate in
      LineEncoder.object([
        ("tenant", tenant), ("task", candidate.task.rawValue), ("rule", candidate.rule),
        ("rule_fingerprint", candidate.ruleFingerprint), ("endpoint", candidate.write.endpoint.rawValue),
        ("body", candidate.write.body.text),
      ])
    }
  }
}
