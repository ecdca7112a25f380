import ArgumentParser
import Daemon
import RuleFiles
import Rules
import YAML

/// Validation without running.
struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Validates configuration and rules: every mistake in one go.",
    discussion: "Ends with 0 if nothing is wrong, with 1 if something is; warnings alone are no findings.")

  @ParentCommand var parent: Capataz
  @OptionGroup var shared: SharedOptions
  @Option(help: "text or json.")
  var format = OutputFormat.text

  func run() throws {
    let path = shared.path(parent: parent.shared)
    let loaded = ConfigurationLoader().load(path)
    switch format {
    case .text:
      Terminal.print(loaded.diagnostics)
      if let value = loaded.value { Terminal.say(Self.summary(of: value, warnings: loaded.diagnostics.count)) }
    case .json:
      for diagnostic in loaded.diagnostics { Terminal.say(diagnostic.json) }
    }
    if loaded.value == nil { throw ExitCode.findings }
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
