/// Files, right and wrong, of which the schema and the loader must say the same.
///
/// Each group has a frame that is right by itself, with one place in it.
enum VerdictTable {
  struct Group {
    var name: String
    /// The file, with `HERE` where the case goes.
    var frame: String
    var right: [String]
    var wrong: [String]

    func file(_ written: String) -> String { frame.replacing("HERE", with: written) }
  }

  /// What the rules of the frames refer to, and what the tests of the frames test.
  private static let shared = """
    schema: 1
    calendars: { office: { timezone: America/Guayaquil, open: { mon-fri: ["09:00-18:00"] } } }
    facts: { small: { captured: [ { step: Quote, field: total, as: decimal, at_most: "5000.00" } ] } }
    pools: { team: { pick: round_robin, members: [ { user: "17" } ] } }

    """

  static let rules =
    shared + """
      rules:
        - id: first
          when: { workflow: Quote, all_of: [small] }
          then: { complete: { result: sent, captured_data: { total: { from: Quote.total, as: decimal } } } }
      """

  private static func rule(_ lines: String) -> String {
    shared + "rules:\n  - id: first\n    calendar: office\n"
      + lines.split(separator: "\n").map { "    \($0)\n" }.joined()
  }

  private static let action = "then: { complete: { result: sent } }"

  static let groups = files + ruleParts + conditions + actions + definitions + configurations + tests

  private static let files = [
    Group(
      name: "rule file", frame: "HERE",
      right: [
        "", "# nothing\n", "schema: 1\nrules: []", "schema: 1\nfacts: { a: { escalated: true } }",
        "schema: 1\ndefaults: { stage: live }", "schema: 1\ndefaults: {}\nrules: []", "schema: 1\ncalendars: {}",
      ],
      wrong: [
        "schema: 1", "schema: 2\nrules: []", "schema: \"1\"\nrules: []", "rules: []", "[]", "text",
        "schema: 1\nrules: {}",
        "schema: 1\nrules:", "schema: 1\nrule: []", "schema: 1\nfacts: []",
        "schema: 1\nfacts: { A: { escalated: true } }",
        "schema: 1\nfacts: { a: {} }", "schema: 1\ndefaults:", "schema: 1\ncalendars: 3", "schema: 1\nrules: [ x ]",
      ]),
    Group(
      name: "rule file, stages",
      frame:
        "schema: 1\ndefaults: { HERE }\nrules: [ { id: a, when: { step: x }, then: { complete: { result: y } } } ]",
      right: ["stage: shadow", "stage: live", "canary: { share: 10% }", "stage: canary, canary: { share: 10% }"],
      wrong: ["stage: canary", "stage: Live", "canary: {}", "limit: { sum_per_day: { of: x, at_most: \"1\" } }"]),
    Group(
      name: "rule file, stage of the rule",
      frame: """
        schema: 1
        defaults: { canary: { share: 10% } }
        rules: [ { id: a, HERE, when: { step: x }, then: { complete: { result: y } } } ]
        """,
      right: ["stage: canary", "stage: live", "canary: { share: 1% }"], wrong: ["stage: beta"]),
  ]

  private static let ruleParts = [
    Group(
      name: "rule", frame: rule("when: { step: x }\n\(action)\nHERE"),
      right: [
        "title: A title", "owner: x", "note: \"3\"", "stage: shadow", "stage: live",
        "stage: canary\n    canary: { share: 10% }", "canary: { share: 0.5% }", "canary: { share: 100% }",
        "canary: { share: 100.0% }", "canary: { share: 010% }", "cooldown: 4h", "cooldown: 1.5bd", "cooldown: 0.001s",
        "max_hops: 3", "after_human_touch: { leave_alone: 1bd }", "run_within: office", "limit: { per_cycle: 5 }",
        "limit: { per_hour: 1, per_day: 1000000, share: 25% }", "unless: { escalated: true }",
      ],
      wrong: [
        "title:", "title: 3", "title: \"\"", "owner: [x]", "stage: canary", "stage: 3", "canary: 10%",
        "canary: { share: 10 }", "canary: { share: 0.1 }", "canary: { share: 0% }", "canary: { share: 101% }",
        "canary: { share: 0.0% }", "canary: { share: \"10 %\" }", "canary: {}", "cooldown: 4", "cooldown: 0h",
        "cooldown: 0.0bd", "cooldown: 4 hours", "cooldown: 1w", "cooldown: 1.5555h", "cooldown: -1h", "cooldown: 30ms",
        "max_hops: 0", "max_hops: 1001", "max_hops: \"3\"", "max_hops: 2.5", "after_human_touch: 1bd",
        "after_human_touch: {}", "run_within: Office", "limit: {}", "limit: 10", "limit: { per_day: 0 }",
        "limit: { per_day: many }", "limit: { per_week: 3 }", "limit: { share: 0% }",
        "limit: { sum_per_day: { of: total } }", "limit: { sum_per_day: { at_most: \"1\" } }", "unless: {}",
        "unless: []",
        "unles: { escalated: true }",
      ]),
    Group(
      name: "rule, id", frame: "\(shared)rules: [ { HERE, when: { step: x }, \(action) } ]",
      right: ["id: a", "id: 0a_b-c", "id: \"007\""],
      wrong: ["id: A", "id: a b", "id: -a", "id: _a", "id: 7", "id: \"\"", "title: x", "id: a.b", "id: [a]"]),
    Group(
      name: "rule, sum",
      frame: rule(
        """
        when: { step: x }
        then: { complete: { result: a, captured_data: { total: { from: Quote.total, as: decimal } } } }
        limit: { sum_per_day: { of: total, at_most: HERE } }
        """),
      right: ["\"60000.00\"", "60000", "\"1\""],
      wrong: [
        "60000.50", "\"60,000.00\"", "\"60000.00 USD\"", "many", "true", "", "\"\"", "\"1.\"", "\".5\"", "\"+1\"",
      ]),
    Group(
      name: "rule, parts missing", frame: "\(shared)rules: [ { HERE } ]",
      right: ["id: a, when: { step: x }, \(action)"],
      wrong: ["id: a, when: { step: x }", "id: a, \(action)", "id: a, when: {}, \(action)", "id: a"]),
  ]

  private static let conditions = [
    Group(
      name: "when", frame: rule("when: { HERE }\n\(action)"),
      right: [
        "workflow: Quote", "workflow: [Quote, Collections]", "step: { like: \"Send *\" }", "step: { like: [a, b] }",
        "step: { matches: \"^S\" }", "step: { not: x }", "step: { not: [x, { like: \"y*\" }] }",
        "step: [{ not: x }, y]",
        "entity_type: CUENTA", "entity_label: \"1\"", "entity_id: \"738291047382910473\"",
        "entity_id: { like: \"7382 *\" }", "entity_id: [\"1\", \"2\"]", "status: PENDING",
        "status: [PENDING, IN_PROGRESS]", "status: { not: COMPLETED }", "status: { like: \"P*\" }",
        "assigned_user: Maria Garcia", "assigned_user: { id: \"18\" }", "assigned_user: { id: [\"18\", \"19\"] }",
        "assigned_group: [Audit, { id: \"29\" }]", "assigned_group: { not: Audit }", "escalated: true",
        "overdue: false",
        "has_user: true, has_group: false, unassigned: false, has_due_date: true", "age: { at_least: 2bd }",
        "age: { at_least: 0s }", "age: { more_than: 2h, at_most: 5h }", "overdue_by: { less_than: 1.5d }",
        "due_in: { at_least: 1m, less_than: 1h }", "all_of: [small]", "any_of: [{ escalated: true }, small]",
        "none_of: [{ any_of: [small] }]", "result_available: sent", "result_available: [sent, done]",
        "previous_result: { step: Quote, is: quoted }", "previous_result: { step: Quote, is: [a, b] }",
        "previous_result: { step: Quote, one_of: [a, b] }",
      ],
      wrong: [
        "", "workflow: 3", "workflow:", "workflow: []", "workflow: \"\"", "workflow: true", "workflow: {}",
        "workflow: { likes: x }", "workflow: { like: x, not: y }", "workflow: { id: \"1\" }", "workflow: { like: [] }",
        "workflow: { like: 3 }", "step: { not: 3 }", "entity_id: 738291047382910473", "entity_id: \"7 8\"",
        "entity_id: { not: \"7 8\" }", "entity_id: [\"a b\"]", "entity_id: \"1234567890123456789012345678901\"",
        "status: pending", "status: Pending", "status: [PENDING, open]", "status: { not: done }", "status: 1",
        "assigned_user: null", "assigned_user: 18", "assigned_user: { id: 18 }",
        "assigned_user: { id: \"Maria Garcia\" }",
        "assigned_user: { name: x }", "assigned_group: { id: [] }", "escalated: yes", "escalated: \"true\"",
        "escalated: 1", "escalated:", "escalated: [true]", "age: 2d", "age: \">2d\"", "age: {}", "age: { at_least: 2 }",
        "age: { at_least: 2w }", "age: { at_least: 2 hours }", "age: { at_least: 1h, more_than: 2h }",
        "age: { at_most: 1h, less_than: 2h }", "age: { min: 2h }", "age: { at_least: }", "age: { at_least: 1.0001h }",
        "created: x", "hops: 3", "all_of: []", "all_of: small", "all_of: { escalated: true }", "any_of: [3]",
        "any_of: [{}]", "any_of: [[small]]", "none_of: [Small]", "result_available: []", "result_available: 3",
        "previous_result: { is: a }", "previous_result: { step: Quote }", "previous_result: [ { step: Quote, is: a } ]",
        "previous_result: { step: Quote, is: a, one_of: [b] }", "previous_result: { step: Quote, one_of: a }",
        "previous_result: { step: Quote, one_of: [] }", "previous_result: { step: Quote, is: 3 }",
      ]),
    Group(
      name: "captured", frame: rule("when: { captured: [ { step: Quote, field: total, HERE } ] }\n\(action)"),
      right: [
        "is: USD", "is: [USD, EUR]", "is: \"5\"", "as: text, is: x", "one_of: [a, b]", "like: \"a*\"",
        "matches: \"^a\"", "exists: true", "like: a, exists: true", "as: decimal, at_most: \"5000.00\"",
        "as: decimal, at_most: 5000", "as: decimal, more_than: \"-1\", less_than: \"1\"", "as: decimal, is: \"5\"",
        "as: decimal, one_of: [\"5\", 6]", "as: number, less_than: 5", "as: number, less_than: 5.5",
        "as: number, at_least: \"5.5\"", "as: boolean, is: true", "as: boolean, one_of: [false]",
        "as: date, at_least: \"2026-01-01\"", "as: date, at_least: 2026-01-01", "as: date, is: \"2026-01-01T15:30\"",
        "as: date, less_than: \"2026-01-01T15:30:01\"", "as: decimal, exists: false",
      ],
      wrong: [
        "as: decimal", "is: 5", "is: true", "is:", "is: []", "is: \"\"", "one_of: a", "one_of: []", "one_of: [5]",
        "like: 3", "like: [a]", "exists: yes", "exists: 1", "at_most: \"5000.00\"", "at_most: 5000",
        "as: text, at_most: \"5000.00\"", "as: boolean, at_most: true", "as: decimal, at_most: 5000.50",
        "as: decimal, at_most: \"5,000.00 USD\"", "as: decimal, at_most: \"5,000.00\"",
        "as: decimal, at_most: \"5 000\"",
        "as: decimal, at_most: true", "as: decimal, at_most: \"\"", "as: decimal, is: 5.5", "as: decimal, is: x",
        "as: decimal, one_of: [x]", "as: decimal, like: \"5*\"", "as: date, matches: \"^2\"",
        "as: number, less_than: five",
        "as: number, is: true", "as: boolean, is: \"true\"", "as: boolean, is: yes", "as: date, at_least: tomorrow",
        "as: date, at_least: \"01/02/2026\"", "as: date, at_least: 2026", "as: date, at_least: \"2026-13-01\"",
        "as: date, at_least: \"2026-01-01 15:30\"", "as: date, at_least: \"2026-01-01T25:30\"",
        "as: money, at_most: \"1\"",
        "as: Decimal, at_most: \"1\"", "as: , is: x", "equals: x", "as: decimal, at_most: [\"1\"]",
      ]),
    Group(
      name: "form", frame: rule("when: { form: HERE }\n\(action)"),
      right: ["[ { field: a, is: x } ]", "[ { field: a, is: x }, { field: b, as: number, less_than: 5 } ]"],
      wrong: [
        "{ field: a, is: x }", "[]", "[ { step: s, field: a, is: x } ]", "[ { is: x } ]", "[ { field: a } ]", "[ a ]",
        "[ { field: 3, is: x } ]", "[ { field: \"\", is: x } ]",
      ]),
  ]

  private static let actions = [
    Group(
      name: "then", frame: rule("when: { step: x }\nthen: HERE"),
      right: [
        "{ complete: { result: sent } }", "{ complete: { result: sent, comment: c, captured_data: {} } }",
        "{ reassign: { user: \"18\" } }", "{ reassign: { group: \"29\", comment: c } }",
        "{ reassign: { pool: team, not_to: current_assignee, same_person_per: instance } }",
        "{ reassign: { user: \"18\", not_to: current_assignee } }",
        "{ reassign: { user: \"18\", comment: \"for ${entity.label}, ${Quote.total}, ${captured.A.b.c}, $${x}, $\" } }",
        "{ complete: { result: a, comment: \"${Send Quote.total} of ${task.id}\" } }",
      ],
      wrong: [
        "", "{}", "[]", "complete", "{ complete: sent }", "{ complete: {} }", "{ complete: { result: 3 } }",
        "{ complete: { result_code: sent } }", "{ complete: { result: \"\" } }", "{ complete: { result: [sent] } }",
        "{ complete: { result: \"\(String(repeating: "x", count: 81))\" } }", "{ complete: { result: a, comment: 3 } }",
        "{ complete: { result: a, comment: \"\(String(repeating: "x", count: 2001))\" } }",
        "{ complete: { result: a, comment: \"${entity.name}\" } }",
        "{ complete: { result: a, comment: \"${task.x}\" } }",
        "{ complete: { result: a, comment: \"${Quote}\" } }", "{ complete: { result: a, comment: \"${Quote.total\" } }",
        "{ complete: { result: a, captured_data: [] } }", "{ complete: { result: a, captured_data: } }",
        "{ complete: { result: a }, reassign: { user: \"18\" } }", "{ reassign: {} }", "{ reassign: { user: 18 } }",
        "{ reassign: { user: Maria Garcia } }", "{ reassign: { user: \"18\", group: \"29\" } }",
        "{ reassign: { user: [\"18\"] } }", "{ reassign: { pool: Team } }", "{ reassign: { team: team } }",
        "{ reassign: { pool: team, not_to: me } }", "{ reassign: { pool: team, same_person_per: task } }",
        "{ reassign: { user: \"18\", same_person_per: instance } }",
        "{ reassign: { user: \"18\", comment: \"\(String(repeating: "x", count: 501))\" } }",
      ]),
    Group(
      name: "value",
      frame: rule("when: { step: x }\nthen: { complete: { result: a, captured_data: { f: HERE } } }"),
      right: [
        "text", "\"\"", "3", "3.5", "true", "{ value: \"007\" }", "{ value: 3 }", "{ from: Quote.total }",
        "{ from: Quote v1.2.total }", "{ from: { step: Quote, field: a.b } }", "{ from: Quote.total, as: decimal }",
        "{ from: Quote.total, if_missing: skip_task }", "{ from: Quote.total, if_missing: fail }",
        "{ from: Quote.total, if_missing: default, default: x }",
        "{ from: Quote.total, as: decimal, if_missing: default, default: \"1.50\" }",
        "{ from: Quote.total, as: boolean, if_missing: default, default: false }",
        "{ from: Quote.total, as: date, if_missing: default, default: \"2026-01-01\" }", "{ text: plain }",
        "{ text: \"for ${entity.label}\" }", "{ text: \"$${x} costs $5\" }",
        "{ text: \"${captured.Quote v1.2.total}\" }",
        "{ now: date }", "{ now: datetime }",
      ],
      wrong: [
        "", "[]", "{}", "{ from: Total }", "{ from: .total }", "{ from: Quote. }", "{ from: 3 }",
        "{ from: { step: Quote } }",
        "{ from: { step: Quote, field: f, as: text } }", "{ from: Quote.total, text: x }",
        "{ from: Quote.total, as: money }",
        "{ from: Quote.total, if_missing: default }", "{ from: Quote.total, default: x }",
        "{ from: Quote.total, if_missing: fail, default: x }", "{ from: Quote.total, if_missing: ignore }",
        "{ from: Quote.total, as: decimal, if_missing: default, default: 1.50 }",
        "{ from: Quote.total, as: decimal, if_missing: default, default: \"1.50 USD\" }",
        "{ from: Quote.total, if_missing: default, default: 3 }", "{ text: x, as: text }",
        "{ now: date, if_missing: fail }",
        "{ text: 3 }", "{ text: \"\" }", "{ text: \"${entity.name}\" }", "{ text: \"for ${entity.label\" }",
        "{ text: \"${captured.total}\" }", "{ now: time }", "{ now: true }", "{ value: [] }", "{ value: }",
        "{ as: decimal }",
      ]),
    Group(
      name: "field name",
      frame: rule("when: { step: x }\nthen: { complete: { result: a, captured_data: { HERE } } }"),
      right: ["f: x", "A field: x"], wrong: ["\"\": x", "\(String(repeating: "x", count: 1001)): x"]),
  ]

  private static let definitions = [
    Group(
      name: "calendar", frame: "schema: 1\ncalendars: { c: { HERE } }",
      right: [
        "timezone: UTC, open: { mon: [\"09:00-24:00\"] }",
        "timezone: America/Guayaquil, open: { mon-fri: [\"09:00-13:00\", \"14:00-18:00\"], sat: [] }",
        "timezone: UTC, open: { \"mon,wed\": [\"00:00-00:01\"] }",
        "timezone: UTC, open: { fri-mon: [\"09:00-18:00\"] }",
        "timezone: UTC, open: { mon: [\"09:00-18:00\"] }, closed: [\"2026-12-25\", \"2027-02-08..2027-02-09\"]",
        "timezone: UTC, open: { mon: [\"09:00-18:00\"] }, closed: [2026-12-25], holidays_known_until: 2027-12-31",
        "timezone: UTC, open: { mon: [\"09:00-18:00\"] }, closed: []",
      ],
      wrong: [
        "timezone: UTC", "open: { mon: [\"09:00-18:00\"] }", "timezone: Guayaquil, open: { mon: [\"09:00-18:00\"] }",
        "timezone: GMT-5, open: { mon: [\"09:00-18:00\"] }", "timezone: UTC, open: {}", "timezone: UTC, open: []",
        "timezone: UTC, open: { monday: [\"09:00-18:00\"] }", "timezone: UTC, open: { Mon: [\"09:00-18:00\"] }",
        "timezone: UTC, open: { mon: \"09:00-18:00\" }", "timezone: UTC, open: { mon: [\"9:00-18:00\"] }",
        "timezone: UTC, open: { mon: [\"09:00\"] }", "timezone: UTC, open: { mon: [\"09:00-25:00\"] }",
        "timezone: UTC, open: { mon: [9] }", "timezone: UTC, open: { mon: [\"09:00-18:60\"] }",
        "timezone: UTC, open: { mon: [\"09:00-18:00\"] }, closed: \"2026-12-25\"",
        "timezone: UTC, open: { mon: [\"09:00-18:00\"] }, closed: [\"25-12-2026\"]",
        "timezone: UTC, open: { mon: [\"09:00-18:00\"] }, closed: [\"2026-13-01\"]",
        "timezone: UTC, open: { mon: [\"09:00-18:00\"] }, holidays_known_until: 2027",
        "timezone: UTC, open: { mon: [\"09:00-18:00\"] }, holidays: []",
      ]),
    Group(
      name: "pool", frame: "schema: 1\npools: { p: { HERE } }",
      right: [
        "pick: round_robin, members: [ { user: \"18\" } ]",
        "pick: least_loaded, tie_break: longest_idle, members: [ { group: \"18\", note: Ana, max_open: 15 } ]",
        "pick: weighted, members: [ { user: \"18\", weight: 2 }, { user: \"19\" } ], if_nobody: { group: \"29\" }",
        "pick: round_robin, members: [ { user: \"18\", away: [\"2026-08-03..2026-08-14\", \"2026-12-24\"] } ]",
        "pick: round_robin, members: [ { user: \"18\", away: [2026-08-03] } ]",
        "pick: round_robin, members: [ { user: \"18\", away: [] } ]",
      ],
      wrong: [
        "pick: round_robin", "members: [ { user: \"18\" } ]", "pick: random, members: [ { user: \"18\" } ]",
        "pick: round_robin, members: []", "pick: round_robin, members: { user: \"18\" }",
        "pick: round_robin, members: [ \"18\" ]", "pick: round_robin, members: [ { user: 18 } ]",
        "pick: round_robin, members: [ { user: Maria Garcia } ]", "pick: round_robin, members: [ { note: x } ]",
        "pick: round_robin, members: [ { user: \"18\", group: \"19\" } ]",
        "pick: round_robin, members: [ { user: \"18\", weight: 0 } ]",
        "pick: round_robin, members: [ { user: \"18\", weight: \"2\" } ]",
        "pick: round_robin, members: [ { user: \"18\", max_open: 0 } ]",
        "pick: round_robin, members: [ { user: \"18\", away: 2026-08-03 } ]",
        "pick: round_robin, members: [ { user: \"18\", away: [august] } ]",
        "pick: round_robin, members: [ { user: \"18\" } ], tie_break: oldest",
        "pick: round_robin, members: [ { user: \"18\" } ], if_nobody: \"29\"",
        "pick: round_robin, members: [ { user: \"18\" } ], if_nobody: {}",
        "pick: round_robin, members: [ { user: \"18\" } ], if_nobody: { user: \"1\", group: \"2\" }",
      ]),
  ]
}
