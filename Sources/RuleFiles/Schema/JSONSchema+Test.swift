import JSON
import Rules

extension JSONSchema {
  static var testFile: JSONValue {
    map(
      Keys.testFile, required: ["schema", "timezone", "tests"],
      [
        "schema": version, "rules": oneOrMore(anyText), "timezone": anyText, "at": time,
        "fixtures": named(reference("fixture"), pattern: nil), "tests": list(testEntry, atLeast: 0),
      ])
  }

  static var fixture: JSONValue {
    let anything: JSONValue = [:]
    var task: [String: JSONValue] = ["id": id, "instance_id": id, "escalated": flag, "overdue": flag]
    for key in Keys.texts { task[key] = ["type": ["string", "null"]] }
    for key in ["created", "due"] { task[key] = ["anyOf": [time, ["type": "null"]]] }
    for key in Keys.assignees {
      task[key] = ["anyOf": [["type": ["string", "null"]], map(Keys.party, ["id": id, "name": anyText])]]
    }
    return map(
      Keys.fixture,
      [
        "task": map(Keys.task, task), "captured": named(named(anything, pattern: nil), pattern: nil),
        "previous_result": named(code, pattern: nil), "form": named(anything, pattern: nil),
        "results": list(code, atLeast: 0),
      ])
  }

  private static var testEntry: JSONValue {
    let paths = "^(results|(task|captured|previous_result|form)\\..+)$"
    let unreadable = "^(results|captured|form|(task|captured|previous_result|form)\\..+)$"
    return map(
      Keys.test, required: ["name", "given", "expect"],
      [
        "name": anyText, "given": ["anyOf": [anyText, reference("fixture")]],
        "with": named([:], pattern: paths), "without": list(text(paths)), "unreadable": list(text(unreadable)),
        "at": time, "expect": expect,
      ])
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
            "result": code, "captured_data": named(["type": ["string", "number", "boolean", "null"]], pattern: nil),
            "comment": anyText, "exact": flag,
          ]),
        "reassign": map(Keys.expectedReassign, ["user": id, "group": id, "pool": name, "comment": anyText]),
        "no_action": map(
          Keys.noAction,
          [
            "near_miss": name, "failed": names, "unknown": names,
            "matches_at": ["anyOf": [time, ["const": "never"]]],
          ]),
      ])
  }
}
