import JSON

/// Rules and what is around them.
extension Keys {
  static let ruleFile = KeyMap(
    "rule file",
    [
      Key("schema", "The version of this format: `1`.", required: true, example: 1),
      Key(
        "defaults",
        """
        What holds for all rules of the tenant that do not say otherwise: `stage`, `calendar` and any of the \
        safeguards. It stands once in the rule files of a tenant.
        """, example: ["stage": "shadow", "cooldown": "4h", "max_hops": 3]),
      Key(
        "calendars", "Working calendars by name: opening hours and days off.",
        example: ["office": ["timezone": "America/Guayaquil", "open": ["mon-fri": ["09:00-18:00"]]]]),
      Key(
        "facts",
        """
        Conditions with a name, for use in `all_of`, `any_of` and `none_of`. Explanations and rule tests know them by \
        it.
        """, example: ["key_account": ["entity_label": ["like": "*(key account)*"]]]),
      Key(
        "pools", "People and groups among whom `reassign` divides tasks, by the pool's name.",
        example: ["collections": ["pick": "round_robin", "members": [["user": "104233445566778899"]]]]),
      Key(
        "rules", "The rules, in the order in which they are tried.",
        example: [
          [
            "id": "send-welcome", "when": ["workflow": "New Account Onboarding", "step": "Send Welcome Email"],
            "then": ["complete": ["result": "sent"]],
          ]
        ]),
    ])

  /// What a rule has that no `defaults` can have.
  static let ruleAlone = KeyMap(
    "rule",
    [
      Key(
        "id",
        """
        The name of the rule in logs, in the journal and in rule tests, once in a tenant: 1 to 63 of `a-z 0-9 _ -`, a \
        letter or digit first.
        """, required: true, example: "send-welcome"),
      Key(
        "title", "What the rule is for, in one line. It is shown wherever a person must act.",
        example: "The welcome package of an ordinary account needs no review"),
      Key(
        "owner", "Who answers for the rule. It is shown wherever a person must act.",
        example: "sales-operations"),
      Key("note", "Anything else for those who read the file.", example: "Agreed with Maria in March."),
      Key(
        "when",
        """
        The conditions under which the rule takes a task, at least one; all must hold. If none of them is about the \
        status, the task must be `PENDING`.
        """, required: true, example: ["workflow": "Quote", "step": "Approve", "escalated": false]),
      Key(
        "unless",
        """
        Conditions that protect a task: the rule does not match where all of them hold, or where that cannot be known.
        """, example: ["assigned_group": "Audit"]),
      Key(
        "then", "What is done: exactly one of `complete` and `reassign`.", required: true,
        example: ["complete": ["result": "approved"]]),
    ])

  static let safeguards = KeyMap(
    "safeguards",
    [
      Key(
        "stage",
        """
        How far the rule is rolled out. `shadow` tells and journals what it would do, never writes, and takes no task \
        away from the rules behind it; `canary` acts on a share of the workflow instances and is a shadow for the \
        others; `live` acts.
        """, standard: "shadow"),
      Key(
        "canary",
        """
        The share of workflow instances that a rule in stage `canary` acts on; such a rule needs one, of its own or from \
        `defaults`.
        """,
        example: ["share": "10%"]),
      Key(
        "calendar", "The name of the calendar by which `bh` and `bd` are measured in the rule.", example: "office"),
      Key(
        "limit", "The most effects of a rule. A live rule without a limit is a warning.",
        example: ["per_cycle": 5, "per_day": 40]),
      Key(
        "cooldown", "After an effect of the rule on a task, no other of it on that task for so long.", example: "4h"),
      Key("max_hops", "Of all rules together, no more effects than this on one task.", example: 3),
      Key(
        "after_human_touch",
        """
        For how long a task is left alone that a person moved, counted from the poll that shows it, also where the \
        daemon was stopped meanwhile. The journal keeps when that was for as long as a loaded rule asks, and for \
        thirty days at least.
        """, example: ["leave_alone": "1bd"]),
      Key(
        "run_within", "The name of a calendar: effects are made only while it is open.", example: "office"),
    ])

  static let rule = ruleAlone + safeguards

  static let canary = KeyMap(
    "canary",
    [
      Key(
        "share",
        """
        More than `0%` and at most `100%`. The instances are chosen by a hash of their ids, so that it is always the \
        same ones.
        """, required: true, example: "10%")
    ])

  static let limit = KeyMap(
    "limit",
    [
      Key("per_cycle", "So many effects of the rule in one poll.", example: 5),
      Key("per_hour", "So many effects of the rule in an hour.", example: 10),
      Key("per_day", "So many effects of the rule in a day.", example: 40),
      Key(
        "share",
        """
        In one poll not more than this part of the tasks in the rule's workflow and step; one is always allowed.
        """, example: "25%"),
      Key(
        "sum_per_day",
        "The values sent in a captured field add up to no more than this in a day. Not in `defaults`.",
        example: ["of": "amount", "at_most": "60000.00"]),
    ])

  static let defaultLimit = limit.without("sum_per_day")

  static let sumPerDay = KeyMap(
    "sum_per_day",
    [
      Key("of", "The field under `captured_data` whose values are added up.", required: true, example: "amount"),
      Key(
        "at_most",
        """
        The most that they may add up to in a day, in quotes. A negative value counts as zero: what is taken back \
        makes no room for more.
        """, required: true, example: "60000.00"),
    ])

  static let afterHumanTouch = KeyMap(
    "after_human_touch", [Key("leave_alone", "How long.", required: true, example: "1bd")])
}
