import ArgumentParser
import Daemon
import Engine
import Foundation
import GeoTareas
import Glibc
import Journal
import RuleFiles
import Rules

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
  @Option(help: "Only this tenant.")
  var tenant: String?
  @Flag(help: "Ask the server, even if a daemon's view of the tasks is at hand; not while a daemon runs.")
  var fresh = false
  @Flag(help: "End with 1 if there is something to do.")
  var exitCode = false
  @Option(help: "text or json.")
  var format = OutputFormat.text
  @Flag(help: "Allow a state directory on a file system that does not survive a power cut.")
  var allowVolatileState = false

  func run() async throws {
    let path = shared.path(parent: parent.shared)
    let loaded = try ConfigurationFile.load(path, state: ConfigurationFile.stateFromSystemd)
    let planner = Planner(options: .init(configPath: path, environment: ProcessInfo.processInfo.environment))
    var hasWork = false
    do {
      for plan in try await plans(planner, loaded) {
        hasWork = hasWork || !plan.candidates.isEmpty
        for line in format == .json ? plan.jsonLines : plan.lines { Terminal.say(line) }
      }
    } catch let error as JournalError {
      Terminal.complain("capataz: \(error)")
      throw error.exitCode
    } catch let error as CredentialError {
      Terminal.complain("capataz: \(error)")
      throw ExitCode.credentials
    } catch let error as PlanError {
      Terminal.complain("capataz: \(error)")
      throw error.ending == .credentialsRefused ? ExitCode.credentials : ExitCode.findings
    }
    if hasWork, exitCode { throw ExitCode.findings }
  }

  private func plans(_ planner: Planner, _ loaded: LoadedConfiguration) async throws -> [Planner.Plan] {
    let tenants = loaded.configuration.tenants.filter { tenant == nil || $0.name == tenant }
    guard !tenants.isEmpty else { throw ValidationError("there is no tenant '\(tenant ?? "")' in the configuration") }
    let log = ReportLog(.warningsOnly, isTerminal: true, colour: Terminal.hasColour(STDERR_FILENO))
    var plans: [Planner.Plan] = []
    do {
      let journal = try await Journal.open(
        directory: loaded.configuration.state, asOf: SystemClock().now(), allowVolatile: allowVolatileState)
      for tenant in tenants {
        guard let rules = loaded.rules[tenant.name] else { continue }
        plans.append(try await planner.ask(tenant, rules, journal: journal, log: log))
      }
      try await journal.close()
    } catch JournalError.heldByAnother where !fresh {
      let reader = try JournalReader.open(directory: loaded.configuration.state)
      for tenant in tenants {
        guard let rules = loaded.rules[tenant.name] else { continue }
        if let plan = try planner.look(tenant, rules, reader: reader) {
          plans.append(plan)
        } else {
          Terminal.complain("capataz: tenant '\(tenant.name)': the daemon has not read any tasks yet")
        }
      }
    }
    return plans
  }
}

extension LogSettings {
  /// For commands: what goes wrong, as text.
  static var warningsOnly: LogSettings {
    var settings = LogSettings()
    settings.level = .warning
    settings.format = .text
    return settings
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
