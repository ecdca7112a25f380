/// Wrong files that fit their schemas: what is wrong is not in their structure.
extension VerdictTable {
  static let beyond = [
    // JSON does not tell them apart: 5000 and 5000.00, a day or an hour with quotes and without, yes and "yes".
    Group(
      name: "read by YAML", frame: "schema: 1\nrules: [ { id: a, when: { HERE }, then: { complete: { result: b } } } ]",
      right: [],
      wrong: [
        "captured: [ { step: s, field: f, as: decimal, at_most: 5000.00 } ]", "workflow: yes", "workflow: [on]",
        "captured: [ { step: s, field: f, as: number, is: 007 } ]", "workflow: “A”", "workflow:\u{A0}A",
      ]),
    Group(
      name: "calendar", frame: "schema: 1\ncalendars: { c: { timezone: HERE } }", right: [],
      wrong: [
        "UTC, open: { mon: [09:00-18:00] }", "Atlantis/Poseidonis, open: { mon: [\"09:00-18:00\"] }",
        "UTC, open: { mon: [\"18:00-09:00\"] }", "UTC, open: { mon: [] }",
        "UTC, open: { mon: [\"09:00-18:00\"], mon-fri: [\"09:00-18:00\"] }",
        "UTC, open: { mon: [\"09:00-12:00\", \"11:00-18:00\"] }",
        "UTC, open: { mon: [\"09:00-18:00\"] }, closed: [\"2026-02-30\"]",
        "UTC, open: { mon: [\"09:00-18:00\"] }, closed: [\"2026-03-02..2026-03-01\"]",
      ]),
    // A name is defined elsewhere, or nowhere.
    Group(
      name: "names", frame: "schema: 1\nrules: [ { id: a, when: { HERE }, then: { complete: { result: b } } } ]",
      right: [],
      wrong: [
        "all_of: [nowhere]", "age: { at_least: 2bd }", "step: { matches: \"(\" }", "step: { like: \"[a\" }",
        "age: { at_least: 2h, at_most: 1h }", "age: { at_least: 4000d }",
      ]),
    Group(
      name: "config", frame: "schema: 1\nHERE", right: [],
      wrong: [
        // Tenants may be in other files.
        "state: x",
        """
        tenants:
          a:
            url: https://a.b
            timezone: UTC
            credentials: { token: { env: T }, api_key: { env: K } }
            rules: [rules]
            poll: { every: 10s }
        """,
      ]),
  ]

  /// The fixtures of which the same holds.
  static let fixturesBeyond = [combined, named, patterns, written].flatMap { $0.split { $0.isWhitespace } }.map(
    String.init)

  /// Two values that do not fit together, or one that is not a day, a length or a number there can be.
  private static let combined = """
    age-backwards age-too-long calendar-hours-midnight calendar-hours-overlap calendar-never-open
    calendar-weekday-twice captured-date-wrong config-duration-huge config-http-timeout config-poll-too-often
    config-url-port pool-away-backwards test-at-missing test-time-skipped
    """

  /// A name that is nowhere, twice, or elsewhere.
  private static let named = """
    age-no-calendar calendar-timezone-wrong calendar-undefined calendar-unknown config-rules-folder-missing
    config-rules-wrong config-tenants-missing config-timezone-misspelt cooldown-no-calendar definition-twice
    fact-cycle fact-undefined fact-unknown id-twice limit-sum-field limit-sum-reassign limit-sum-text
    pool-member-twice pool-unknown test-captured-unknown test-fact-of-other-rule test-fact-unknown
    test-field-unknown test-fixture-unknown test-name-twice test-pool-unknown test-rule-unknown test-rules-wrong
    test-unreadable-unknown test-without-unknown
    """

  /// Patterns.
  private static let patterns = """
    glob-backwards glob-lone-mark glob-unclosed matches-broken matches-lone-mark matches-mark-by-number
    matches-mark-in-set
    """

  /// What YAML is, or what JSON does not tell apart.
  private static let written = """
    calendar-hours-unquoted captured-unquoted-decimal directive duplicate-key field-name-number from-default-type
    limit-sum-unquoted merge-key number-too-large tab-in-line text-on two-documents value-hexadecimal
    value-leading-zero value-long-number value-yes
    """
}
