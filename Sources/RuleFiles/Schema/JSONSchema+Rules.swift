import JSON
import Rules

extension JSONSchema {
  static var ruleFile: JSONValue {
    let file = map(
      Keys.ruleFile,
      [
        "schema": version, "defaults": map(Keys.safeguards, safeguards(Keys.defaultLimit)),
        "calendars": named(calendar), "facts": named(reference("condition")), "pools": named(pool),
        "rules": list(rule, atLeast: 0),
      ],
      [
        // There is more than the version.
        .init("minProperties", 2), .init("allOf", [canaryShare, standardCanaryShare]),
      ])
    // An empty file is no mistake.
    return .object((file.members ?? []).map { $0.key == "type" ? .init("type", ["object", "null"]) : $0 })
  }

  /// That a rule in stage canary has a share, if this file's defaults give none.
  private static var canaryShare: JSONValue {
    [
      "if": ["required": ["defaults"], "properties": ["defaults": has("canary")]],
      "else": eachRule(when("stage", is: ["canary"], then: has("canary"))),
    ]
  }

  /// The same for rules that are in that stage by this file's defaults.
  private static var standardCanaryShare: JSONValue {
    [
      "if": [
        "required": ["defaults"],
        "properties": [
          "defaults": [
            "required": ["stage"], "properties": ["stage": ["const": "canary"]], "not": has("canary"),
          ]
        ],
      ],
      "then": eachRule(["anyOf": [has("stage"), has("canary")]]),
    ]
  }

  private static func eachRule(_ schema: JSONValue) -> JSONValue { ["properties": ["rules": ["items": schema]]] }

  private static var rule: JSONValue {
    let own: [String: JSONValue] = [
      "id": name, "title": anyText, "owner": anyText, "note": anyText, "when": reference("condition"),
      "unless": reference("condition"), "then": action,
    ]
    return map(Keys.rule, own.merging(safeguards(Keys.limit)) { first, _ in first })
  }

  private static func safeguards(_ limitKeys: KeyMap) -> [String: JSONValue] {
    let count = integer(1...1_000_000)
    return [
      "stage": words(Rule.Stage.self), "canary": map(Keys.canary, ["share": share]),
      "calendar": name, "run_within": name, "cooldown": span, "max_hops": integer(1...1000),
      "after_human_touch": map(Keys.afterHumanTouch, ["leave_alone": span]),
      "limit": map(
        limitKeys,
        [
          "per_cycle": count, "per_hour": count, "per_day": count, "share": share,
          "sum_per_day": map(Keys.sumPerDay, ["of": anyText, "at_most": amount]),
        ], [notEmpty]),
    ]
  }

  private static var calendar: JSONValue {
    let weekday = "(mon|tue|wed|thu|fri|sat|sun)"
    let days = "\(weekday)( *- *\(weekday))?"
    return map(
      Keys.calendar,
      [
        "timezone": zone,
        "open": named(list(hours, atLeast: 0), pattern: "^ *\(days)( *, *\(days))* *$", [notEmpty]),
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
      Keys.pool,
      [
        "pick": words(Pool.Pick.self), "members": list(member), "tie_break": ["const": "longest_idle"],
        "if_nobody": map(Keys.ifNobody, exactlyOneOf: Keys.assignee, ["user": id, "group": id]),
      ])
  }

  private static var action: JSONValue {
    let complete = map(
      Keys.complete,
      [
        "result": code, "captured_data": named(value, pattern: nil, [.init("propertyNames", text(atMost: 1_000))]),
        "comment": comment(atMost: 2000),
      ])
    let reassign = map(
      Keys.reassign, exactlyOneOf: ["user", "group", "pool"],
      [
        "user": id, "group": id, "pool": name, "comment": comment(atMost: 500),
        "not_to": ["const": "current_assignee"], "same_person_per": ["const": "instance"],
      ], [needs([("same_person_per", ["pool"])])])
    return map(Keys.actions, exactlyOneOf: Keys.actions, ["complete": complete, "reassign": reassign])
  }

  private static var value: JSONValue {
    let place = text(#"^[^\n]+\.[^.\n]+$"#, "a step and a field such as Quote.total")
    let from: JSONValue = ["anyOf": [place, map(Keys.from, ["step": anyText, "field": anyText])]]
    let useDefault = when("if_missing", is: ["default"], then: has("default"))
    let kinds = byType { ["properties": ["default": typed($0)]] }
    let written = map(
      Keys.value, exactlyOneOf: Keys.values,
      [
        "value": scalar, "from": from, "text": template, "now": ["enum": ["date", "datetime"]],
        "as": words(ValueType.self), "if_missing": ["enum": ["skip_task", "fail", "default"]], "default": scalar,
      ],
      [
        needs([("as", ["from"]), ("if_missing", ["from"]), ("default", ["from", "if_missing"])]),
        .init(
          "allOf",
          .array(
            [
              useDefault,
              ["if": has("default"), "then": ["properties": ["if_missing": ["const": "default"]]]],
            ] + (kinds.value.array ?? []))),
      ])
    return ["anyOf": [scalar, written]]
  }
}
