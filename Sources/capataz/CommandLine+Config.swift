import ArgumentParser
import Daemon
import Foundation
import RuleFiles
import YAML

extension SharedOptions {
  /// The configuration file: the option nearest to the command, then the environment, then the usual place.
  func path(parent: SharedOptions) -> String {
    config ?? parent.config ?? ProcessInfo.processInfo.environment["CAPATAZ_CONFIG"] ?? "/etc/capataz/config.yaml"
  }
}

/// Loads the configuration for commands that cannot go on without one.
enum ConfigurationFile {
  /// Loads everything; if there is a mistake, prints all mistakes and ends with 78.
  ///
  /// If there are only warnings, `check` shows them.
  static func load(_ path: String) throws(ExitCode) -> LoadedConfiguration {
    let loaded = ConfigurationLoader(state: stateFromSystemd, lints: false).load(path)
    return try value(of: (loaded.value, loaded.diagnostics))
  }

  /// Loads the valid tenants, for the daemon, which runs them even where others have mistakes of their own.
  static func loadWhatIsRight(_ path: String) -> (value: LoadedConfiguration?, diagnostics: [Diagnostic]) {
    ConfigurationLoader(state: stateFromSystemd, isRunHere: true, lints: false).loadWhatIsRight(path)
  }

  /// Loads everything, to run it here.
  static func loadHere(_ path: String) -> (value: LoadedConfiguration?, diagnostics: [Diagnostic]) {
    let loaded = ConfigurationLoader(state: stateFromSystemd, isRunHere: true, lints: false).load(path)
    return (loaded.value, loaded.diagnostics)
  }

  /// Loads only the settings, for commands that must work in spite of wrong rules and tenants, above all `hold`.
  static func loadAlone(_ path: String) throws(ExitCode) -> Configuration {
    try value(of: ConfigurationLoader(state: stateFromSystemd).loadAlone(path))
  }

  private static func value<Value>(of loaded: (Value?, [Diagnostic])) throws(ExitCode) -> Value {
    guard let value = loaded.0 else {
      Terminal.print(loaded.1)
      throw ExitCode.configuration
    }
    return value
  }

  /// The state directory that systemd made for the service, if it did.
  static var stateFromSystemd: String? {
    ProcessInfo.processInfo.environment["STATE_DIRECTORY"]?.split(separator: ":").first.map(String.init)
  }
}
