import ArgumentParser
import Foundation
import Log
import Records
import RuleFiles
import Rules
import TenantRuntime
import YAML

/// The configuration and the rules as the files have them, for `status`: it goes on where they have mistakes.
struct StatusFiles {
  var configuration: Configuration
  /// The rules of each tenant that has no mistakes; nil where none can be loaded.
  var rules: [String: RuleSet]?
  private let complain: ((String) -> Void)?

  /// Loads the files.
  ///
  /// - Parameter complain: Called with what is wrong and leaves something out; nil for silence.
  init(_ path: String, complain: ((String) -> Void)?) throws(ExitCode) {
    self.complain = complain
    let loaded = ConfigurationLoader(state: ConfigurationFile.stateFromSystemd, lints: false).loadByTenant(path)
    guard !loaded.diagnostics.hasErrors else {
      if complain == nil {
        let alone = ConfigurationLoader(state: ConfigurationFile.stateFromSystemd).loadAlone(path)
        guard let value = alone.0 else { throw ExitCode.configuration }
        configuration = value
      } else {
        configuration = try ConfigurationFile.loadAlone(path)
      }
      rules = loaded.value?.rules
      let count = loaded.diagnostics.count { $0.severity == .error }
      complain?(
        "capataz: \(count.counted("mistake")) in the files; tenants with mistakes in their settings are shown only while a daemon "
          + "runs that knows them; see all with: capataz check")
      return
    }
    guard let value = loaded.value else { throw ExitCode.configuration }
    (configuration, rules) = (value.configuration, value.rules)
  }

  /// All tenants: those of the files, and those that the daemon goes on with, or has left out, while their settings
  /// cannot be read.
  ///
  /// The latter get the documented defaults; what the daemon wrote down itself is shown beside them.
  func tenants(and reload: ReloadAnswer?) -> [TenantConfiguration] {
    let known = Set(configuration.tenants.map(\.name))
    let strangers = (reload?.tenants ?? []).filter { $0.isRefused && !known.contains($0.tenant) }
    return configuration.tenants
      + strangers.compactMap { part in
        guard !part.isFile else {
          complain?("capataz: \(LogText.escaped(part.words ?? part.tenant))")
          return nil
        }
        return .stranger(named: part.tenant)
      }
  }
}
