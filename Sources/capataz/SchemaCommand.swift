import ArgumentParser
import RuleFiles

/// JSON Schemas with which editors complete and check files.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Prints the JSON Schema of the configuration, of rule files or of rule tests.",
    discussion: "For an editor that knows YAML: save it, and name it in the editor's settings or in a modeline.")

  enum Kind: String, ExpressibleByArgument, CaseIterable { case config, rules, test }

  @Argument(help: "config, rules or test.")
  var kind: Kind

  func run() {
    switch kind {
    case .config: Terminal.say(json: JSONSchema.config)
    case .rules: Terminal.say(json: JSONSchema.rules)
    case .test: Terminal.say(json: JSONSchema.test)
    }
  }
}
