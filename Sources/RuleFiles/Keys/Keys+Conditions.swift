import JSON

/// What a rule may ask of a task.
extension Keys {
  static let texts = KeyMap(
    "text conditions",
    [
      Key("workflow", "The name of the task's workflow.", example: "New Account Onboarding"),
      Key("step", "The name of the task's step.", example: "Send Welcome Email"),
      Key("entity_type", "The type of what the task is about.", example: "CUENTA"),
      Key("entity_id", "The id of what the task is about, in quotes.", example: "738291047382910473"),
      Key("entity_label", "The name of what the task is about.", example: ["like": "*(key account)*"]),
      Key(
        "status",
        """
        The task's status: `PENDING`, `IN_PROGRESS` or `COMPLETED`. Tasks of a status that `poll.statuses` does not \
        name are not seen.
        """, example: ["PENDING", "IN_PROGRESS"]),
    ])

  static let assignees = KeyMap(
    "assignee conditions",
    [
      Key("assigned_user", "The user who has the task, by name or by id.", example: ["id": "182736450918273645"]),
      Key("assigned_group", "The group that has the task, by name or by id.", example: "Sales Team"),
    ])

  static let flags = KeyMap(
    "flag conditions",
    [
      Key("escalated", "Whether the task is escalated."),
      Key("overdue", "Whether the server lists the task as overdue, or its due date has passed."),
      Key("has_user", "Whether a user has the task."),
      Key("has_group", "Whether a group has the task."),
      Key("unassigned", "Whether neither a user nor a group has the task."),
      Key("has_due_date", "Whether the task has a due date."),
    ])

  static let times = KeyMap(
    "time conditions",
    [
      Key("age", "How long ago the task was made.", example: ["at_least": "2bd", "less_than": "5bd"]),
      Key("overdue_by", "How long ago the task was due.", example: ["more_than": "4bh"]),
      Key("due_in", "How long it is until the task is due.", example: ["at_most": "1.5d"]),
    ])

  static let details = KeyMap(
    "detail conditions",
    [
      Key(
        "captured",
        """
        Tests on the fields that earlier steps of the instance captured; all must hold. Of a step gone through twice \
        the last time counts.
        """, example: [["step": "Quote", "field": "amount", "as": "decimal", "at_most": "5000.00"]]),
      Key(
        "previous_result", "The result code with which an earlier step ended.",
        example: ["step": "Quote", "is": "quoted"]),
      Key(
        "form", "The same tests as `captured` on the task's own form, without `step`.",
        example: [["field": "discount", "as": "number", "less_than": 5]]),
      Key("result_available", "Result codes of which one must be on offer.", example: "approved"),
    ])

  static let groups = KeyMap(
    "groups of conditions",
    [
      Key(
        "all_of", "Maps of conditions, or names of facts, all of which must hold.", example: ["small_amount"]),
      Key(
        "any_of", "Maps of conditions, or names of facts, of which one must hold.",
        example: [["escalated": true], ["overdue_by": ["at_least": "1d"]]]),
      Key(
        "none_of", "Maps of conditions, or names of facts, of which none may hold.",
        example: [["assigned_group": "Audit"]]),
    ])

  static let conditions = texts + assignees + flags + times + details + groups

  static let textTest = KeyMap(
    "text tests",
    [
      Key(
        "like",
        #"""
        A glob for the whole text, in which `*` is any text, `?` one character, `[a-z]` one of a set, and `\` takes \#
        the next character literally.
        """#, example: "Send *"),
      Key(
        "matches",
        """
        A regular expression (PCRE2) that may match anywhere in the text; it is given up, as unknown, when it takes \
        too long.
        """, example: "^(Acme|Andes) "),
      Key("not", "Any of these, which must not hold; of a list, none may hold.", example: ["like": "Send *"]),
    ])

  static let assigneeID = KeyMap("assignee tests", [Key("id", "Ids, in quotes.", example: "182736450918273645")])

  static let assigneeTest = textTest + assigneeID

  static let bounds = KeyMap(
    "bounds",
    [
      Key("at_least", "So long, or longer.", example: "2bd"),
      Key("more_than", "Longer than this.", example: "30m"),
      Key("at_most", "So long, or shorter.", example: "1.5d"),
      Key("less_than", "Shorter than this.", example: "4h"),
    ])

  static let comparisons = KeyMap(
    "comparisons",
    [
      Key("is", "The value, or a list of which it is one.", example: "USD"),
      Key("one_of", "A list of values of which it is one.", example: ["USD", "EUR"]),
      Key("like", "A glob, for text only.", example: "*please*"),
      Key("matches", "A regular expression (PCRE2), for text only.", example: "^Q[0-9]+$"),
      Key("at_least", "So much, or more; for numbers and dates only.", example: "2026-01-01"),
      Key("more_than", "More than this; for numbers and dates only.", example: "0.00"),
      Key("at_most", "So much, or less; for numbers and dates only.", example: "5000.00"),
      Key("less_than", "Less than this; for numbers and dates only.", example: 5),
      Key("exists", "Whether the field is there and has a value."),
    ])

  static let form =
    KeyMap(
      "value tests",
      [
        Key("field", "The name of the field.", required: true, example: "amount"),
        Key(
          "as",
          "What the value is read as: `text`, `decimal`, `number`, `boolean` or `date`. Decimals are in quotes.",
          standard: "text"),
      ]) + comparisons

  static let capturedStep = KeyMap(
    "captured", [Key("step", "The name of the step that captured it.", required: true, example: "Quote")])

  static let captured = capturedStep + form

  static let previousResult = KeyMap(
    "previous_result",
    [
      Key("step", "The name of the earlier step.", required: true, example: "Approve"),
      Key("is", "Its result code, or a list of which it is one.", example: "quoted"),
      Key("one_of", "A list of result codes of which it is one.", example: ["rejected", "returned"]),
    ])
}
