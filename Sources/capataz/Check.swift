import ArgumentParser
import Daemon
import RuleFiles
import Rules
import YAML

/// Validation without running.
struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Validates configuration and rules: every mistake in one go.",
    discussion: """
      Ends with 0 if nothing is wrong, with 1 if something is; warnings alone are no findings. With --live the rules \
      are compared with the tenants as well: names and ids that stand on no task, and results and form fields that do \
      not fit; at most one task of each step is read for it. While a daemon runs, its last view of the tasks is used.
      """)

  @ParentCommand var parent: Capataz
  @OptionGroup var shared: SharedOptions
  @OptionGroup var looking: LookingOptions
  @Flag(help: "Compare with the tenant: unknown names and ids, results and form fields that do not fit.")
  var live = false

  func validate() throws {
    if !live, looking.tenant != nil || looking.fresh || looking.allowVolatileState {
      throw ValidationError("--tenant, --fresh and --allow-volatile-state are for --live")
    }
  }

  func run() async throws {
    let path = shared.path(parent: parent.shared)
    let loaded = ConfigurationLoader(tellsUnsafeFiles: true).load(path)
    switch looking.format {
    case .text:
      Terminal.print(loaded.diagnostics)
      if let value = loaded.value { Terminal.say(Self.summary(of: value, warnings: loaded.diagnostics.count)) }
    case .json:
      for diagnostic in loaded.diagnostics { Terminal.say(json: diagnostic.json) }
    }
    if loaded.value == nil { throw ExitCode.findings }
    if live { try await checkLive(path) }
  }

  private static func summary(of loaded: LoadedConfiguration, warnings: Int) -> String {
    let tenants = loaded.configuration.tenants.map { tenant in
      let set = loaded.rules[tenant.name]
      let rules = set?.rules ?? []
      let live = rules.count { $0.stage == .live }
      return "\(tenant.name): \(rules.count) rules (\(live) live), fingerprint \(set?.fingerprint ?? "none")"
    }
    return (["ok" + (warnings == 0 ? "" : ", with \(warnings) warning(s)")] + tenants).joined(separator: "\n")
  }
}

extension OutputFormat: ExpressibleByArgument {}

extension Diagnostic {
  /// One JSON object; the keys are stable.
  var json: String {
    LineEncoder.object([
      ("file", mark.file), ("line", String(mark.line)), ("column", String(mark.column)),
      ("severity", severity.rawValue), ("message", message),
    ])
  }
}
