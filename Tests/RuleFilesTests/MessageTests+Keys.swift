extension MessageTests {
  /// Keys by other names, or in other places.
  static let keys: [Case] = [
    Case(
      name: "result_code", text: rule(then: "{ complete: { result_code: sent } }"),
      said: ["5:25: error: unknown key 'result_code' in 'complete'; did you mean 'result'?"]),
    Case(
      name: "whn and reslt",
      text: rule(then: "{ complete: { reslt: x } }").replacing("when:", with: "whn:"),
      said: [
        "4:5: error: unknown key 'whn' in a rule; did you mean 'when'?",
        "5:25: error: unknown key 'reslt' in 'complete'; did you mean 'result'?",
      ]),
    Case(
      name: "a fact",
      text: rule(when: "{ vip: true }").replacing("rules:", with: "facts: { vip: { step: A } }\nrules:"),
      said: ["5:13: error: unknown key 'vip' in 'when'; write all_of: [vip], because it is a fact"]),
    Case(
      name: "not a fact",
      text: rule(when: "{ vip: false }").replacing("rules:", with: "facts: { vip: { step: A } }\nrules:"),
      said: ["5:13: error: unknown key 'vip' in 'when'; write none_of: [vip], because it is a fact"]),
    Case(
      name: "what is not there to be asked", text: rule(when: "{ created: 1, due_date: 2, hops: 3, instance_id: 4 }"),
      said: [
        "4:13: error: unknown key 'created' in 'when'; write age: { at_least: 2d } for how long ago the task was made",
        "4:25: error: unknown key 'due_date' in 'when'; write overdue_by: { more_than: 1d }, due_in: { at_most: 1d } or "
          + "has_due_date: true",
        "4:38: error: unknown key 'hops' in 'when'; use 'max_hops' of the rule, which ends its effects on a task after so "
          + "many",
        "4:47: error: unknown key 'instance_id' in 'when'; use 'entity_id' or 'entity_label': an instance has an id of "
          + "its own, which no rule could know before",
      ]),
    Case(
      name: "assignee", text: rule(when: "{ assignee: Ana }"),
      said: ["4:13: error: unknown key 'assignee' in 'when'; did you mean 'assigned_user'?"]),
    Case(
      name: "nothing like it", text: rule(when: "{ colour: red }"),
      said: [
        "4:13: error: unknown key 'colour' in 'when'; expected one of 'workflow', 'step', 'entity_type', 'entity_id', "
          + "'entity_label', 'status', 'assigned_user', 'assigned_group', 'escalated', 'overdue', 'has_user', "
          + "'has_group', 'unassigned', 'has_due_date', 'age', 'overdue_by', 'due_in', 'captured', 'previous_result', "
          + "'form', 'result_available', 'all_of', 'any_of', 'none_of'"
      ]),
    Case(
      name: "entity.name",
      text: rule(then: "{ complete: { result: x, captured_data: { a: { text: \"Hi ${entity.name}\" } } } }"),
      said: ["5:68: error: unknown reference '${entity.name}'; did you mean 'entity.label'?"]),
  ]

  /// Values in another form.
  static let values: [Case] = [
    Case(
      name: "an age with a sign", text: rule(when: "{ age: \">2d\" }"),
      said: [
        "4:18: error: expected a map with 'at_least', 'more_than', 'at_most', 'less_than', got the text '>2d'; write { "
          + "more_than: 2d }"
      ]),
    Case(
      name: "an age in words", text: rule(when: "{ age: \"> 2 days\" }"),
      said: [
        "4:18: error: expected a map with 'at_least', 'more_than', 'at_most', 'less_than', got the text '> 2 days'; "
          + "write { more_than: 2d }"
      ]),
    Case(
      name: "units in words",
      text: rule(when: "{ age: { at_least: 2 hours, less_than: 1 week }, due_in: { at_most: 2w } }"),
      said: [
        "4:30: error: unknown unit 'hours'; write 2h", "4:50: error: unknown unit 'week'; write 7d",
        "4:79: error: unknown unit 'w'; write 14d",
      ]),
    Case(
      name: "a blank and two units", text: rule(when: "{ age: { at_least: 2 h, less_than: 2h30m } }"),
      said: [
        "4:30: error: a blank stands before the unit of '2 h'; write 2h",
        "4:46: error: unknown unit 'h30m'; write 150m",
      ]),
    Case(
      name: "a field and its value", text: rule(when: "{ captured: { Quote.total: 3 } }"),
      said: [
        "4:23: error: expected a list of maps in 'captured', got a map; write [ { step: Quote, field: total, as: "
          + "decimal, is: 3 } ]"
      ]),
    Case(
      name: "fields by step", text: rule(when: "{ captured: { Quote: { currency: USD, total: 3.5 } } }"),
      said: [
        "4:23: error: expected a list of maps in 'captured', got a map; write [ { step: Quote, field: currency, is: "
          + "\"USD\" }, { step: Quote, field: total, as: decimal, is: \"3.5\" } ]"
      ]),
    Case(
      name: "a name for an id", text: rule(then: "{ reassign: { user: Maria Garcia } }"),
      said: [
        "5:31: error: a user id is expected, got the name 'Maria Garcia'; copy the id from what 'capataz directory' shows"
      ]),
    Case(
      name: "an id with blanks", text: rule(then: "{ reassign: { user: \"1827 364509\" } }"),
      said: ["5:31: error: white space stands in a user id; write \"1827364509\""]),
    Case(
      name: "a number for a limit", text: rule(extra: "    limit: 10\n"),
      said: [
        "6:12: error: expected a map with 'per_cycle', 'per_hour', 'per_day', 'share', 'sum_per_day', got the number "
          + "'10'; write { per_day: 10 }"
      ]),
    Case(
      name: "a share alone", text: rule(extra: "    stage: canary\n    canary: 10%\n"),
      said: ["7:13: error: expected a map with 'share', got the text '10%'; write { share: 10% }"]),
    Case(
      name: "days that are none",
      text: "schema: 1\ncalendars:\n  c:\n    timezone: UTC\n    open: { mon: [\"09:00-10:00\"] }\n"
        + "    closed: [\"2026-02-30\", \"25-12-2026\", \"3/4/2026\"]\n",
      said: [
        "6:14: error: expected days such as \"2026-08-03..2026-08-14\", got the text '2026-02-30'; February 2026 has 28 "
          + "days",
        "6:28: error: expected days such as \"2026-08-03..2026-08-14\", got the text '25-12-2026'; write \"2026-12-25\"",
        "6:42: error: expected days such as \"2026-08-03..2026-08-14\", got the text '3/4/2026'; write the year, the "
          + "month and the day, in this order",
      ]),
  ]

  /// Files and words of other programs.
  static let habits: [Case] = [
    Case(
      name: "Cloud Custodian", text: "policies:\n  - name: a\n    resource: b\n    filters: []\n",
      said: [
        "1:1: error: this looks like a policy file of Cloud Custodian, not like a rule file, which has 'schema: 1' and "
          + "'rules'"
      ]),
    Case(
      name: "GitHub Actions", text: "name: CI\non: [push]\njobs:\n  build: { runs-on: x }\n",
      said: [
        "1:1: error: this looks like a workflow of GitHub Actions, not like a rule file, which has 'schema: 1' and "
          + "'rules'"
      ]),
    Case(
      name: "Home Assistant", text: "- alias: a\n  trigger: []\n  action: []\n",
      said: [
        "1:1: error: this looks like automations of Home Assistant, not like a rule file, which has 'schema: 1' and "
          + "'rules'"
      ]),
    Case(
      name: "Ansible", text: "- hosts: all\n  tasks: []\n",
      said: [
        "1:1: error: this looks like an Ansible playbook, not like a rule file, which has 'schema: 1' and 'rules'"
      ]),
    Case(
      name: "words of Home Assistant in a rule",
      text: "schema: 1\nrules:\n  - alias: one\n    trigger: { step: A }\n    action: { complete: { result: x } }\n",
      said: [
        "3:5: error: unknown key 'alias' in a rule; did you mean 'id'?",
        "4:5: error: unknown key 'trigger' in a rule; did you mean 'when'?",
        "5:5: error: unknown key 'action' in a rule; did you mean 'then'?",
      ]),
    Case(
      name: "rule tests", text: "schema: 1\ntimezone: UTC\ntests: []\n",
      said: ["3:1: error: these are rule tests, not rules; rename the file to end in .test.yaml"]),
    Case(
      name: "a configuration", text: configuration(),
      said: [
        "2:1: error: this is a configuration, not a rule file; name its rule files instead, or their folder"
      ]),
  ]
}
