import GeoTareas
import JSON
import Rules

/// Parts of which the schemas are made; each says what it is about.
extension OutputSchema {
  typealias Part = (key: String, schema: JSONValue)

  /// An object with these keys and no others.
  ///
  /// - Parameter sometimes: Keys that may be missing.
  static func object(_ text: String, _ parts: [Part], sometimes: [Part] = []) -> JSONValue {
    .object([
      .init("description", .string(text)), .init("type", "object"), .init("additionalProperties", false),
      .init("properties", .object((parts + sometimes).map { .init($0.key, $0.schema) })),
      .init("required", .texts(parts.map(\.key))),
    ])
  }

  static func text(_ text: String) -> JSONValue { ["description": .string(text), "type": "string"] }
  static func flag(_ text: String) -> JSONValue { ["description": .string(text), "type": "boolean"] }
  static func count(_ text: String) -> JSONValue {
    ["description": .string(text), "type": "integer", "minimum": 0]
  }
  static func seconds(_ text: String) -> JSONValue {
    ["description": .string(text), "type": "number", "minimum": 0]
  }
  static func word(_ text: String, _ words: [String]) -> JSONValue {
    ["description": .string(text), "enum": .texts(words)]
  }
  static func list(_ text: String, of item: JSONValue) -> JSONValue {
    ["description": .string(text), "type": "array", "items": item]
  }
  static func reference(_ name: String) -> JSONValue { ["$ref": .string("#/definitions/\(name)")] }

  /// A moment: RFC 3339 in UTC.
  static func time(_ text: String) -> JSONValue {
    [
      "description": .string(text), "type": "string", "format": "date-time",
      "pattern": #"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?Z$"#,
    ]
  }

  /// The same, or null.
  static func orNull(_ schema: JSONValue) -> JSONValue {
    if schema["$ref"] != nil { return ["anyOf": [schema, ["type": "null"]]] }
    return .object(
      (schema.members ?? []).map { member in
        switch (member.key, member.value) {
        case ("type", let type): .init("type", [type, "null"])
        case ("enum", .array(let words)): .init("enum", .array(words + [.null]))
        default: member
        }
      })
  }

  // MARK: What stands in many objects

  static let tenant: Part = ("tenant", text("The name of the tenant in the configuration."))
  static let task: Part = ("task", text("The id of the task."))
  static let rule: Part = ("rule", text("The id of the rule."))
  static let fingerprint: Part = ("rule_fingerprint", text("A hash of what the rule means."))
  static let stage: Part = ("stage", word("The stage of the rule.", Rule.Stage.allCases.map(\.rawValue)))
  static let title: Part = ("title", orNull(text("The rule's title.")))
  static let owner: Part = ("owner", orNull(text("Who answers for the rule.")))
  static let workflow: Part = ("workflow", orNull(text("The name of the task's workflow.")))
  static let step: Part = ("step", orNull(text("The name of the task's step.")))
  static let entityType: Part = ("entity_type", orNull(text("The type of what the task is about.")))
  static let entityLabel: Part = ("entity_label", orNull(text("The name of what the task is about.")))
  static let endpoint: Part = (
    "endpoint", word("The endpoint of the request.", Endpoint.allCases.filter(\.isWrite).map(\.rawValue))
  )
  static let body: Part = ("body", ["description": "The exact body of the request.", "type": "object"])
  static let note: Part = ("note", orNull(text("What was said about it last.")))
  static let mistakes: Part = ("mistakes", list("The mistakes, one line each.", of: ["type": "string"]))

  static var endpointOrNull: Part { (endpoint.key, orNull(endpoint.schema)) }
  static var bodyOrNull: Part {
    (body.key, orNull(["description": "The exact body of the request; null where it is not known.", "type": "object"]))
  }

  static func texts(_ key: String, _ text: String) -> Part { (key, list(text, of: ["type": "string"])) }

  static let endpoints = Endpoint.allCases.map(\.rawValue)

  /// Which rules differ.
  static let ruleChanges = object(
    "What differs in the rules, by their ids.",
    [
      texts("added", "Rules that are new."), texts("removed", "Rules that are gone."),
      texts("changed", "Rules that mean something else."),
      ("reordered", flag("Whether the others are tried in another order.")),
    ])

  /// A wait of `status`, `report` and `plan`.
  static let wait = object(
    "Something that waits longer than usual.",
    [
      tenant, ("what", text("What stands still.")),
      ("task", orNull(text("The id of the task, where it is about one."))),
      ("why", text("Why it waits.")), ("since", orNull(time("Since when."))),
      ("until", orNull(time("The time of the next try."))), ("advice", text("What a person can do.")),
      ("needs_person", flag("Whether it stays until a person does something.")),
    ])

  static let budgetParts: [Part] = [
    tenant, ("endpoint", word("The endpoint.", endpoints)), ("limit", count("How many requests it allows at present.")),
    ("used", count("Requests of ours that count in it.")),
    ("foreign", count("Requests of others that are thought to count in it.")),
    ("penalty", count("By how much refusals that nothing explains have lowered the limit.")),
    ("next_free_s", orNull(count("Seconds to the next request; null while that depends on an answer."))),
    ("shared_with", list("Endpoints that draw on the same limit.", of: ["enum": .texts(endpoints)])),
    ("waiting", count("Effects that wait for it.")), ("drain_s", count("Seconds that these will take, about.")),
  ]
  static let budget = object("The limit of an endpoint.", budgetParts)
}
