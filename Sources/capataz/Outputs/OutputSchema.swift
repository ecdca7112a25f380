import ArgumentParser
import JSON

/// The JSON Schema of what a command prints with `--format json`: of each line by itself.
///
/// An object has all of its keys and no others; what is not known, or is not there, is null. Source of
/// `schemas/output`, which the package installs, and of `capataz schema output`.
struct OutputSchema {
  /// The words of the command with a hyphen between them, and what the option adds that changes its output.
  let name: String
  /// The command as it is typed.
  let command: String
  private let text: String
  private let root: JSONValue
  private let definitions: [JSONMember]

  init(_ name: String, _ command: String, _ text: String, _ root: JSONValue, _ definitions: [JSONMember] = []) {
    self.name = name
    self.command = command
    self.text = text
    self.root = root
    self.definitions = definitions
  }

  /// Every schema, by name.
  static let all = (files + plans + explanations + standing + reports + journal).sorted { $0.name < $1.name }

  /// The schema as JSON text.
  var document: String {
    var members: [JSONMember] = [
      .init("$schema", "http://json-schema.org/draft-07/schema#"),
      .init("$id", .string("urn:capataz:schemas:output:\(name):1")),
      .init("title", .string("\(command) --format json")), .init("description", .string(text)),
    ]
    // What is said of the whole stands above.
    members += (root.members ?? []).filter { $0.key != "description" }
    if !definitions.isEmpty { members.append(.init("definitions", .object(definitions))) }
    return JSONValue.object(members).prettyText()
  }
}

/// The name of a schema, as it is typed.
struct OutputName: ExpressibleByArgument {
  let schema: OutputSchema

  init?(argument: String) {
    guard let schema = OutputSchema.all.first(where: { $0.name == argument }) else { return nil }
    self.schema = schema
  }

  static var allValueStrings: [String] { OutputSchema.all.map(\.name) }
}
