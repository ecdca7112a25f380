package import Rules
package import YAML

/// A configuration with the rules of its tenants.
package struct LoadedConfiguration: Sendable, Equatable {
  /// The file's settings.
  package var configuration: Configuration
  /// The rules of each tenant, by the tenant's name; every tenant of the configuration has an entry.
  package var rules: [String: RuleSet]
  /// The file of tenants that each tenant is in, by the tenant's name; no entry for tenants in the configuration file
  /// itself.
  package var files: [String: String] = [:]
  /// What was left out because of its own mistakes; empty where all or nothing was asked for.
  package var leftOut: [LeftOut] = []

  /// A tenant, or a whole file of tenants, that is not in the configuration.
  package struct LeftOut: Sendable, Equatable {
    /// The tenant's name, or the file's path.
    package var name: String
    /// Its mistakes; not empty.
    package var mistakes: [Diagnostic]
    /// True for a file.
    package var isFile = false
    /// The names of the tenants in the file, as far as they could be read.
    package var tenants: [String] = []
  }

  /// Takes a tenant out.
  package mutating func remove(_ name: String) {
    configuration.tenants.removeAll { $0.name == name }
    rules[name] = nil
    files[name] = nil
  }
}

/// The result of loading tenant by tenant.
package struct LoadedByTenant: Sendable {
  /// The valid tenants, and what was left out; nil where something is wrong that concerns all tenants.
  package var value: LoadedConfiguration?
  /// The state directory that was given, or that of the configuration, if it could be read.
  package var state: String?
  /// All diagnostics about the files; see ``Loaded``.
  package var diagnostics: [Diagnostic]
}

extension LoadedConfiguration {
  /// Removes what has mistakes of its own.
  ///
  /// A file of tenants is valid as a whole or not at all.
  mutating func leaveOut(_ found: [TenantDecoder.Found], _ findings: Diagnostics) {
    leftOut = findings.mistakenFiles.map { file in
      LeftOut(
        name: file, mistakes: findings.mistakes(of: .file(file)), isFile: true,
        tenants: found.filter { $0.file == file }.map(\.name))
    }
    var names = Set(leftOut.flatMap(\.tenants))
    for tenant in found {
      let mistakes =
        findings.mistakes(of: .tenant(tenant.name)) + findings.mistakes(of: .rules(tenant.rules.map(\.path)))
      guard !mistakes.isEmpty else { continue }
      leftOut.append(LeftOut(name: tenant.name, mistakes: mistakes))
      names.insert(tenant.name)
    }
    configuration.tenants.removeAll { names.contains($0.name) }
    rules = rules.filter { !names.contains($0.key) }
    for tenant in found where !names.contains(tenant.name) { files[tenant.name] = tenant.file }
  }
}
