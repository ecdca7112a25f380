import ArgumentParser
import Daemon
import Engine
import Foundation
import Inspection
import JSON
import Log
import Records
import RuleFiles
import Rules
import TenantRuntime
import YAML

/// Validation without running.
struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Validates configuration and rules: every mistake in one go.",
    discussion: """
      Ends with 0 if nothing is wrong, with 1 if something is; warnings alone do not fail. Without FILE the configuration \
      is checked with its rules, and what it names on this machine: whether secrets are there and safe, whether anything \
      is sent to the address, and whether the state directory can be used. No secret is read.

      With FILE only these are checked, and no configuration is needed, as in the CI of a repository of rules: rule \
      files, which belong together as one tenant's, rule tests, and configurations, each known by its content; of a \
      folder every *.yaml in it and below it.

      With --live the rules are compared with the tenants as well: names and ids that appear on no task, and results and \
      form fields that do not fit, are not of the right type or are missing. While a daemon runs, or where the secrets \
      are not here, its last view of the tasks and the forms that it has seen are used; else one task is read of each \
      step whose form was not seen within a day.
      """)

  @ParentCommand var parent: Capataz
  @OptionGroup var shared: SharedOptions
  @OptionGroup var looking: InspectionOptions
  @Argument(
    help: "Rule files, rule tests or configurations, or folders of them.", completion: .file(extensions: ["yaml"]))
  var files: [String] = []
  @Flag(help: "Compare with the tenant: unknown names and ids, results and form fields that do not fit.")
  var live = false

  func validate() throws {
    if !live, looking.tenant != nil || looking.fresh {
      throw ValidationError("--tenant and --fresh are for --live")
    }
    if !files.isEmpty, live || looking.allowVolatileState {
      throw ValidationError("files are checked by themselves: leave --live and --allow-volatile-state out")
    }
  }

  func run() async throws {
    guard files.isEmpty else { return try checkFiles() }
    let path = shared.path(parent: parent.shared)
    var summary = CheckSummary()
    let loaded = ConfigurationLoader(tellsUnsafeFiles: true).load(path) { places in
      let around = Surroundings(
        of: places, environment: ProcessInfo.processInfo.environment, allowVolatile: looking.allowVolatileState)
      summary.unseen = around.unseen
      return around.diagnostics
    }
    summary.tell(loaded.diagnostics, as: looking.format)
    if loaded.value == nil, looking.format == .text { ConfigurationFile.show([], of: path) }
    guard let value = loaded.value, !summary.hasErrors else { return try end(summary) }
    summary.loaded = value
    if live {
      let (found, lookedAt) = try await compare(path)
      summary.tell(found, as: looking.format)
      summary.compared = lookedAt
    }
    try end(summary)
  }

  private func checkFiles() throws {
    let check = FileCheck(paths: files)
    var summary = CheckSummary()
    summary.tell(check.diagnostics, as: looking.format)
    summary.files = check.files
    try end(summary)
  }

  private func end(_ summary: CheckSummary) throws(ExitCode) {
    switch looking.format {
    case .text: for line in summary.lines { Terminal.say(line) }
    case .json: Terminal.say(json: summary.json)
    }
    if summary.hasErrors { throw ExitCode.findings }
  }
}

extension OutputFormat: ExpressibleByArgument {}
