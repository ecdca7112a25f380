import Inspection
import JSON
import Records

/// `status`, `hold` and `release`.
extension OutputSchema {
  static let standing = [
    OutputSchema(
      "status", "capataz status", "Each line is a tenant.", object("How a tenant stands.", statusParts)),
    OutputSchema("hold", "capataz hold", "The one line is the hold that was set.", hold),
    OutputSchema("release", "capataz release", "Each line is a hold that was released.", hold),
  ]

  private static let hold = object(
    "A hold.",
    [
      ("hold", count("Its number.")), ("tenant", orNull(text("The tenant that is held; null for all."))),
      ("rule", orNull(text("The rule that is held; null for all."))),
      ("task", orNull(text("The task that is held; null for all."))), ("why", text("Why.")), ("by", text("By whom.")),
      ("since", time("Since when.")), ("until", orNull(time("When it ends by itself; null where a person ends it."))),
    ])

  private static let healths = TenantHealth.allCases.map(\.name)

  private static let problem = object(
    "Something that is wrong.",
    [
      tenant, ("health", word("Whether it heals by itself or a person is needed.", healths)),
      ("what", text("What is wrong.")), ("since", orNull(time("Since when."))),
      ("until", orNull(time("The time of the next try."))), ("advice", text("What to do.")),
    ])

  private static let statusParts: [Part] = [
    tenant, ("running", flag("Whether a daemon runs.")), ("health", word("How well it is.", healths)),
    ("problems", list("What is wrong.", of: problem)), ("as_of", orNull(time("When the daemon wrote this down."))),
    ("mode", orNull(word("Whether effects are made.", RunMode.allCases.map(\.rawValue)))),
    ("trouble", orNull(text("What stops everything."))), ("waits", list("What waits longer than usual.", of: wait)),
    ("last_poll", orNull(time("When the last complete poll began."))), ("tasks", orNull(count("Tasks seen then."))),
    ("queue", orNull(count("Effects that wait for their turn."))), ("held", orNull(count("Effects that are held."))),
    ("in_doubt", count("Effects whose outcome is not known.")), ("in_doubt_since", orNull(time("Since when."))),
    ("parked", count("Effects that wait for a person.")), ("parked_since", orNull(time("Since when."))),
    ("refused", count("Effects that the server refused, and whose tasks are as they were.")),
    ("refused_since", orNull(time("Since when."))),
    ("blocked", orNull(count("Tasks that do not fit what their rule would do."))),
    ("capped", orNull(count("Effects that a limit of a rule keeps back."))),
    ("holds", list("Holds in force.", of: hold)),
    (
      "rules",
      word(
        "How the loaded rules compare with those in the files.", TenantStatus.Rules.allCases.map(\.rawValue))
    ),
    ("rules_loaded", orNull(text("The fingerprint of the loaded rules."))),
    ("rules_on_disk", orNull(text("The fingerprint of the rules in the files."))),
    ("files_refused_since", orNull(time("Since when files or secrets are refused."))),
    texts("files_mistakes", "The mistakes in them, ten at most."),
    ("left_out", flag("Whether the tenant does not run because of them.")),
    ("limits", list("The limit of each endpoint.", of: budget)),
  ]
}
