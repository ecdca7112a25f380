import JSON
import Rules

extension JSONSchema {
  static var ruleFile: JSONValue {
    map(
      Keys.ruleFile, required: ["schema"],
      [
        "schema": version, "defaults": map(Keys.safeguards, safeguards(Keys.defaultLimit)),
        "calendars": named(calendar), "facts": named(reference("condition")), "pools": named(pool),
        "rules": list(rule, atLeast: 0),
      ])
  }

  private static var rule: JSONValue {
    let own: [String: JSONValue] = [
      "id": name, "title": anyText, "owner": anyText, "note": anyText, "when": reference("condition"),
      "unless": reference("condition"), "then": action,
    ]
    return map(
      Keys.rule, required: ["id", "when", "then"], own.merging(safeguards(Keys.limit)) { first, _ in first })
  }

  private static func safeguards(_ limitKeys: [String]) -> [String: JSONValue] {
    let count = integer(1...1_000_000)
    return [
      "stage": words(Rule.Stage.self), "canary": map(Keys.canary, required: ["share"], ["share": share]),
      "calendar": name, "run_within": name, "cooldown": span, "max_hops": integer(1...1000),
      "after_human_touch": map(Keys.afterHumanTouch, required: ["leave_alone"], ["leave_alone": span]),
      "limit": map(
        limitKeys,
        [
          "per_cycle": count, "per_hour": count, "per_day": count, "share": share,
          "sum_per_day": map(Keys.sumPerDay, required: Keys.sumPerDay, ["of": anyText, "at_most": amount]),
        ]),
    ]
  }

  private static var calendar: JSONValue {
    let weekday = "(mon|tue|wed|thu|fri|sat|sun)"
    let days = "\(weekday)( *- *\(weekday))?"
    let hours = text("^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$")
    return map(
      Keys.calendar, required: ["timezone", "open"],
      [
        "timezone": anyText, "open": named(list(hours, atLeast: 0), pattern: "^ *\(days)( *, *\(days))* *$"),
        "closed": list(Self.days, atLeast: 0), "holidays_known_until": day,
      ])
  }

  private static var pool: JSONValue {
    let member = map(
      Keys.member, exactlyOneOf: Keys.assignee,
      [
        "user": id, "group": id, "note": anyText, "weight": integer(1...1000), "away": list(days, atLeast: 0),
        "max_open": integer(1...100_000),
      ])
    return map(
      Keys.pool, required: ["pick", "members"],
      [
        "pick": words(Pool.Pick.self), "members": list(member), "tie_break": ["const": "longest_idle"],
        "if_nobody": map(Keys.assignee, exactlyOneOf: Keys.assignee, ["user": id, "group": id]),
      ])
  }

  static var condition: JSONValue {
    var schemas: [String: JSONValue] = [:]
    for key in Keys.texts { schemas[key] = reference("textTest") }
    for key in Keys.assignees { schemas[key] = reference("assigneeTest") }
    for key in Keys.flags { schemas[key] = flag }
    for key in Keys.times {
      schemas[key] = map(Keys.bounds, Dictionary(uniqueKeysWithValues: Keys.bounds.map { ($0, span) }))
    }
    for key in Keys.groups { schemas[key] = reference("conditions") }
    schemas["status"] = reference("textTest")
    schemas["captured"] = list(map(Keys.captured, required: ["step", "field"], comparisons))
    schemas["form"] = list(map(Keys.form, required: ["field"], comparisons))
    schemas["previous_result"] = map(
      Keys.previousResult, required: ["step"], exactlyOneOf: ["is", "one_of"],
      ["step": anyText, "is": oneOrMore(code), "one_of": list(code)])
    schemas["result_available"] = oneOrMore(code)
    guard case .object(let members) = map(Keys.conditions, schemas) else { return [:] }
    return .object(members + [.init("minProperties", 1)])
  }

  static var conditions: JSONValue { list(["anyOf": [name, reference("condition")]]) }

  private static var comparisons: [String: JSONValue] {
    var schemas: [String: JSONValue] = [
      "step": anyText, "field": anyText, "as": words(ValueType.self), "is": oneOrMore(scalar), "one_of": list(scalar),
      "like": anyText, "matches": anyText, "exists": flag,
    ]
    for key in Keys.bounds { schemas[key] = ["type": ["string", "number"]] }
    return schemas
  }

  static var textTest: JSONValue { oneOrMoreTests("textTest", Keys.textTest) }
  static var assigneeTest: JSONValue { oneOrMoreTests("assigneeTest", Keys.assigneeTest) }

  private static func oneOrMoreTests(_ name: String, _ keys: [String]) -> JSONValue {
    let schemas: [String: JSONValue] = [
      "like": oneOrMore(anyText), "matches": oneOrMore(anyText), "not": reference(name), "id": oneOrMore(id),
    ]
    return ["anyOf": [anyText, list(reference(name)), map(keys, exactlyOneOf: keys, schemas)]]
  }

  private static var action: JSONValue {
    let complete = map(
      Keys.complete, required: ["result"],
      [
        "result": code, "captured_data": named(value, pattern: nil),
        "comment": ["type": "string", "minLength": 1, "maxLength": 2000],
      ])
    let reassign = map(
      Keys.reassign, exactlyOneOf: ["user", "group", "pool"],
      [
        "user": id, "group": id, "pool": name, "comment": ["type": "string", "minLength": 1, "maxLength": 500],
        "not_to": ["const": "current_assignee"], "same_person_per": ["const": "instance"],
      ])
    return map(Keys.actions, exactlyOneOf: Keys.actions, ["complete": complete, "reassign": reassign])
  }

  private static var value: JSONValue {
    let from: JSONValue = [
      "anyOf": [text("."), map(Keys.from, required: Keys.from, ["step": anyText, "field": anyText])]
    ]
    let written = map(
      Keys.value, exactlyOneOf: Keys.values,
      [
        "value": scalar, "from": from, "text": anyText, "now": ["enum": ["date", "datetime"]],
        "as": words(ValueType.self), "if_missing": ["enum": ["skip_task", "fail", "default"]], "default": scalar,
      ])
    return ["anyOf": [scalar, written]]
  }
}
