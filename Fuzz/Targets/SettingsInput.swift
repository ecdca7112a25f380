import RuleFiles
import YAML

/// A configuration and a file of rule tests: read, or every mistake named.
enum SettingsInput {
  static func run(_ bytes: [UInt8]) {
    let file = Scratch(bytes, suffix: ".test.yaml")
    let loaded = ConfigurationLoader().load(file.path)
    RulesInput.check(loaded.diagnostics)
    if loaded.value == nil {
      require(loaded.diagnostics.contains { $0.severity == .error }, "no configuration, and no error says why")
    }
    _ = RuleTests.run(paths: [file.path])
  }
}
