import ArgumentParser
import Daemon
import Foundation
import Glibc
import RuleFiles
import YAML

extension SharedOptions {
  /// The configuration file: the option nearest to the command, then the environment, then the usual place.
  func path(parent: SharedOptions) -> String {
    config ?? parent.config ?? ProcessInfo.processInfo.environment["CAPATAZ_CONFIG"] ?? ConfigurationFile.usual
  }
}

/// Loads the configuration for commands that cannot go on without one.
enum ConfigurationFile {
  /// Loads everything; if there is a mistake, prints all mistakes and ends with 78.
  ///
  /// If there are only warnings, `check` shows them.
  static func load(_ path: String) throws(ExitCode) -> LoadedConfiguration {
    let loaded = ConfigurationLoader(state: stateFromSystemd, lints: false).load(path)
    return try value(of: (loaded.value, loaded.diagnostics), path)
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
    try value(of: ConfigurationLoader(state: stateFromSystemd).loadAlone(path), path)
  }

  private static func value<Value>(of loaded: (Value?, [Diagnostic]), _ path: String) throws(ExitCode) -> Value {
    guard let value = loaded.0 else {
      show(loaded.1, of: path)
      throw ExitCode.configuration
    }
    return value
  }

  /// Shows what is wrong with the files at `path`; where there is no configuration yet, also how the first one is made.
  static func show(_ diagnostics: [Diagnostic], of path: String) {
    Terminal.print(diagnostics)
    var info = stat()
    let isMissing = stat(path, &info) != 0 && errno == ENOENT
    guard isMissing || (info.st_mode & S_IFMT == S_IFREG && info.st_size == 0) else { return }
    Terminal.complain(
      "capataz: there is no configuration yet; make one with: \(beginning(at: path)); or name another with --config")
  }

  /// What makes a configuration at `path`.
  private static func beginning(at path: String) -> String {
    if path == usual { return "sudo capataz init" }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().relativePath
    return path.hasSuffix("/config.yaml")
      ? "capataz init \(folder.quotedForShell)" : "capataz --config \(path.quotedForShell) init"
  }

  /// Where the configuration is if nobody says otherwise.
  static let usual = "/etc/capataz/config.yaml"

  /// The state directory that systemd made for the service, if it did.
  static var stateFromSystemd: String? {
    ProcessInfo.processInfo.environment["STATE_DIRECTORY"]?.split(separator: ":").first.map(String.init)
  }
}
