package import Rules
package import YAML

/// A configuration with the rules of its tenants.
package struct LoadedConfiguration: Sendable, Equatable {
  /// The file's settings.
  package var configuration: Configuration
  /// The rules by the name of their tenant; every tenant of the configuration is in it.
  package var rules: [String: RuleSet]
  /// What was left out for its own mistakes; nothing where all or nothing was asked for.
  package var leftOut: [LeftOut] = []

  /// A tenant, or a whole file of tenants, that is not in the configuration.
  package struct LeftOut: Sendable, Equatable {
    /// The tenant's name, or the file's path.
    package var name: String
    /// Its mistakes.
    package var mistakes: [Diagnostic]
  }
}

extension LoadedConfiguration {
  /// Takes out what has mistakes of its own: a file of tenants is right as a whole or not at all.
  mutating func leaveOut(_ found: [TenantDecoder.Found], _ findings: Findings) {
    leftOut = findings.mistakenFiles.map { LeftOut(name: $0, mistakes: findings.mistakes(of: .file($0))) }
    var names: Set<String> = []
    for tenant in found {
      let mistakes =
        findings.mistakes(of: .tenant(tenant.name)) + findings.mistakes(of: .rules(tenant.rules.map(\.path)))
      if !mistakes.isEmpty { leftOut.append(LeftOut(name: tenant.name, mistakes: mistakes)) }
      let isFileRight = tenant.file.map { findings.mistakes(of: .file($0)).isEmpty } ?? true
      if !mistakes.isEmpty || !isFileRight { names.insert(tenant.name) }
    }
    configuration.tenants.removeAll { names.contains($0.name) }
    rules = rules.filter { !names.contains($0.key) }
  }
}
