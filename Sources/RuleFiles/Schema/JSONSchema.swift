import JSON

/// JSON Schemas of the files, for editors: what may be where, with the keys that the readers know and their texts.
///
/// They are looser than the readers: a file that violates a schema is wrong, but a file that fits may be wrong, too. What
/// can be said of a file by its structure they refuse as the readers do; see the tests for what is left.
/// Source: JSON Schema, draft-07, the newest that every editor's YAML server knows.
package enum JSONSchema {
  /// The schema of the configuration file, and of files of tenants.
  package static var config: String {
    document("config", "Capataz configuration", "The configuration of capataz; see capataz.yaml(5).", configuration, [])
  }
  /// The schema of a rule file.
  package static var rules: String {
    document(
      "rules", "Capataz rules", "What capataz does to which tasks; see capataz-rules(5).", ruleFile,
      ["condition", "conditions", "textTest", "statusTest", "entityIDTest", "assigneeTest"])
  }
  /// The schema of a file of rule tests.
  package static var test: String {
    document(
      "test", "Capataz rule tests", "Tests of rules with a fixed clock; see capataz-rules(5).", testFile, ["fixture"])
  }

  private static let definitions: [String: JSONValue] = [
    "condition": condition, "conditions": conditions, "textTest": textTest, "statusTest": statusTest,
    "entityIDTest": entityIDTest, "assigneeTest": assigneeTest, "fixture": fixture,
  ]

  private static func document(
    _ name: String, _ title: String, _ text: String, _ schema: JSONValue, _ names: [String]
  ) -> String {
    var all: [JSONMember] = [
      .init("$schema", "http://json-schema.org/draft-07/schema#"),
      .init("$id", .string("urn:capataz:schemas:\(name):1")), .init("title", .string(title)),
      .init("description", .string(text)),
    ]
    all += schema.members ?? []
    let used = names.compactMap { name in definitions[name].map { JSONMember(name, $0) } }
    if !used.isEmpty { all.append(.init("definitions", .object(used))) }
    return JSONValue.object(all).prettyText() + "\n"
  }

  // MARK: Maps

  /// A map with these keys and no others, each with its text, default and example.
  ///
  /// - Parameter more: What else the schema says about the map as a whole.
  static func map(
    _ keys: KeyMap, exactlyOneOf choices: some Collection<String> = [String](), _ schemas: [String: JSONValue],
    _ more: [JSONMember] = []
  ) -> JSONValue {
    var members: [JSONMember] = [
      .init("type", "object"),
      .init("additionalProperties", false),
      .init("properties", .object(keys.keys.map { .init($0.name, described(schemas[$0.name] ?? [:], $0)) })),
    ]
    if !keys.required.isEmpty { members.append(.init("required", .texts(keys.required))) }
    if !choices.isEmpty { members.append(.init("oneOf", .array(choices.map { has($0) }))) }
    return .object(members + more)
  }

  /// The schema of a key's value, with what is to be said about the key.
  private static func described(_ schema: JSONValue, _ key: Key) -> JSONValue {
    // What is beside a reference does not count.
    let isReference = schema["$ref"] != nil
    var members = [JSONMember("description", .string(key.text.replacing("`", with: "'")))]
    members += isReference ? [JSONMember("allOf", [schema])] : schema.members ?? []
    if let standard = key.standard { members.append(JSONMember("default", standard)) }
    if let example = key.example { members.append(JSONMember("examples", [example])) }
    return .object(members)
  }

  /// A map of entries whose names the user chooses.
  static func named(
    _ schema: JSONValue, pattern: String? = "^[a-z0-9][a-z0-9_-]{0,62}$", _ more: [JSONMember] = []
  ) -> JSONValue {
    guard let pattern else {
      return .object([.init("type", "object"), .init("additionalProperties", schema)] + more)
    }
    return .object(
      [
        .init("type", "object"), .init("additionalProperties", false),
        .init("patternProperties", .object([.init(pattern, schema)])),
      ] + more)
  }

  static let notEmpty = JSONMember("minProperties", 1)

  // MARK: What keys ask of each other

  /// That a map has a key.
  static func has(_ key: String) -> JSONValue { ["required": .array([.string(key)])] }

  /// That a map has one of these keys at least.
  static func hasOne(of keys: some Collection<String>) -> JSONMember { .init("anyOf", .array(keys.map { has($0) })) }

  /// That whoever has the first key of a pair needs the others.
  static func needs(_ pairs: [(String, [String])]) -> JSONMember {
    .init("dependencies", .object(pairs.map { .init($0.0, .texts($0.1)) }))
  }

  /// That two keys exclude each other.
  static func excludes(_ pairs: [(String, String)]) -> JSONMember {
    .init(
      "allOf",
      .array(pairs.map { pair in ["not": ["required": .array([.string(pair.0), .string(pair.1)])]] }))
  }

  /// What holds where a key has one of these values.
  static func when(_ key: String, is values: [String], then schema: JSONValue) -> JSONValue {
    [
      "if": [
        "required": .array([.string(key)]),
        "properties": .object([.init(key, ["enum": .texts(values)])]),
      ],
      "then": schema,
    ]
  }

  // MARK: Values

  static func list(_ schema: JSONValue, atLeast count: Int = 1) -> JSONValue {
    ["type": "array", "items": schema, "minItems": .integer(count)]
  }

  static func oneOrMore(_ schema: JSONValue) -> JSONValue { ["anyOf": [schema, list(schema)]] }

  static func orNull(_ schema: JSONValue) -> JSONValue { ["anyOf": [schema, ["type": "null"]]] }

  static func words<Word: RawRepresentable & CaseIterable>(_ type: Word.Type) -> JSONValue
  where Word.RawValue == String {
    ["enum": .texts(Word.allCases.map(\.rawValue))]
  }

  static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/definitions/\(name)")] }

  static func integer(_ range: ClosedRange<Int>) -> JSONValue {
    ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
  }

  /// Text of a form; what was expected is told by editors that know how.
  static func text(_ pattern: String, _ expected: String) -> JSONValue {
    ["type": "string", "pattern": .string(pattern), "patternErrorMessage": .string("expected \(expected)")]
  }

  static func text(atMost length: Int) -> JSONValue {
    ["type": "string", "minLength": 1, "maxLength": .integer(length)]
  }
}
