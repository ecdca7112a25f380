package import Foundation
import Rules
package import YAML

/// Loads the configuration file and all rules that it names: all or nothing, or only the valid tenants.
package struct ConfigurationLoader: Sendable {
  private let state: String?
  private let isRunHere: Bool
  private let tellsUnsafeFiles: Bool
  private let user: UInt32?
  private let lints: Bool

  /// Makes a loader; it keeps nothing between loads.
  ///
  /// - Parameters:
  ///   - state: A folder to use instead of the file's `state`, such as systemd's `$STATE_DIRECTORY`.
  ///   - isRunHere: True to refuse what cannot run on this machine, such as a missing file of authorities, or a file
  ///     that others can write. False only warns about it, for checks on another machine.
  ///   - tellsUnsafeFiles: True to warn about files that others can write, where they are not refused.
  ///   - user: The number of the user who runs this, whose files may be read; nil for the present user.
  ///   - lints: False where nobody reads warnings about valid rules, because comparing rules takes time.
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
  /// Each file is read once. Tenants may also be in files of their own, in the folder `tenants.d` beside the file.
  /// Relative paths in a file start from its folder. Secrets are not read, and a secret that is in the file by mistake
  /// is not shown. The same function serves `check`, start and reload, so that they accept the same files, except for
  /// what `isRunHere` is about. Blocks on the disk.
  ///
  /// - Parameters:
  ///   - now: The time for judging whether the holidays of a calendar end soon; nil to leave that out.
  ///   - judge: Finds out what is wrong with what the configuration names outside of its files.
  package func load(
    _ path: String, at now: Date? = nil, judging judge: (ConfigurationPlaces) -> [Diagnostic] = { _ in [] }
  ) -> Loaded<LoadedConfiguration> {
    let load = newLoad(at: now)
    let value = configuration(path, load)
    if let places = load.places { load.findings.add(judge(places)) }
    return Loaded(value, load.diagnostics())
  }

  /// Loads tenant by tenant.
  ///
  /// A tenant with mistakes in its settings or rules is left out, and so is a whole file of tenants.
  ///
  /// A tenant's error must not affect other tenants. The value is nil where something is wrong that concerns all of
  /// them. It may contain no tenant.
  package func loadByTenant(_ path: String) -> LoadedByTenant {
    let load = newLoad()
    let value = configuration(path, load)
    let isRight = load.findings.mistakes(of: .all).isEmpty
    return LoadedByTenant(value: isRight ? value : nil, state: state ?? load.state, diagnostics: load.diagnostics())
  }

  /// Loads tenant by tenant for a start: there is a value only if at least one tenant is valid.
  package func loadWhatIsRight(_ path: String) -> (value: LoadedConfiguration?, diagnostics: [Diagnostic]) {
    let loaded = loadByTenant(path)
    return (loaded.value?.configuration.tenants.isEmpty == false ? loaded.value : nil, loaded.diagnostics)
  }

  /// Loads only the settings, of tenants whose settings are valid; for commands that must work in spite of other
  /// mistakes.
  ///
  /// Nothing is loaded where something is wrong that concerns all tenants.
  package func loadAlone(_ path: String) -> (value: Configuration?, diagnostics: [Diagnostic]) {
    let load = Load()
    let value = configuration(path, load, withRules: false)?.configuration
    return (load.findings.mistakes(of: .all).isEmpty ? value : nil, load.diagnostics())
  }

  private func newLoad(at now: Date? = nil) -> Load {
    Load(now: now, unsafe: isRunHere ? .error : tellsUnsafeFiles ? .warning : nil, user: user, lints: lints)
  }

  /// What could be read, without the tenants that have mistakes of their own.
  func configuration(_ path: String, _ load: Load, withRules: Bool = true) -> LoadedConfiguration? {
    let findings = load.findings
    guard let root = load.document(path, emptiness: .error, prepare: { $0.hideSecrets() }) else { return nil }
    if let (message, mark) = ForeignFile.message(about: root, as: .configuration) {
      findings.error(message, at: mark)
      return nil
    }
    guard
      let fields = Fields(
        root, "the configuration", keys: Keys.configuration,
        elsewhere: ["rules": "it belongs to a tenant: indent it below the tenant's name"], findings)
    else { return nil }
    findings.checkSchema(fields)
    let folder = Self.folder(of: path)
    let written = fields["state"].map { findings.text($0, "a folder") } ?? "/var/lib/capataz"
    let state = self.state ?? written.map { joined(folder, $0) }
    load.state = state
    let settings = SettingsDecoder(findings: findings, folder: folder)
    let (log, keep) = (settings.log(fields["log"]), settings.keep(fields["keep"]))
    let ping = settings.ping(fields["ping"])
    let files = TenantFiles(load: load).files(beside: folder)
    let own = files.isEmpty ? fields.required("tenants") : fields["tenants"]
    let tenants = distinct(
      (own.map { found(in: $0, folder, findings, lacksRules: root.key("rules") != nil) } ?? [])
        + files.flatMap { file in
          findings.about(.file(file.path)) { found(in: file.tenants, Self.folder(of: file.path), findings, file.path) }
        }, findings)
    judge(tenants, load)
    load.places = ConfigurationPlaces(
      state: state.map { .init(path: $0, mark: fields["state"]?.mark ?? Mark(file: path)) },
      tenants: tenants.map { .init(name: $0.name, address: $0.address, secrets: $0.secrets) },
      ping: (ping ?? nil).map { .init(source: $0.url, mark: fields["ping"]?.mark ?? Mark(file: path)) })
    let sets = withRules ? rules(of: tenants, load) : [:]
    settings.compare(ping ?? nil, with: tenants.compactMap(\.configuration), at: fields.mark(of: "ping"))
    guard written != nil, let state, let log, let keep, let ping else { return nil }
    var configuration = Configuration(
      file: path, state: state, log: log, tenants: tenants.compactMap(\.configuration))
    configuration.keep = keep
    configuration.ping = ping
    var loaded = LoadedConfiguration(configuration: configuration, rules: sets)
    loaded.leaveOut(tenants, findings)
    return loaded
  }

  /// The rules of each tenant; tenants that name the same files share one set.
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

  /// Checks who can write the files of authorities.
  ///
  /// Other files are checked when they are read.
  private func judge(_ tenants: [TenantDecoder.Found], _ load: Load) {
    for tenant in tenants {
      guard let file = tenant.configuration?.http.caFile else { continue }
      load.findings.about(.tenant(tenant.name)) {
        _ = try? FileReader.bytes(of: file) { load.safety?.judge($0, of: file) }
      }
    }
  }

  /// Reports tenants with the same name: a name must stand for one tenant.
  private func distinct(_ tenants: [TenantDecoder.Found], _ findings: Diagnostics) -> [TenantDecoder.Found] {
    var places: [String: Mark] = [:]
    return tenants.filter { tenant in
      guard let first = places[tenant.name] else {
        places[tenant.name] = tenant.mark
        return true
      }
      // It is not known which of them is meant, so neither is valid.
      findings.about(.tenant(tenant.name)) {
        findings.error(
          "there are two tenants named \(tenant.name.quotedForMessage)", at: tenant.mark,
          notes: [Diagnostic.Note("the first one", at: first)])
      }
      return false
    }
  }

  private func found(
    in node: Node, _ folder: String, _ findings: Diagnostics, _ file: String? = nil, lacksRules: Bool = false
  ) -> [TenantDecoder.Found] {
    guard case .mapping(let entries) = node.content else {
      findings.expected("a map of tenants by name", node)
      return []
    }
    if entries.isEmpty { findings.error("there is no tenant; expected at least one", at: node.mark) }
    let decoder = TenantDecoder(findings: findings, folder: folder, isRunHere: isRunHere, lacksRules: lacksRules)
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
