package import Foundation
package import Rules
import YAML

/// A configuration with the rules of its tenants.
package struct LoadedConfiguration: Sendable, Equatable {
  /// The file's settings.
  package var configuration: Configuration
  /// The rules by the name of their tenant; every tenant of the configuration is in it.
  package var rules: [String: RuleSet]
}

/// Loads the configuration file and all rules it names, all or nothing.
package struct ConfigurationLoader: Sendable {
  private let state: String?
  private let isRunHere: Bool
  private let tellsUnsafeFiles: Bool

  /// Makes a loader; it keeps nothing between loads.
  ///
  /// - Parameters:
  ///   - state: a folder to use instead of the `state` of the file, such as systemd's `$STATE_DIRECTORY`.
  ///   - isRunHere: true to refuse what cannot run on this machine, as a file of authorities that is not on it, or a file
  ///     that others can write; false to warn of it only, for checks elsewhere.
  ///   - tellsUnsafeFiles: true to warn of files that others can write, where they are not refused.
  package init(state: String? = nil, isRunHere: Bool = false, tellsUnsafeFiles: Bool = false) {
    self.state = state
    self.isRunHere = isRunHere
    self.tellsUnsafeFiles = tellsUnsafeFiles
  }

  /// Loads the file at `path` and every tenant's rules.
  ///
  /// Each file is read once. Relative paths in the file are meant from its folder. Secrets are not read, and none that
  /// stands in the file by mistake is shown. The same function serves `check`, start and reload, so that what one
  /// accepts the others load, but for what `isRunHere` is about. Blocks on the disk.
  ///
  /// - Parameter now: the time by which it is judged whether the holidays of a calendar end soon; nil does not judge.
  package func load(_ path: String, at now: Date? = nil) -> Loaded<LoadedConfiguration> {
    let load = Load(now: now, unsafe: isRunHere ? .error : tellsUnsafeFiles ? .warning : nil)
    let value = configuration(path, load)
    return Loaded(value, load.diagnostics())
  }

  /// Loads the file at `path` alone, for commands that work beside wrong rules as well.
  package func loadAlone(_ path: String) -> Loaded<Configuration> {
    let load = Load(now: nil)
    let value = configuration(path, load, withRules: false)?.configuration
    return Loaded(value, load.diagnostics())
  }

  private func configuration(_ path: String, _ load: Load, withRules: Bool = true) -> LoadedConfiguration? {
    let findings = load.findings
    guard let root = load.document(path, emptiness: .error, prepare: { $0.hideSecrets() }) else { return nil }
    guard let fields = Fields(root, "the configuration", keys: Keys.configuration, findings) else {
      return nil
    }
    findings.checkSchema(fields)
    let folder = Self.folder(of: path)
    let state = fields["state"].map { findings.text($0, "a folder") } ?? "/var/lib/capataz"
    let log = SettingsDecoder(findings: findings, folder: folder).log(fields["log"])
    let tenants = fields.required("tenants").map { found(in: $0, folder, findings) } ?? []
    judge(tenants, load)
    var sets: [String: RuleSet] = [:]
    for tenant in tenants where withRules && !tenant.rules.isEmpty {
      sets[tenant.name] = RuleSetReader(load: load).rules(tenant.rules, for: tenant.rules[0].mark ?? tenant.mark)
    }
    guard let state, let log else { return nil }
    let configuration = Configuration(
      file: path, state: self.state ?? joined(folder, state), log: log, tenants: tenants.compactMap(\.configuration))
    return LoadedConfiguration(configuration: configuration, rules: sets)
  }

  /// Judges files of authorities; the others are judged when they are read.
  private func judge(_ tenants: [TenantDecoder.Found], _ load: Load) {
    for file in tenants.compactMap({ $0.configuration?.http.caFile }) {
      _ = try? FileReader.bytes(of: file) { load.safety?.judge($0, of: file) }
    }
  }

  private func found(in node: Node, _ folder: String, _ findings: Findings) -> [TenantDecoder.Found] {
    guard case .mapping(let entries) = node.content else {
      findings.expected("a map of tenants by name", node)
      return []
    }
    if entries.isEmpty { findings.error("there is no tenant; expected at least one", at: node.mark) }
    let decoder = TenantDecoder(findings: findings, folder: folder, isRunHere: isRunHere)
    return entries.compactMap { decoder.tenant($0) }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
