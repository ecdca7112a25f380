import JSON

/// Rule tests.
extension Keys {
  static let testFile = KeyMap(
    "test file",
    [
      Key("schema", "The version of this format: `1`.", required: true, example: 1),
      Key(
        "rules", "The rules that are tested: files or folders, relative to this file.", standard: ".",
        example: ["10-quotes.yaml", "00-shared.yaml"]),
      Key(
        "timezone", "The IANA name of the tenant's zone.", required: true, example: "America/Guayaquil"),
      Key(
        "at", "The time at which the tests are decided, in the tenant's zone; a test may have its own.",
        example: "2026-03-09T15:30"),
      Key(
        "fixtures", "Tasks by name, for the tests to begin with.",
        example: [
          "quote": [
            "task": ["workflow": "Quote", "step": "Approve", "created": "2026-03-09T09:00"],
            "captured": ["Quote": ["total": "4300.50"]],
          ]
        ]),
      Key(
        "tests", "The tests.", required: true,
        example: [["name": "small quote", "given": "quote", "expect": ["rule": "approve-small-quote"]]]),
    ])

  static let fixture = KeyMap(
    "fixture",
    [
      Key(
        "task",
        """
        The fields of a list row. What is left out is made up: ids, the label and the status `PENDING`; nobody has the \
        task, it is not escalated and has no due date. All else is unknown.
        """, example: ["workflow": "Quote", "step": "Approve"]),
      Key(
        "captured", "What earlier steps captured: fields by name, by the name of the step.",
        example: ["Quote": ["total": "4300.50"]]),
      Key(
        "previous_result", "The result codes of earlier steps, by the name of the step.",
        example: ["Quote": "quoted"]),
      Key("form", "The values of the task's own form, by the name of the field.", example: ["discount": 3]),
      Key(
        "results", "The result codes on offer: where they are given, the result that a rule sends must be one of them.",
        example: ["approved", "rejected"]),
    ])

  static let task =
    KeyMap(
      "task of a fixture",
      [
        Key("id", "The task's id, in quotes.", example: "674839201748392018"),
        Key("instance_id", "The id of the workflow instance, in quotes.", example: "574839201748392018"),
        Key("workflow", "The name of the workflow; `null` for none.", example: "Quote"),
        Key("step", "The name of the step; `null` for none.", example: "Approve"),
        Key("entity_type", "The type of what it is about; `null` for none.", example: "CUENTA"),
        Key("entity_id", "The id of what it is about, in quotes; `null` for none.", example: "738291047382910473"),
        Key("entity_label", "The name of what it is about; `null` for none.", example: "Acme Corp"),
        Key("status", "`PENDING`, `IN_PROGRESS` or `COMPLETED`.", standard: "PENDING"),
        Key(
          "assigned_user", "The user who has it: a name, or a map of `id` and `name`; `null` for none.", example: "Ana"),
        Key(
          "assigned_group", "The group that has it: a name, or a map of `id` and `name`; `null` for none.",
          example: ["id": "293847102938471029"]),
        Key("created", "When it was made, in the tenant's zone.", example: "2026-03-09T09:00"),
        Key("due", "When it is due, in the tenant's zone; `null` for never.", example: "2026-03-12"),
        Key("escalated", "Whether it is escalated.", standard: false),
        Key("overdue", "Whether the server lists it as overdue.", standard: false),
      ])

  static let party = KeyMap(
    "assignee of a fixture",
    [
      Key("id", "The id, in quotes; made up if left out.", example: "293847102938471029"),
      Key("name", "The name; made up if left out.", example: "Sales Team"),
    ])

  static let test = KeyMap(
    "test",
    [
      Key("name", "What the test shows; once in a file.", required: true, example: "one cent too much"),
      Key("given", "The name of a fixture, or a fixture.", required: true, example: "quote"),
      Key(
        "with",
        """
        Changes to the task, a path and a value each: `task.FIELD`, `captured.STEP.FIELD`, `previous_result.STEP`, \
        `form.FIELD` or `results`.
        """, example: ["captured.Quote.total": "5000.01"]),
      Key("without", "Paths that are not there.", example: ["captured.Quote.total"]),
      Key(
        "unreadable",
        """
        Paths where the server sent what cannot be read: as in `without`, and `captured` for a further earlier step \
        that may be any, `captured.STEP` for a further field of it, `form` for the whole form, and \
        `task.assigned_user.name`.
        """, example: ["captured.Quote"]),
      Key("at", "The time at which this test is decided, in the tenant's zone.", example: "2026-03-07T12:00"),
      Key(
        "expect", "What the rules must decide.", required: true,
        example: ["rule": "approve-small-quote", "complete": ["result": "approved"]]),
    ])

  static let expect = KeyMap(
    "expect",
    [
      Key("rule", "The id of the rule that decides.", example: "approve-small-quote"),
      Key("complete", "That the task is completed, and how.", example: ["result": "approved"]),
      Key("reassign", "That the task is given to somebody else, and to whom.", example: ["pool": "collections"]),
      Key(
        "no_action", "That nothing is done, and why.",
        example: ["near_miss": "approve-small-quote", "failed": "small_amount"]),
    ])

  static let expectedComplete = KeyMap(
    "expected completion",
    [
      Key("result", "The result code that is sent.", example: "approved"),
      Key(
        "captured_data", "Fields that are sent, and their values; `null` for one that is not sent.",
        example: ["approved_total": "4300.50"]),
      Key("comment", "The comment that is sent.", example: "Approved by rule."),
      Key("exact", "Whether no other fields may be sent.", standard: false),
    ])

  static let expectedReassign = KeyMap(
    "expected reassignment",
    [
      Key("user", "The id of the user who gets the task, in quotes.", example: "182736450918273645"),
      Key("group", "The id of the group that gets the task, in quotes.", example: "293847102938471029"),
      Key("pool", "The name of the pool of which a member gets the task.", example: "collections"),
      Key("comment", "The comment that is sent.", example: "Escalated."),
    ])

  static let noAction = KeyMap(
    "no_action",
    [
      Key("near_miss", "The id of the rule that nearly acts.", example: "approve-small-quote"),
      Key("failed", "The facts or conditions of that rule that do not hold, one or a list.", example: "small_amount"),
      Key("unknown", "The facts or conditions of that rule that cannot be known, one or a list.", example: "captured"),
      Key(
        "matches_at", "When a rule will match if only time passes, in the tenant's zone; `never` for at no time.",
        example: "2026-03-09T12:00"),
    ])
}
