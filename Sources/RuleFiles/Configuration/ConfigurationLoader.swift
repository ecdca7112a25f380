package import Foundation
import Rules
package import YAML

/// Loads the configuration file and all rules it names, all or nothing unless asked for what is right.
package struct ConfigurationLoader: Sendable {
  private let state: String?
  private let isRunHere: Bool
  private let tellsUnsafeFiles: Bool
  private let user: UInt32?
  private let lints: Bool

  /// Makes a loader; it keeps nothing between loads.
  ///
  /// - Parameters:
  ///   - state: a folder to use instead of the `state` of the file, such as systemd's `$STATE_DIRECTORY`.
  ///   - isRunHere: true to refuse what cannot run on this machine, as a file of authorities that is not on it, or a file
  ///     that others can write; false to warn of it only, for checks elsewhere.
  ///   - tellsUnsafeFiles: true to warn of files that others can write, where they are not refused.
  ///   - user: the number of the user who runs this, whose files may be read; nil for the one who does.
  ///   - lints: false where nobody reads remarks on rules that load: to compare them with each other takes time.
  package init(
    state: String? = nil, isRunHere: Bool = false, tellsUnsafeFiles: Bool = false, user: UInt32? = nil,
    lints: Bool = true
  ) {
    self.state = state
    self.isRunHere = isRunHere
    self.tellsUnsafeFiles = tellsUnsafeFiles
    self.user = user
    self.lints = lints
  }

  /// Loads the file at `path` and every tenant's rules.
  ///
  /// Each file is read once. Tenants may also stand in files of their own, in the folder `tenants.d` beside the file.
  /// Relative paths in a file are meant from its folder. Secrets are not read, and none that
  /// stands in the file by mistake is shown. The same function serves `check`, start and reload, so that what one
  /// accepts the others load, but for what `isRunHere` is about. Blocks on the disk.
  ///
  /// - Parameter now: the time by which it is judged whether the holidays of a calendar end soon; nil does not judge.
  package func load(_ path: String, at now: Date? = nil) -> Loaded<LoadedConfiguration> {
    let load = newLoad(at: now)
    let value = configuration(path, load)
    return Loaded(value, load.diagnostics())
  }

  /// Loads tenant by tenant: one with mistakes of its own, in its settings or its rules, is left out, and so is a whole
  /// file of tenants; what is wrong with one keeps no other from being loaded.
  ///
  /// The value is nil where something is wrong that concerns all. There may be no tenant in it.
  package func loadByTenant(_ path: String) -> LoadedByTenant {
    let load = newLoad()
    let value = configuration(path, load)
    let isRight = load.findings.mistakes(of: .all).isEmpty
    return LoadedByTenant(value: isRight ? value : nil, state: state ?? load.state, diagnostics: load.diagnostics())
  }

  /// The same for a start: there is a value only where one tenant is right at least.
  package func loadWhatIsRight(_ path: String) -> (value: LoadedConfiguration?, diagnostics: [Diagnostic]) {
    let loaded = loadByTenant(path)
    return (loaded.value?.configuration.tenants.isEmpty == false ? loaded.value : nil, loaded.diagnostics)
  }

  /// Loads the settings alone, with the tenants whose own are right: for commands that must work beside mistakes in rules
  /// and of other tenants.
  ///
  /// Nothing is loaded where something is wrong that concerns all.
  package func loadAlone(_ path: String) -> (value: Configuration?, diagnostics: [Diagnostic]) {
    let load = Load()
    let value = configuration(path, load, withRules: false)?.configuration
    return (load.findings.mistakes(of: .all).isEmpty ? value : nil, load.diagnostics())
  }

  private func newLoad(at now: Date? = nil) -> Load {
    Load(now: now, unsafe: isRunHere ? .error : tellsUnsafeFiles ? .warning : nil, user: user, lints: lints)
  }

  /// What could be read, without the tenants that have mistakes of their own.
  private func configuration(_ path: String, _ load: Load, withRules: Bool = true) -> LoadedConfiguration? {
    let findings = load.findings
    guard let root = load.document(path, emptiness: .error, prepare: { $0.hideSecrets() }) else { return nil }
    guard let fields = Fields(root, "the configuration", keys: Keys.configuration, findings) else {
      return nil
    }
    findings.checkSchema(fields)
    let folder = Self.folder(of: path)
    let written = fields["state"].map { findings.text($0, "a folder") } ?? "/var/lib/capataz"
    let state = self.state ?? written.map { joined(folder, $0) }
    load.state = state
    let settings = SettingsDecoder(findings: findings, folder: folder)
    let (log, keep) = (settings.log(fields["log"]), settings.keep(fields["keep"]))
    let files = TenantFiles(load: load).files(beside: folder)
    let own = files.isEmpty ? fields.required("tenants") : fields["tenants"]
    let tenants = distinct(
      (own.map { found(in: $0, folder, findings) } ?? [])
        + files.flatMap { file in
          findings.about(.file(file.path)) { found(in: file.tenants, Self.folder(of: file.path), findings, file.path) }
        }, findings)
    judge(tenants, load)
    let sets = withRules ? rules(of: tenants, load) : [:]
    guard written != nil, let state, let log, let keep else { return nil }
    var configuration = Configuration(
      file: path, state: state, log: log, tenants: tenants.compactMap(\.configuration))
    configuration.keep = keep
    var loaded = LoadedConfiguration(configuration: configuration, rules: sets)
    loaded.leaveOut(tenants, findings)
    return loaded
  }

  /// The rules of each tenant; those that name the same files share one set.
  private func rules(of tenants: [TenantDecoder.Found], _ load: Load) -> [String: RuleSet] {
    var known: [[String]: RuleSet] = [:]
    var sets: [String: RuleSet] = [:]
    for tenant in tenants where !tenant.rules.isEmpty {
      let paths = tenant.rules.map(\.path)
      let set =
        known[paths]
        ?? load.findings.about(.rules(paths)) {
          RuleSetReader(load: load).rules(tenant.rules, for: tenant.rules[0].mark ?? tenant.mark)
        }
      known[paths] = set
      sets[tenant.name] = set
    }
    return sets
  }

  /// Judges files of authorities; the others are judged when they are read.
  private func judge(_ tenants: [TenantDecoder.Found], _ load: Load) {
    for tenant in tenants {
      guard let file = tenant.configuration?.http.caFile else { continue }
      load.findings.about(.tenant(tenant.name)) {
        _ = try? FileReader.bytes(of: file) { load.safety?.judge($0, of: file) }
      }
    }
  }

  /// Each name stands for one tenant; a second one is a mistake.
  private func distinct(_ tenants: [TenantDecoder.Found], _ findings: Diagnostics) -> [TenantDecoder.Found] {
    var places: [String: Mark] = [:]
    return tenants.filter { tenant in
      guard let first = places[tenant.name] else {
        places[tenant.name] = tenant.mark
        return true
      }
      // Which of them is meant is not known, so that neither is right.
      findings.about(.tenant(tenant.name)) {
        findings.error(
          "there are two tenants named \(tenant.name.quotedForMessage)", at: tenant.mark,
          notes: [Diagnostic.Note("the first one", at: first)])
      }
      return false
    }
  }

  private func found(
    in node: Node, _ folder: String, _ findings: Diagnostics, _ file: String? = nil
  ) -> [TenantDecoder.Found] {
    guard case .mapping(let entries) = node.content else {
      findings.expected("a map of tenants by name", node)
      return []
    }
    if entries.isEmpty { findings.error("there is no tenant; expected at least one", at: node.mark) }
    let decoder = TenantDecoder(findings: findings, folder: folder, isRunHere: isRunHere)
    return entries.map { entry in
      var found = decoder.tenant(entry)
      found.file = file
      return found
    }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
