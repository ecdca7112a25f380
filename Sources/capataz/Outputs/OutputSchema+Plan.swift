import Engine
import Inspection
import JSON

/// `plan`, `forecast` and `directory`.
extension OutputSchema {
  static let plans = [
    OutputSchema(
      "plan", "capataz plan", "Each line is an action.",
      object(
        "An action.",
        [
          tenant, task, ("kind", word("What comes of it.", PlannedAction.Kind.allCases.map(\.rawValue))),
          ("turn", orNull(count("Its turn, from 1; null for what is not queued."))), workflow, step, entityType,
          entityLabel, ("assigned_user", orNull(party("The user who has the task."))),
          ("assigned_group", orNull(party("The group that has the task."))), ("to", orNull(recipient)), rule,
          fingerprint, stage, title, owner, endpointOrNull, bodyOrNull,
          ("held_by", orNull(text("What holds it back: a key of the rule, 'hold' or 'server'."))),
          ("held_why", orNull(text("Why it is held back, does not fit, or waits for a person."))),
          ("held_until", orNull(time("When that ends."))),
          ("instead_of", orNull(text("Of a rule that only watches: the rule that decides."))),
          ("intent", orNull(text("The effect that was parked or refused."))),
        ])),
    OutputSchema(
      "plan-by-rule", "capataz plan --by-rule", "Each line is a rule, in the order in which they are tried.",
      object(
        "A rule.",
        [
          tenant, ("place", count("Its place, from 1.")), rule, stage,
          ("needs_detail", flag("Whether it asks for more than the list shows.")),
          ("takes", count("Tasks that it takes.")), ("goes", count("Of these, effects that are made now.")),
          ("watches", count("Of these, tasks that it only watches.")),
          ("settled", count("Of these, tasks whose effect was made or is being made.")),
          ("blocked", count("Of these, tasks that its action does not fit.")),
          ("undecided", count("Tasks that it cannot be decided for.")),
          ("held", list("What holds effects back.", of: restraint)),
        ])),
    OutputSchema(
      "plan-limits", "capataz plan --limits", "Each line is a tenant.",
      object(
        "The limits of a tenant, and what the plan costs.",
        [
          tenant, ("limits", list("The limit of each endpoint.", of: budget)), ("cost", cost),
          ("trouble", orNull(text("What stops everything."))),
          ("waits", list("What waits longer than usual.", of: wait)),
        ])),
    OutputSchema(
      "plan-rules", "capataz plan --rules",
      "For each tenant a line with the counts, then one for each task that is decided differently.",
      ["anyOf": [comparison, difference]]),
    OutputSchema(
      "forecast", "capataz forecast", "Each line is a coming match.",
      object(
        "A coming match.",
        [
          tenant, ("at", time("When the rule matches.")), ("now", flag("Whether it matches already.")), rule, stage,
          task,
          workflow, step,
        ])),
    OutputSchema(
      "directory", "capataz directory", "Each line is a name.",
      object(
        "A name.",
        [
          tenant, ("kind", word("What it names.", TenantDirectory.Entry.Kind.allCases.map(\.rawValue))),
          ("name", text("The name, or the code of a result.")), ("id", orNull(text("The id of a user or a group."))),
          ("workflow", orNull(text("The workflow it belongs to."))), ("step", orNull(text("The step it belongs to."))),
          ("tasks", orNull(count("The number of tasks on which it was seen; null for names from a detail."))),
          ("remark", orNull(text("The kind of a field, the label of a result."))),
          ("first_seen", orNull(time("When a form was seen for the first time; null for other names."))),
          ("last_seen", orNull(time("When a form was seen for the last time; null for other names."))),
        ])),
  ]

  private static func party(_ text: String) -> JSONValue {
    object(text, [("id", Self.text("The id.")), ("name", orNull(Self.text("The name.")))])
  }

  private static let recipient = object(
    "Who gets the task; null for a completion, and where a pool is still to choose.",
    [
      ("kind", word("What it is.", ["user", "group"])), ("id", text("The id.")),
      ("name", orNull(text("The name, or the note of a pool."))),
    ])

  private static let restraint = object(
    "What holds effects of a rule back.",
    [
      ("by", word("A key of the rule, or 'hold'.", Restraint.Safeguard.allCases.map(\.rawValue))),
      ("why", text("Why.")),
      ("until", orNull(time("When it ends."))), ("tasks", count("How many effects.")),
    ])

  private static let cost = object(
    "What the plan costs.",
    [
      (
        "calls",
        [
          "description": "Calls by endpoint.", "type": "object",
          "propertyNames": ["enum": .texts(endpoints)],
          "additionalProperties": ["type": "integer", "minimum": 0],
        ]
      ), ("seconds", count("About how long it takes.")),
    ])

  private static let comparison = object(
    "The counts.",
    [
      tenant, ("path", text("The file or folder of the other rules.")), ("seen_at", time("When the tasks were read.")),
      ("tasks", count("How many tasks there are.")), ("differing", count("Tasks that are decided differently.")),
      ("unclear", count("Tasks of which only a detail could tell.")), ("rules", ruleChanges),
    ])

  private static let side = object("What is decided; null for nothing.", [rule, stage, endpointOrNull, bodyOrNull])

  private static let difference = object(
    "A task that is decided differently.",
    [tenant, task, workflow, step, entityLabel, ("now", orNull(side)), ("then", orNull(side))])
}
