import Inspection
import JSON
import Records

/// `report`.
extension OutputSchema {
  static let reports = [
    OutputSchema(
      "report", "capataz report", "Each line is a tenant.",
      object(
        "What was done, and what waits.",
        [
          tenant, ("timezone", text("The tenant's zone.")), ("since", time("The beginning of the time asked about.")),
          ("until", time("The end of the time asked about.")),
          ("per", word("What a bar stands for.", BarUnit.allCases.map(\.rawValue))),
          ("running", flag("Whether a daemon runs.")), ("as_of", orNull(time("When the daemon wrote this down."))),
          ("last_poll", orNull(time("When the last complete poll began."))),
          ("mode", orNull(word("Whether effects are made.", RunMode.allCases.map(\.rawValue)))),
          ("tasks", orNull(count("Tasks seen then."))), ("queue", orNull(count("Effects that wait for their turn."))),
          ("held", orNull(count("Effects that are held."))),
          ("capped", orNull(count("Effects that a limit of a rule keeps back."))),
          ("blocked", orNull(count("Tasks that do not fit what their rule would do."))),
          ("in_doubt", count("Effects whose outcome is not known.")),
          ("parked", count("Effects that wait for a person.")),
          ("totals", object("All together.", [tenant] + tally)), ("latency", orNull(latency)),
          ("rules", list("By rule.", of: object("A rule.", [tenant, rule, title, owner] + tally + ruleEnd))),
          ("bars", list("Over time.", of: object("A part of the time.", [tenant] + span + tally))),
          ("act", list("What waits for a person.", of: demand)),
          ("waits", list("What goes on by itself.", of: waiting)),
          (
            "limits",
            list(
              "The limit of each endpoint.",
              of: object(
                "The limit of an endpoint.",
                budgetParts + [
                  ("last_hour", count("Requests of the last hour.")),
                  ("attempts", orNull(count("Attempts of the effects that ended in this time."))),
                ]))
          ),
          ("decisions_since", orNull(time("Since when decisions are kept; null where all of the time are."))),
          (
            "trail",
            orNull(
              object(
                "The last line of the audit trail.", [("line", count("Its number.")), ("hash", text("Its hash."))]))
          ),
        ]))
  ]

  private static let tally: [Part] = [
    ("done", count("Effects that were made.")), ("refused", count("Effects that the server refused.")),
    ("superseded", count("Effects that were not needed any more.")),
    ("shadow", count("Tasks on which a rule that watches would have acted.")),
    ("dry", count("Tasks on which a dry run would have acted.")),
    ("blocked", count("Tasks that do not fit what the rule would do.")),
    ("capped", count("Tasks that a limit of the rule kept back.")),
    ("skipped", count("Tasks that the rule itself left alone.")),
  ]

  private static let span: [Part] = [("from", time("Its beginning.")), ("until", time("Its end."))]

  private static let latency = object(
    "How long effects took, from the first decision on.",
    [
      tenant, ("count", count("How many effects.")), ("median_s", seconds("Half of them took no longer.")),
      ("p90_s", seconds("Nine of ten took no longer.")), ("p99_s", seconds("All but one in a hundred took no longer.")),
      ("longest_s", seconds("The longest.")), ("slowest_task", orNull(text("The task of the longest."))),
      ("slowest_intent", orNull(text("The intent of the longest."))),
    ])

  private static let ruleEnd: [Part] = [
    ("in_doubt", count("Effects whose outcome is not known.")), ("parked", count("Effects that wait for a person.")),
    ("bars", list("All of it in each part of the time.", of: ["type": "integer", "minimum": 0])),
    ("latency", orNull(latency)),
  ]

  private static func matter(_ text: String, _ kinds: [String], _ more: [Part], last: [Part] = []) -> JSONValue {
    object(
      text,
      [
        tenant, ("what", word("What it is.", kinds)), ("count", count("How many effects or tasks.")),
        ("since", orNull(time("Since when."))), ("until", orNull(time("The time of the next try, or its end."))),
        ("intent", orNull(Self.text("The intent."))), ("obstacle", orNull(Self.text("What stands still."))),
        ("hold", orNull(count("The number of the hold."))),
      ] + more + [
        ("why", orNull(Self.text("Why."))), ("task", orNull(Self.text("The id of the task."))),
        ("label", orNull(Self.text("The name of what the task is about."))), workflow, step,
        ("rule", orNull(Self.text("The id of the rule."))), title, owner,
      ] + last)
  }

  private static let demand = matter(
    "Something that waits for a person.", DemandKind.allCases.map(\.rawValue), [],
    last: [texts("commands", "What to type next.")])

  private static let waiting = matter(
    "Something that goes on by itself.", WaitingKind.allCases.map(\.rawValue), [("by", orNull(text("Who ordered it.")))]
  )
}
