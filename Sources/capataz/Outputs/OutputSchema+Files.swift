import JSON
import TenantRuntime

/// `check`, `test` and `reload`.
extension OutputSchema {
  static let files = [
    OutputSchema(
      "check", "capataz check", "Each line is a remark on a file; the last one sums up.",
      ["anyOf": [remark, checkSummary]]),
    OutputSchema(
      "test", "capataz test",
      "Each line is the result of a rule test; with --coverage there is one for each rule behind them.",
      ["anyOf": [testResult, coverage]]),
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

  private static let remark = object(
    "A remark on a file.",
    place + [
      ("severity", word("How bad it is.", ["error", "warning"])),
      ("message", text("What is wrong, and what to do.")),
      ("notes", list("Other places that belong to it.", of: remarkNote)),
      ("source", orNull(text("The line of the file."))),
      ("witness", orNull(text("A task that shows it, in words; null where there is none."))),
      ("fix", orNull(text("What the message advises; null where that is not certain."))),
    ])

  private static let checkSummary = object(
    "What was checked.",
    [
      ("result", word("Whether there are errors.", ["ok", "findings"])), ("errors", count("How many errors.")),
      ("warnings", count("How many warnings.")),
      (
        "tenants",
        list(
          "The tenants of the configuration, where it has no mistakes.",
          of: object(
            "A tenant.",
            [
              tenant, ("rules", count("Its rules.")), ("live", count("Those of them that are live.")),
              ("fingerprint", orNull(text("The fingerprint of its rules."))),
            ]))
      ),
      (
        "files",
        list(
          "The files, where files were given.",
          of: object(
            "A file.",
            [
              ("file", text("Its path.")), ("kind", text("What is in it.")),
              ("tenants", count("Tenants in it.")), ("rules", count("Rules in it.")),
              ("live", count("Those of them that are live.")), ("tests", count("Rule tests in it.")),
              ("named", flag("Whether a configuration among the files names it.")),
              ("errors", count("Errors in it.")), ("warnings", count("Warnings about it.")),
            ]))
      ), texts("not_looked_at", "What could not be looked at from here."),
      texts("compared", "What was compared with, a sentence for each tenant."),
    ])

  private static let testResult = object(
    "The result of a rule test.",
    [
      ("file", text("The file of the test.")), ("line", count("The line of the test.")),
      ("name", text("The name of the test.")), ("passed", flag("Whether it passed.")),
      texts("problems", "What was expected and did not come; empty where it passed."),
    ])

  private static let coverage = object(
    "How far a rule is tested.",
    [
      rule, ("file", text("The file of the rule.")), ("line", count("The line of the rule.")),
      ("matched", count("Tests that it decides.")), ("near_misses", count("Tests that it just misses.")),
      texts("undecided", "Conditions that decide no test."), texts("unchecked", "Values that no test expects."),
      ("covered", flag("Whether nothing of it is untested.")),
    ])

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
