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
      Ends with 0 if nothing is wrong, with 1 if something is; warnings alone do not fail. With --live the rules are \
      compared with the tenants as well: names and ids that appear on no task, and results and form fields that do not \
      fit, are not of the right type or are missing. While a daemon runs, or where the secrets are not here, its last \
      view of the tasks and the forms that it has seen are used; else one task is read of each step whose form was not \
      seen within a day.
      """)

  @ParentCommand var parent: Capataz
  @OptionGroup var shared: SharedOptions
  @OptionGroup var looking: InspectionOptions
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
    var diagnostics = loaded.diagnostics + Self.secrets(path, loaded.value)
    show(diagnostics)
    if loaded.value == nil, looking.format == .text { ConfigurationFile.show([], of: path) }
    guard let value = loaded.value, !diagnostics.hasErrors else { throw ExitCode.findings }
    var compared: [String] = []
    if live {
      let (found, lookedAt) = try await compare(path)
      show(found)
      diagnostics += found
      compared = lookedAt
    }
    if looking.format == .text {
      if !diagnostics.hasErrors { Terminal.say(Self.summary(of: value, warnings: diagnostics.count)) }
      for line in compared { Terminal.say(line) }
    }
    if diagnostics.hasErrors { throw ExitCode.findings }
  }

  private func show(_ diagnostics: [Diagnostic]) {
    switch looking.format {
    case .text: Terminal.print(diagnostics)
    case .json: for diagnostic in diagnostics { Terminal.say(json: diagnostic.json) }
    }
  }

  private static func summary(of loaded: LoadedConfiguration, warnings: Int) -> String {
    let tenants = loaded.configuration.tenants.map { tenant in
      let set = loaded.rules[tenant.name]
      let rules = set?.rules ?? []
      let live = rules.count { $0.stage == .live }
      return "\(tenant.name): \(rules.count.counted("rule")) (\(live) live), fingerprint \(set?.fingerprint ?? "none")"
    }
    return (["ok" + (warnings == 0 ? "" : ", with \(warnings.counted("warning"))")] + tenants).joined(separator: "\n")
  }
}

extension CheckCommand {
  /// What is wrong with the files of secrets, even for tenants whose rules have mistakes.
  ///
  /// The files are not read.
  ///
  /// It is an error where a file exists and would be refused. It is a warning where a file is missing, because a check
  /// may run on another machine.
  fileprivate static func secrets(_ path: String, _ loaded: LoadedConfiguration?) -> [Diagnostic] {
    guard let configuration = loaded?.configuration ?? ConfigurationLoader().loadAlone(path).value else { return [] }
    let reader = CredentialReader(
      environment: ProcessInfo.processInfo.environment,
      safety: SecretSafety(state: configuration.state, isCheck: true))
    var seen: Set<SecretSource> = []
    let ping = configuration.ping.map { [("'ping'", [$0.url])] } ?? []
    let owners = configuration.tenants.map { ("tenant '\($0.name)'", $0.credentials.sources) } + ping
    return owners.flatMap { owner, sources in
      sources.filter { seen.insert($0).inserted }.compactMap { source in
        reader.problem(with: source).map {
          Diagnostic($0.isUnsafe ? .error : .warning, "\(owner): \($0.text)", at: Mark(file: path))
        }
      }
    }
  }
}

extension CredentialSettings {
  /// Where the tenant's secrets are.
  fileprivate var sources: [SecretSource] {
    switch login {
    case .password(_, let password): [password, apiKey]
    case .token(let token): [token, apiKey]
    }
  }
}

extension OutputFormat: ExpressibleByArgument {}

extension Diagnostic {
  /// One JSON object; the keys are stable.
  var json: String {
    JSONValue.object(
      mark.members + [
        JSONMember("severity", .string(severity.rawValue)), JSONMember("message", .string(message)),
        JSONMember("source", .optional(excerpt?.line)),
        JSONMember(
          "notes",
          .array(
            notes.map { .object(($0.mark ?? Mark(file: "")).members + [JSONMember("message", .string($0.message))]) })),
      ]
    ).text
  }
}

extension Mark {
  /// The place for programs; what has no line has null.
  fileprivate var members: [JSONMember] {
    func number(_ key: String, _ value: Int) -> JSONMember {
      JSONMember(key, line == 0 ? .null : .number(String(value)))
    }
    return [
      JSONMember("file", .optional(file.isEmpty ? nil : file)), number("line", line), number("column", column),
    ]
  }
}
