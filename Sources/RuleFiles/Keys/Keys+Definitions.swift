import JSON

/// What rules share: calendars and pools.
extension Keys {
  static let calendar = KeyMap(
    "calendar",
    [
      Key(
        "timezone", "The IANA name of the zone in which the hours are meant.", required: true,
        example: "America/Guayaquil"),
      Key(
        "open",
        """
        Opening hours by weekday, in quotes: `mon` to `sun`, alone, as `mon-fri` or as `mon,wed`. On other days it \
        does not open.
        """, required: true, example: ["mon-thu": ["09:00-13:00", "14:00-18:00"], "fri": ["09:00-15:00"]]),
      Key(
        "closed", "Days, and ranges of days, on which it does not open.",
        example: ["2026-12-25", "2027-02-08..2027-02-09"]),
      Key(
        "holidays_known_until", "The day up to which `closed` is complete; it is warned about before it ends.",
        example: "2027-12-31"),
    ])

  static let pool = KeyMap(
    "pool",
    [
      Key(
        "pick",
        "How a member is chosen: `round_robin`, `least_loaded` (of the open tasks seen) or `weighted`.",
        required: true),
      Key(
        "members", "Who gets tasks, at least one.", required: true,
        example: [["user": "104233445566778899", "note": "Ana"]]),
      Key("tie_break", "`longest_idle` prefers whoever has waited longest."),
      Key(
        "if_nobody", "Who gets the task when no member can; without it the task stays where it is.",
        example: ["group": "310000000000000001"]),
    ])

  static let member = KeyMap(
    "member",
    [
      Key("user", "The id of a user, in quotes.", example: "104233445566778899"),
      Key("group", "The id of a group, in quotes.", example: "310000000000000001"),
      Key("note", "Who that is, for people; a plan shows it where it knows no name.", example: "Ana"),
      Key("weight", "With `pick: weighted`, how many turns the member gets beside the others.", standard: 1),
      Key(
        "away", "Days, and ranges of days, on which the member gets nothing.",
        example: ["2026-08-03..2026-08-14", "2026-12-24"]),
      Key("max_open", "The most open tasks that the member may hold.", example: 15),
    ])

  static let ifNobody = KeyMap(
    "if_nobody",
    [
      Key("user", "The id of a user, in quotes.", example: "104233445566778899"),
      Key("group", "The id of a group, in quotes.", example: "310000000000000001"),
    ])

  static let assignee = ifNobody
}
