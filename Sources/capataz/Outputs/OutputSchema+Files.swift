import JSON
import TenantRuntime

/// `check`, `test` and `reload`.
extension OutputSchema {
  static let files = [
    OutputSchema(
      "check", "capataz check", "Each line is a remark on a file.",
      object(
        "A remark on a file.",
        place + [
          ("severity", word("How bad it is.", ["error", "warning"])),
          ("message", text("What is wrong, and what to do.")),
          ("notes", list("Other places that belong to it.", of: remarkNote)),
        ],
        sometimes: [
          ("source", orNull(text("The line of the file."))),
          ("witness", ["description": "A task that shows it, as a rule test; null where there is none."]),
          ("fix", ["description": "What to write instead, and where; null where that is not certain."]),
        ])),
    OutputSchema(
      "test", "capataz test", "Each line is the result of a rule test.",
      object(
        "The result of a rule test.",
        [
          ("file", text("The file of the test.")), ("line", count("The line of the test.")),
          ("name", text("The name of the test.")), ("passed", flag("Whether it passed.")),
          texts("problems", "What was expected and did not come; empty where it passed."),
        ])),
    OutputSchema(
      "reload", "capataz reload", "The one line is what came of the reload.",
      object(
        "What came of the reload.",
        [
          (
            "verdict",
            word("Whether everything, a part or nothing was taken over.", ReloadAnswer.Outcome.allCases.map(\.rawValue))
          ),
          ("why", orNull(text("Why nothing was taken over."))),
          ("since", orNull(time("Since when nothing is taken over, of several reloads in a row."))),
          ("process", count("The number of the daemon's process.")), texts("remarks", "What else there is to say."),
          ("tenants", list("The tenants.", of: reloadedTenant)),
        ])),
  ]

  private static let place: [Part] = [
    ("file", orNull(text("The file."))), ("line", orNull(count("The line, from 1; null for a whole file."))),
    ("column", orNull(count("The column, from 1; null for a whole file."))),
  ]

  private static let remarkNote = object("A note.", place + [("message", text("What is to be seen there."))])

  private static let reloadedTenant = object(
    "What the reload does to a tenant.",
    [
      ("tenant", text("The name of the tenant, or the path of a file of tenants that cannot be read.")),
      ("change", word("What becomes of it.", ReloadAnswer.Tenant.Change.allCases.map(\.rawValue))),
      ("why", orNull(text("Why it is refused or left out, and what to do."))),
      ("since", orNull(time("Since when it is refused, of several reloads in a row."))), mistakes,
      ("rules", orNull(ruleChanges)),
      (
        "outlook",
        orNull(
          object(
            "How the new rules decide about the tasks of the last poll; null where there was none.",
            [
              ("at", time("When the tasks were read.")), ("tasks", count("How many there are.")),
              ("differing", count("Tasks about which something else is decided.")),
              ("unclear", count("Tasks of which only a detail could tell.")),
            ]))
      ),
    ])
}
