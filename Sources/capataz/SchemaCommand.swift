import ArgumentParser
import RuleFiles

/// JSON Schemas: of files, with which editors complete and check them, and of what commands print.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Prints the JSON Schema of a file, or of what a command prints.",
    discussion: """
      The schemas of the configuration, of rule files and of rule tests are for an editor that knows YAML: save one, and \
      name it in the editor's settings or in a modeline. 'capataz schema output plan' prints the schema of each line that \
      'capataz plan --format json' prints.
      """)

  enum Kind: String, ExpressibleByArgument, CaseIterable { case config, rules, test, output }

  @Argument(help: "config, rules, test or output.")
  var kind: Kind
  @Argument(help: "With output, the command: its words with a hyphen between them, such as plan or journal-list.")
  var name: OutputName?

  func validate() throws {
    let names = OutputName.allValueStrings.joined(separator: ", ")
    if kind == .output, name == nil { throw ValidationError("say of which command: \(names)") }
    if kind != .output, name != nil { throw ValidationError("only output is of a command") }
  }

  func run() {
    switch kind {
    case .config: Terminal.say(json: JSONSchema.config)
    case .rules: Terminal.say(json: JSONSchema.rules)
    case .test: Terminal.say(json: JSONSchema.test)
    case .output: if let name { Terminal.say(json: name.schema.document) }
    }
  }
}
