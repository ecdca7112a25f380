import JSON
import Rules

extension JSONSchema {
  static var testFile: JSONValue {
    map(
      Keys.testFile,
      [
        "schema": version, "rules": oneOrMore(anyText), "timezone": zone, "at": time,
        "fixtures": named(reference("fixture"), pattern: nil), "tests": list(testEntry, atLeast: 0),
      ])
  }

  private static let anything: JSONValue = [:]

  /// The values of the fields of a fixture's task.
  private static var task: [String: JSONValue] {
    var task: [String: JSONValue] = ["id": id, "instance_id": id, "escalated": flag, "overdue": flag]
    for key in Keys.texts { task[key] = orNull(anyText) }
    task["entity_id"] = orNull(id)
    task["status"] = orNull(words(StatusName.self))
    for key in ["created", "due"] { task[key] = orNull(time) }
    let party = map(Keys.party, ["id": id, "name": anyText], [notEmpty])
    for key in Keys.assignees { task[key] = ["anyOf": [anyText, party, ["type": "null"]]] }
    return task
  }

  static var fixture: JSONValue {
    map(
      Keys.fixture,
      [
        "task": map(Keys.task, task), "captured": named(named(anything, pattern: nil), pattern: nil),
        "previous_result": named(anyText, pattern: nil), "form": named(anything, pattern: nil),
        "results": list(anyText, atLeast: 0),
      ])
  }

  private static var testEntry: JSONValue {
    let fields = "task\\.(\(Keys.task.joined(separator: "|")))"
    let paths = "results|\(fields)|(captured|previous_result|form)\\..+"
    let path = text("^(\(paths))$", "a path such as task.created, captured.STEP.FIELD or form.FIELD")
    let unreadable = text(
      "^(\(paths)|captured|form|task\\.assigned_(user|group)\\.name)$",
      "a path such as task.created, captured, captured.STEP, captured.STEP.FIELD or form")
    return map(
      Keys.test,
      [
        "name": anyText, "given": ["anyOf": [anyText, reference("fixture")]], "with": changes,
        "without": list(path, atLeast: 0), "unreadable": list(unreadable, atLeast: 0), "at": time, "expect": expect,
      ])
  }

  /// Paths, with the values that they may have.
  private static var changes: JSONValue {
    let fields = Keys.task.map { JSONMember("^task\\.\($0)$", task[$0] ?? anything) }
    return [
      "type": "object", "additionalProperties": false,
      "patternProperties": .object(
        fields + [
          .init("^results$", list(anyText, atLeast: 0)), .init("^previous_result\\..+$", anyText),
          .init("^(captured|form)\\..+$", anything),
        ]),
    ]
  }

  private static var expect: JSONValue {
    let names = oneOrMore(anyText)
    return map(
      Keys.expect,
      [
        "rule": name,
        "complete": map(
          Keys.expectedComplete,
          [
            "result": anyText, "captured_data": named(["type": ["string", "number", "boolean", "null"]], pattern: nil),
            "comment": anyText, "exact": flag,
          ]),
        "reassign": map(
          Keys.expectedReassign, ["user": id, "group": id, "pool": name, "comment": anyText],
          [excludes([("user", "group")])]),
        "no_action": map(
          Keys.noAction,
          [
            "near_miss": name, "failed": names, "unknown": names,
            "matches_at": ["anyOf": [time, ["const": "never"]]],
          ], [notEmpty, needs([("failed", ["near_miss"]), ("unknown", ["near_miss"])])]),
      ],
      [
        notEmpty,
        excludes([
          ("no_action", "rule"), ("no_action", "complete"), ("no_action", "reassign"), ("complete", "reassign"),
        ]),
      ])
  }
}
