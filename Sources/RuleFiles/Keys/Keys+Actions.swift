import JSON

/// What a rule may do.
extension Keys {
  static let actions = KeyMap(
    "actions",
    [
      Key(
        "complete", "Completes the task.",
        example: ["result": "sent", "captured_data": ["template": "Premium Welcome"]]
      ),
      Key("reassign", "Gives the task to somebody else.", example: ["group": "293847102938471029"]),
    ])

  static let complete = KeyMap(
    "complete",
    [
      Key("result", "One of the task's result codes.", required: true, example: "approved"),
      Key(
        "captured_data", "The values of the form's fields, by their names.",
        example: ["amount": ["from": "Quote.amount", "as": "decimal"], "approved_on": ["now": "date"]]),
      Key(
        "comment", "At most 2000 characters; with references like `text` below.",
        example: "Approved ${Quote.total} for ${entity.label}"),
    ])

  static let reassign = KeyMap(
    "reassign",
    [
      Key("user", "The id of a user, in quotes.", example: "182736450918273645"),
      Key("group", "The id of a group, in quotes.", example: "293847102938471029"),
      Key("pool", "The name of a pool, of which a member is chosen.", example: "collections"),
      Key(
        "comment", "At most 500 characters; with references like `text` below.",
        example: "Escalated: ${entity.label}"),
      Key("not_to", "`current_assignee` never picks whoever has the task now."),
      Key(
        "same_person_per",
        """
        `instance` gives all tasks of one workflow instance to the same member of the pool; who that was is remembered \
        for 180 days.
        """),
    ])

  /// Of which a value has exactly one.
  static let values = ["value", "from", "text", "now"]

  static let value = KeyMap(
    "values",
    [
      Key("value", "The value itself: for one that would be taken for something else.", example: "007"),
      Key(
        "from",
        """
        What an earlier step captured, as `Step.field` or, where a field has a dot in its name, as a map of `step` and \
        `field`.
        """, example: "Quote.amount"),
      Key(
        "text",
        "Text with references such as `${entity.label}`; `$${` stands for the two characters.",
        example: "Approved automatically for ${entity.label}"),
      Key(
        "now",
        """
        `date` for the day, `datetime` for the moment, in the tenant's zone. An attempt that is made again sends the \
        time of then.
        """),
      Key(
        "as",
        """
        Beside `from`, what the value is read and sent as: `text`, `decimal`, `number`, `boolean` or `date`.
        """, standard: "text"),
      Key(
        "if_missing",
        """
        Beside `from`, what happens where the value is not there: `skip_task` leaves the task alone, `fail` does so \
        and tells a person, `default` sends the value under `default`.
        """, standard: "skip_task"),
      Key("default", "What is sent with `if_missing: default`.", example: "USD"),
    ])

  static let from = KeyMap(
    "from",
    [
      Key("step", "The name of the step that captured it.", required: true, example: "Quote"),
      Key("field", "The name of the field.", required: true, example: "valid_until"),
    ])
}
