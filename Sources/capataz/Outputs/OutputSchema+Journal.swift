import JSON
import Records

/// `journal` and `resolve`.
extension OutputSchema {
  static let journal = [
    OutputSchema("journal-list", "capataz journal list", "Each line is an intent.", object("An intent.", intent)),
    OutputSchema("resolve", "capataz resolve", "The one line is the intent.", object("An intent.", intent)),
    OutputSchema(
      "journal-decisions", "capataz journal decisions", "Each line is a decision.",
      object(
        "A decision.",
        [
          tenant, ("decided", time("When it was decided.")),
          ("kind", word("What was decided.", DecisionEntry.Kind.allCases.map(\.rawValue))), task, rule, fingerprint,
          endpointOrNull, bodyOrNull, note,
        ])),
    OutputSchema(
      "journal-show", "capataz journal show", "The one line is the intent.",
      object(
        "An intent, and all that belongs to it.",
        intent + [
          (
            "precondition",
            object(
              "How the task had to be.",
              [
                ("status", text("Its status.")), ("user", orNull(text("The id of the user who had it."))),
                ("group", orNull(text("The id of the group that had it."))),
              ])
          ), ("doubtful_attempts", count("Attempts whose outcome was not known.")),
          ("pool", orNull(text("The pool that chose."))), ("past", pastEffect),
          ("trail", list("Its lines of the audit trail, the oldest first.", of: object("A line.", trail))),
          texts("verdicts", "What a person can type about it; empty unless it is parked."),
        ]), [.init("condition", condition)]),
    OutputSchema(
      "journal-export", "capataz journal export", "Each line is a line of the audit trail, the oldest first.",
      object(
        "A line of the audit trail.", trail + [("prev", text("The hash of the line before; zeros for the first."))])),
    OutputSchema(
      "journal-verify", "capataz journal verify", "The one line is the result.",
      object(
        "The result.",
        [
          ("result", word("Whether the trail is whole.", ["ok", "broken"])),
          ("lines", orNull(count("How many lines it has."))),
          ("audit_seq", orNull(count("The number of the last line."))),
          ("audit_hash", orNull(text("The hash of the last line."))),
          ("seq", orNull(count("The number of the first line that is not as it was written."))),
          ("message", orNull(text("What is wrong with it."))),
        ])),
    OutputSchema(
      "journal-backup", "capataz journal backup", "The one line is what was saved.",
      object(
        "What was saved.",
        [
          ("result", word("Whether the trail in it is whole.", ["ok", "broken"])), ("file", text("The copy.")),
          ("bytes", count("Its length.")), ("lines", count("How many lines its audit trail has.")),
          ("audit_seq", count("The number of the last line.")), ("audit_hash", text("The hash of the last line.")),
          ("message", orNull(text("What is wrong with the trail."))),
        ])),
    OutputSchema(
      "journal-accept-restore", "capataz journal accept-restore", "The one line is what was accepted.",
      object(
        "What was accepted.",
        [
          ("accepted", flag("Whether there was something to accept.")),
          ("what", orNull(text("What it was."))),
        ])),
  ]

  private static let intent: [Part] = [
    tenant, ("intent", text("Its id.")), state, task, ("instance", text("The id of the workflow instance.")),
    ("episode", count("How often the task had changed hands or state by others.")), rule, fingerprint, endpoint, body,
    ("attempts", count("How often it was tried.")), ("created", time("When it was decided.")),
    ("changed", time("When its state changed last.")), note,
  ]

  private static let trail: [Part] = [
    ("seq", count("The number of the line.")), ("at", time("When it was written.")),
    ("at_us", count("The same in microseconds since 1970.")), ("epoch", count("The number of starts.")),
    ("kind", text("What it tells.")), ("tenant", orNull(text("The tenant; null where it is about all."))),
    ("subject", orNull(text("What it is about."))), ("who", orNull(text("Who did it: 'capataz' or a person."))),
    ("why", orNull(text("Why."))), ("details", orNull(text("The rest, a JSON object in text, as it is hashed."))),
    ("hash", orNull(text("The hash of the line; null for lines from before there was a chain."))),
  ]
}
