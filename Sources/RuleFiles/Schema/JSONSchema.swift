import JSON

/// JSON Schemas of the files, for editors: what may be where, with the keys that the readers know.
///
/// They are looser than the readers: a file that violates a schema is wrong, but a file that fits may be wrong, too.
/// Source: JSON Schema, draft-07, the newest that every editor's YAML server knows.
package enum JSONSchema {
  /// The schema of the configuration file.
  package static var config: String { document("Capataz configuration", configuration, []) }
  /// The schema of a rule file.
  package static var rules: String {
    document("Capataz rules", ruleFile, ["condition", "conditions", "textTest", "assigneeTest"])
  }
  /// The schema of a file of rule tests.
  package static var test: String { document("Capataz rule tests", testFile, ["fixture"]) }

  private static let definitions: [String: JSONValue] = [
    "condition": condition, "conditions": conditions, "textTest": textTest, "assigneeTest": assigneeTest,
    "fixture": fixture,
  ]

  private static func document(_ title: String, _ schema: JSONValue, _ names: [String]) -> String {
    guard case .object(let members) = schema else { return "" }
    var all: [JSONMember] = [
      .init("$schema", "http://json-schema.org/draft-07/schema#"),
      .init("title", .string(title)),
    ]
    all += members
    let used = names.compactMap { name in definitions[name].map { JSONMember(name, $0) } }
    if !used.isEmpty { all.append(.init("definitions", .object(used))) }
    return JSONValue.object(all).prettyText() + "\n"
  }

  // MARK: Parts

  /// A map with the keys of a table and no others.
  ///
  /// A key without a schema of its own may have any value; the table decides which keys there are.
  static func map(
    _ keys: [String], required: [String] = [], exactlyOneOf choices: [String] = [], _ schemas: [String: JSONValue]
  ) -> JSONValue {
    var members: [JSONMember] = [
      .init("type", "object"),
      .init("additionalProperties", false),
      .init("properties", .object(keys.map { .init($0, schemas[$0] ?? [:]) })),
    ]
    if !required.isEmpty { members.append(.init("required", .array(required.map { .string($0) }))) }
    if !choices.isEmpty {
      let ways = choices.map { JSONValue.object([.init("required", .array([.string($0)]))]) }
      members.append(.init("oneOf", .array(ways)))
    }
    return .object(members)
  }

  /// A map of entries whose names the user chooses.
  static func named(_ schema: JSONValue, pattern: String? = "^[a-z0-9][a-z0-9_-]{0,62}$") -> JSONValue {
    guard let pattern else { return ["type": "object", "additionalProperties": schema] }
    return [
      "type": "object", "additionalProperties": false,
      "patternProperties": .object([.init(pattern, schema)]),
    ]
  }

  static func list(_ schema: JSONValue, atLeast count: Int = 1) -> JSONValue {
    ["type": "array", "items": schema, "minItems": .integer(count)]
  }

  static func oneOrMore(_ schema: JSONValue) -> JSONValue { ["anyOf": [schema, list(schema)]] }

  static func words<Word: RawRepresentable & CaseIterable>(_ type: Word.Type) -> JSONValue
  where Word.RawValue == String {
    ["enum": .array(Word.allCases.map { .string($0.rawValue) })]
  }

  static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/definitions/\(name)")] }

  static func integer(_ range: ClosedRange<Int>) -> JSONValue {
    ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
  }

  static func text(_ pattern: String) -> JSONValue { ["type": "string", "pattern": .string(pattern)] }

  static let version: JSONValue = ["const": 1]
  static let anyText: JSONValue = ["type": "string", "minLength": 1]
  static let flag: JSONValue = ["type": "boolean"]
  static let scalar: JSONValue = ["type": ["string", "number", "boolean"]]
  static let amount: JSONValue = ["type": ["string", "integer"]]
  static let duration: JSONValue = text("^[0-9]+(\\.[0-9]{1,9})?(ms|s|m|h|d)$")
  static let span: JSONValue = text("^[0-9]+(\\.[0-9]{1,3})?(s|m|h|d|bh|bd)$")
  static let share: JSONValue = text("^[0-9]+(\\.[0-9]+)?%$")
  static let id: JSONValue = ["type": "string", "minLength": 1, "maxLength": 30]
  static let name: JSONValue = text("^[a-z0-9][a-z0-9_-]{0,62}$")
  static let day: JSONValue = text("^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
  static let days: JSONValue = text("^[0-9]{4}-[0-9]{2}-[0-9]{2}(\\.\\.[0-9]{4}-[0-9]{2}-[0-9]{2})?$")
  static let time: JSONValue = text("^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2})?)?$")
  static let code: JSONValue = ["type": "string", "minLength": 1, "maxLength": 80]
}
