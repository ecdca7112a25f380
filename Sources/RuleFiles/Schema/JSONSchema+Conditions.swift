import JSON
import Rules

extension JSONSchema {
  static var condition: JSONValue {
    var schemas: [String: JSONValue] = [:]
    for key in Keys.texts { schemas[key] = reference("textTest") }
    schemas["status"] = reference("statusTest")
    schemas["entity_id"] = reference("entityIDTest")
    for key in Keys.assignees { schemas[key] = reference("assigneeTest") }
    for key in Keys.flags { schemas[key] = flag }
    for key in Keys.times { schemas[key] = timeTest }
    for key in Keys.groups { schemas[key] = reference("conditions") }
    schemas["captured"] = list(valueTest(Keys.captured))
    schemas["form"] = list(valueTest(Keys.form))
    schemas["previous_result"] = map(
      Keys.previousResult, exactlyOneOf: ["is", "one_of"],
      ["step": anyText, "is": oneOrMore(code), "one_of": list(code)])
    schemas["result_available"] = oneOrMore(code)
    return map(Keys.conditions, schemas, [notEmpty])
  }

  static var conditions: JSONValue { list(["anyOf": [name, reference("condition")]]) }

  /// One end of a range, or both.
  private static var timeTest: JSONValue {
    map(
      Keys.bounds, Dictionary(uniqueKeysWithValues: Keys.bounds.map { ($0, spanOrZero) }),
      [notEmpty, excludes([("at_least", "more_than"), ("at_most", "less_than")])])
  }

  // MARK: Texts

  static var textTest: JSONValue { tests("textTest", anyText, Keys.textTest) }
  static var statusTest: JSONValue { tests("statusTest", words(StatusName.self), Keys.textTest) }
  static var entityIDTest: JSONValue { tests("entityIDTest", id, Keys.textTest) }
  static var assigneeTest: JSONValue { tests("assigneeTest", anyText, Keys.assigneeTest) }

  /// A value, a map with one comparison, or a list of these.
  private static func tests(_ name: String, _ value: JSONValue, _ keys: KeyMap) -> JSONValue {
    let schemas: [String: JSONValue] = [
      "like": oneOrMore(anyText), "matches": oneOrMore(anyText), "not": reference(name), "id": oneOrMore(id),
    ]
    return ["anyOf": [value, list(reference(name)), map(keys, exactlyOneOf: keys, schemas)]]
  }

  // MARK: Values

  /// A test of a captured field or a form field, by the type that it is read as.
  private static func valueTest(_ keys: KeyMap) -> JSONValue {
    let bounds = ["at_least", "more_than", "at_most", "less_than"]
    var schemas: [String: JSONValue] = [
      "step": anyText, "field": anyText, "as": words(ValueType.self), "is": oneOrMore(scalar), "one_of": list(scalar),
      "like": anyText, "matches": anyText, "exists": flag,
    ]
    for key in bounds { schemas[key] = ["type": ["string", "number"]] }
    let kinds = byType { type in
      let value = typed(type)
      let ordered = [.decimal, .number, .date].contains(type) ? bounds.map { JSONMember($0, value) } : []
      return ["properties": .object([.init("is", oneOrMore(value)), .init("one_of", list(value))] + ordered)]
    }
    let types: JSONMember = .init(
      "allOf",
      .array(
        (kinds.value.array ?? []) + [
          when("as", is: ["text", "boolean"], then: lacks(bounds)),
          when("as", is: ["decimal", "number", "boolean", "date"], then: lacks(["like", "matches"])),
        ]))
    // Without a type there is no order.
    return map(keys, schemas, [hasOne(of: Keys.comparisons), needs(bounds.map { ($0, ["as"]) }), types])
  }

  /// That a map has none of these keys.
  private static func lacks(_ keys: [String]) -> JSONValue {
    ["properties": .object(keys.map { .init($0, false) })]
  }
}
