import Inspection
import JSON
import Records

/// `why`, and what stands in `journal show` as well.
extension OutputSchema {
  static let explanations = [
    OutputSchema(
      "why", "capataz why",
      "A line for a task that was seen, then one for each effect of ours on it, the latest first.",
      ["anyOf": [explanation, pastEffect]], [.init("condition", condition)])
  ]

  /// A condition, which may have others in it.
  static let condition = object(
    "A condition.",
    [
      ("key", text("Its key, or the name of a fact.")), ("fact", flag("Whether it is a fact.")),
      ("truth", word("Whether it holds.", ["true", "false", "unknown"])),
      ("wanted", orNull(text("What it asks for."))), ("seen", orNull(text("What the task holds."))),
      ("conditions", list("The conditions in it.", of: reference("condition"))),
    ])

  private static let explanation = object(
    "What would happen to a task.",
    [
      tenant, task, ("at", time("The time for which it is decided.")), ("seen_at", time("When the task was read.")),
      ("has_detail", flag("Whether its detail was read.")), ("detail_at", orNull(time("When that was."))),
      ("form", orNull(form)),
      (
        "prospect",
        object(
          "What comes of it.",
          [
            ("kind", word("What it is.", PredictedOutcome.Kind.allCases.map(\.rawValue))),
            ("rule", orNull(text("The rule that decides, or cannot be decided."))), endpointOrNull, bodyOrNull,
            ("reason", text("Why.")), ("needs_person", flag("Whether it waits for a person.")), title, owner,
          ])
      ), ("intents", list("Effects of ours on the task.", of: intentOfTask)),
      ("rules", list("Every rule.", of: verdict)),
    ])

  private static let form = object(
    "The form of the task's step as it was seen; null where it was not.",
    [
      (
        "results",
        list(
          "The results on offer.",
          of: object("A result.", [("code", text("Its code.")), ("label", text("Its label."))]))
      ),
      (
        "fields",
        list(
          "The fields.",
          of: object(
            "A field.",
            [("name", text("Its name.")), ("type", text("Its kind.")), ("required", flag("Whether it is required."))]))
      ), ("first_seen", time("When it was seen for the first time.")),
      ("last_seen", time("When it was seen for the last time.")),
    ])

  private static let intentOfTask = object(
    "An effect of ours.",
    [
      tenant, ("intent", text("Its id.")), state, rule, endpoint, body,
      ("changed", time("When its state changed last.")),
      note,
    ])

  private static let verdict = object(
    "What a rule says about the task.",
    [
      tenant, rule, stage, fingerprint, ("file", text("The file of the rule.")),
      ("line", count("The line of the rule.")),
      ("truth", word("Whether it matches.", ["true", "false", "unknown"])),
      ("decides", flag("Whether it is the first that matches and acts by its stage.")),
      ("watches", flag("Whether it matches before that one and only watches.")),
      ("matches_at", orNull(time("When it will match, if only time is missing."))), ("when", reference("condition")),
      ("unless", orNull(reference("condition"))),
    ])

  static let state: Part = ("state", word("Its state.", Intent.State.allCases.map(\.rawValue)))

  /// An effect as it was decided.
  static let pastEffect = object(
    "An effect of ours, with what it rested on and the rule of then.",
    [
      tenant, ("intent", text("Its id.")), state, task, endpoint, body, ("attempts", count("How often it was tried.")),
      ("created", time("When it was decided.")), ("changed", time("When its state changed last.")), note, rule,
      fingerprint,
      ("rule_now", word("What has become of the rule.", PastEffect.RuleNow.allCases.map(\.rawValue))),
      ("rule_text", orNull(text("The rule of then, as YAML."))), ("rule_title", orNull(text("The title of then."))),
      owner, ("grounds", list("What each attempt rested on, the first first.", of: grounds)),
    ])

  private static let grounds = object(
    "What an attempt rested on.",
    [
      tenant, ("attempt", count("The number of the attempt.")), ("at", time("When it was made.")), workflow, step,
      entityType, entityLabel, ("assigned_user", orNull(text("The user who had the task."))),
      ("assigned_group", orNull(text("The group that had the task."))), ("when", reference("condition")),
      ("unless", orNull(reference("condition"))),
    ])
}
