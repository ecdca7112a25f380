/// Configurations and rule tests.
extension VerdictTable {
  private static func tenant(_ lines: String) -> String {
    "schema: 1\ntenants:\n  acme:\n" + lines.split(separator: "\n").map { "    \($0)\n" }.joined()
  }

  private static let zone = "timezone: UTC\n"
  private static let url = "url: https://acme.example\n"
  private static let credentials = "credentials: { token: { env: TOKEN }, api_key: { env: KEY } }\n"
  private static let rulesKey = "rules: [rules]\n"

  static let configurations = [
    Group(
      name: "config", frame: "HERE" + tenant(url + zone + credentials + rulesKey).dropFirst("schema: 1".count),
      right: [
        "schema: 1", "schema: 1\nstate: /x",
        "schema: 1\nlog: { level: error, format: text, summary_every: 1h, names: true }",
        "schema: 1\nlog: {}", "schema: 1\nkeep: { decisions: 1d, at_most: 1000 }",
        "schema: 1\nkeep: { decisions: 500ms }",
      ],
      wrong: [
        "state: /x", "schema: 2", "schema: 1\nstate:", "schema: 1\nstate: 3", "schema: 1\nstate: \"\"",
        "schema: 1\nlog: { level: warn }", "schema: 1\nlog: { level: err }", "schema: 1\nlog: { format: syslog }",
        "schema: 1\nlog: { summary_every: 15 }", "schema: 1\nlog: { summary_every: 0m }",
        "schema: 1\nlog: { summary_every: 15 m }", "schema: 1\nlog: { names: no }", "schema: 1\nlog:",
        "schema: 1\nlog: info", "schema: 1\nkeep: 30d", "schema: 1\nkeep: { decisions: 1w }",
        "schema: 1\nkeep: { at_most: 999 }", "schema: 1\nkeep: { at_most: \"1000\" }", "schema: 1\nrules: [rules]",
        "schema: 1\nkeep: { decisions: 1bd }",
      ]),
    Group(
      name: "config, tenants", frame: "schema: 1\ntenants: HERE",
      right: ["{ acme: { url: \"https://a.b\", timezone: UTC, rules: [rules], \(credentials.dropLast()) } }"],
      wrong: [
        "{}", "", "[]", "acme",
        "{ Acme: { url: \"https://a.b\", timezone: UTC, rules: [rules], \(credentials.dropLast()) } }",
        "{ a b: { url: \"https://a.b\", timezone: UTC, rules: [rules], \(credentials.dropLast()) } }", "{ acme: }",
        "{ acme: { timezone: UTC, rules: [rules], \(credentials.dropLast()) } }",
        "{ acme: { url: \"https://a.b\", rules: [rules], \(credentials.dropLast()) } }",
        "{ acme: { url: \"https://a.b\", timezone: UTC, \(credentials.dropLast()) } }",
        "{ acme: { url: \"https://a.b\", timezone: UTC, rules: [rules] } }",
      ]),
    Group(
      name: "config, url", frame: tenant("url: HERE\n" + zone + credentials + rulesKey),
      right: [
        "https://acme.geotareas.com", "https://acme.geotareas.com/", "https://acme.example:8443",
        "HTTPS://Acme.example",
        "http://127.0.0.1:8080", "http://127.1.2.3", "\"http://[::1]:8080\"", "\"https://[2001:db8::1]\"",
      ],
      wrong: [
        "acme.geotareas.com", "ftp://acme.example", "http://acme.example", "http://localhost:8080", "http://10.0.0.1",
        "https://acme.example/apidev/v1", "https://acme.example?x", "https://acme.example#x", "https://", "3", "",
        "https://user@acme.example", "https://acme.example:port", "https://acme example", "[https://acme.example]",
        "\"https://acme.example/ \"",
      ]),
    Group(
      name: "config, tenant", frame: tenant(url + zone + credentials + rulesKey + "HERE"),
      right: [
        "tenant: acme.geotareas.com", "poll: {}", "poll: { every: 30s, statuses: [PENDING], overdue: true }",
        "poll: { statuses: [PENDING, IN_PROGRESS, COMPLETED] }", "staleness: 15s", "staleness: 1.5s", "late_apply: 60s",
        "limits: {}", "limits: { list: {} }", "limits: { reads: { requests: 30, per: 60s }, writes: { requests: 10 } }",
        "limits: { list: { requests: 1 }, detail: { per: 1m }, complete: {}, reassign: {}, login: {} }",
        "limits: { reads: { requests: 30 }, complete: { requests: 10 } }",
        "http: { connect_timeout: 5s, timeout: 10s, ca_file: null, proxy: null, allow_private: true }",
        "http: { proxy: http://proxy:3128 }", "http: { proxy: https://10.0.0.1 }", "http: {}",
        "stop_button: { workflow: Robot Control, step: Stop }",
      ],
      wrong: [
        "tenant: a b", "tenant: 3", "tenant:", "poll: 30s", "poll: { every: 30 }", "poll: { every: 0s }",
        "poll: { statuses: PENDING }", "poll: { statuses: [] }", "poll: { statuses: [pending] }",
        "poll: { statuses: [PENDING, PENDING] }", "poll: { overdue: yes }", "poll: { interval: 30s }", "staleness: 15",
        "staleness: 15 s", "staleness:", "late_apply: never", "limits: { list: 30/min }",
        "limits: { list: { requests: 0 } }",
        "limits: { list: { per: 60 } }", "limits: { lists: {} }", "limits: { reads: {}, list: {} }",
        "limits: { reads: {}, detail: {} }", "limits: { writes: {}, complete: {} }",
        "limits: { writes: {}, reassign: {} }",
        "http: { ca_file: 3 }", "http: { ca_file: \"\" }", "http: { proxy: proxy:3128 }", "http: { proxy: http://a/b }",
        "http: { allow_private: null }", "http: { timeout: 10 }", "http: { verify: false }", "stop_button: { step: x }",
        "stop_button: { workflow: x }", "stop_button: Stop", "stop_button: { workflow: x, step: 3 }", "endpoint: x",
      ]),
    Group(
      name: "config, zone and rules", frame: tenant(url + credentials + "HERE"),
      right: [
        "timezone: America/Guayaquil\n    rules: [rules]", "timezone: UTC\n    rules: [rules/rules.yaml]",
      ],
      wrong: [
        "timezone: Guayaquil\n    rules: [rules]", "timezone: EST\n    rules: [rules]",
        "timezone: -5\n    rules: [rules]",
        "timezone: UTC\n    rules: rules", "timezone: UTC\n    rules: []", "timezone: UTC\n    rules: [3]",
        "timezone: UTC\n    rules:", "timezone: UTC\n    rules: { a: b }", "timezone: \"\"\n    rules: [rules]",
      ]),
    Group(
      name: "config, credentials", frame: tenant(url + zone + rulesKey + "credentials: HERE"),
      right: [
        "{ email: a@b.c, password: { credential: acme-password }, api_key: { file: k } }",
        "{ token: { file: /x/token }, api_key: { env: A_1 } }",
      ],
      wrong: [
        "{}", "", "secret", "{ api_key: { env: A } }", "{ email: a@b.c, api_key: { env: A } }",
        "{ password: { env: P }, api_key: { env: A } }", "{ email: a@b.c, password: { env: P } }",
        "{ email: a, password: { env: P }, api_key: { env: A } }",
        "{ email: a b@c, password: { env: P }, api_key: { env: A } }",
        "{ email: a@b.c, password: hunter2, api_key: { env: A } }",
        "{ email: a@b.c, password: {}, api_key: { env: A } }",
        "{ email: a@b.c, token: { env: T }, api_key: { env: A } }",
        "{ email: a@b.c, password: { env: P }, token: { env: T }, api_key: { env: A } }",
        "{ token: { env: T, file: x }, api_key: { env: A } }", "{ token: { env: 1A }, api_key: { env: A } }",
        "{ token: { credential: A b }, api_key: { env: A } }", "{ token: { file: \"\" }, api_key: { env: A } }",
        "{ token: { vault: x }, api_key: { env: A } }", "{ token: { file: 3 }, api_key: { env: A } }",
      ]),
  ]

  private static let testHead = """
    schema: 1
    rules: rules
    timezone: UTC
    at: "2026-03-09T15:30"
    fixtures: { quote: { task: { workflow: Quote }, captured: { Quote: { total: "1.00" } }, form: { f: 1 } } }

    """

  static let tests = [
    Group(
      name: "test file", frame: "HERE",
      right: [
        "schema: 1\ntimezone: UTC\ntests: []\nrules: rules", "schema: 1\ntimezone: UTC\ntests: []\nrules: [rules]",
        "schema: 1\ntimezone: UTC\ntests: []\nrules: rules\nat: 2026-03-09",
        "schema: 1\ntimezone: UTC\ntests: []\nrules: rules\nfixtures: {}",
      ],
      wrong: [
        "", "schema: 1\ntimezone: UTC\nrules: rules", "schema: 1\ntests: []\nrules: rules",
        "timezone: UTC\ntests: []\nrules: rules", "schema: 1\ntimezone: Quito\ntests: []\nrules: rules",
        "schema: 1\ntimezone: UTC\ntests: {}\nrules: rules", "schema: 1\ntimezone: UTC\ntests: []\nrules: []",
        "schema: 1\ntimezone: UTC\ntests: []\nrules: 3", "schema: 1\ntimezone: UTC\ntests: []\nrules: rules\nat: noon",
        "schema: 1\ntimezone: UTC\ntests: []\nrules: rules\nat: 15:30",
        "schema: 1\ntimezone: UTC\ntests: []\nrules: rules\nfixtures: []",
        "schema: 1\ntimezone: UTC\ntest: []\nrules: rules",
      ]),
    Group(
      name: "test fixture", frame: testHead + "tests: [ { name: n, expect: { rule: first }, given: HERE } ]",
      right: [
        "quote", "{}", "{ task: {} }", "{ task: { id: \"1\", instance_id: \"2\", escalated: true, overdue: false } }",
        "{ task: { workflow: null, entity_id: null, status: null, due: null, assigned_user: null } }",
        "{ task: { status: IN_PROGRESS, entity_id: \"7\", created: 2026-03-09, due: \"2026-03-09T10:00:05\" } }",
        "{ task: { assigned_user: Ana, assigned_group: { id: \"29\" } } }",
        "{ task: { assigned_user: { id: \"1\", name: Ana } } }",
        "{ captured: { Quote: { total: 3, other: null, list: [] } }, previous_result: { Quote: sent }, results: [] }",
        "{ form: { a: true }, results: [sent, done] }",
      ],
      wrong: [
        "3", "", "[]", "{ task: 3 }", "{ task: { name: x } }", "{ task: { id: 1 } }", "{ task: { id: null } }",
        "{ task: { workflow: 3 } }", "{ task: { workflow: \"\" } }", "{ task: { status: pending } }",
        "{ task: { entity_id: \"a b\" } }", "{ task: { created: noon } }", "{ task: { due: 3 } }",
        "{ task: { escalated: null } }", "{ task: { escalated: \"true\" } }", "{ task: { assigned_user: {} } }",
        "{ task: { assigned_user: { nam: x } } }", "{ task: { assigned_user: 3 } }", "{ captured: { Quote: 3 } }",
        "{ captured: [] }", "{ previous_result: { Quote: 3 } }", "{ previous_result: { Quote: } }", "{ form: 3 }",
        "{ results: sent }", "{ results: [3] }", "{ steps: {} }",
      ]),
    Group(
      name: "test", frame: testHead + "tests: [ { HERE } ]",
      right: [
        "name: n, given: quote, expect: { rule: first }",
        "name: n, given: quote, at: \"2026-03-07T12:00\", expect: { rule: first }",
        "name: n, given: quote, with: {}, without: [], unreadable: [], expect: { rule: first }",
        "name: n, given: quote, with: { captured.Quote.total: 3, task.due: null, results: [a] }, expect: { rule: first }",
        "name: n, given: quote, with: { previous_result.Quote: sent, form.f: [] }, expect: { rule: first }",
        "name: n, given: quote, without: [captured.Quote, task.created, form.f, results], expect: { rule: first }",
        "name: n, given: quote, unreadable: [captured, captured.Quote, form], expect: { rule: first }",
        "name: n, given: quote, unreadable: [task.assigned_user.name, task.step], expect: { rule: first }",
      ],
      wrong: [
        "given: quote, expect: { rule: first }", "name: n, expect: { rule: first }", "name: n, given: quote",
        "name: 3, given: quote, expect: { rule: first }", "name: n, given: quote, at: 12:00, expect: { rule: first }",
        "name: n, given: quote, with: [], expect: { rule: first }",
        "name: n, given: quote, with: { Quote.total: 3 }, expect: { rule: first }",
        "name: n, given: quote, with: { task.title: x }, expect: { rule: first }",
        "name: n, given: quote, with: { task.escalated: maybe }, expect: { rule: first }",
        "name: n, given: quote, with: { task.created: 3 }, expect: { rule: first }",
        "name: n, given: quote, with: { results: sent }, expect: { rule: first }",
        "name: n, given: quote, with: { previous_result.Quote: 3 }, expect: { rule: first }",
        "name: n, given: quote, with: { captured: x }, expect: { rule: first }",
        "name: n, given: quote, without: task.step, expect: { rule: first }",
        "name: n, given: quote, without: [task], expect: { rule: first }",
        "name: n, given: quote, without: [captured], expect: { rule: first }",
        "name: n, given: quote, without: [3], expect: { rule: first }",
        "name: n, given: quote, unreadable: [task], expect: { rule: first }",
        "name: n, given: quote, note: x, expect: { rule: first }",
      ]),
    Group(
      name: "test, expect", frame: testHead + "tests: [ { name: n, given: quote, expect: HERE } ]",
      right: [
        "{ rule: first }", "{ complete: {} }", "{ complete: { result: sent } }",
        "{ rule: first, complete: { exact: true } }",
        "{ complete: { captured_data: { total: \"1.00\" } } }", "{ complete: { captured_data: { total: null } } }",
        "{ reassign: {} }", "{ reassign: { user: \"18\", comment: x } }", "{ reassign: { pool: team } }",
        "{ no_action: { near_miss: first } }", "{ no_action: { near_miss: first, failed: small } }",
        "{ no_action: { near_miss: first, unknown: [small] } }", "{ no_action: { matches_at: never } }",
        "{ no_action: { matches_at: \"2026-03-09T12:00\" } }",
      ],
      wrong: [
        "{}", "", "first", "{ rule: 3 }", "{ rule: First }", "{ complete: { result: 3 } }", "{ complete: 3 }",
        "{ complete: {}, reassign: {} }", "{ rule: first, no_action: { near_miss: first } }",
        "{ complete: {}, no_action: { near_miss: first } }", "{ reassign: {}, no_action: { near_miss: first } }",
        "{ complete: { captured_data: [] } }", "{ complete: { captured_data: { total: [] } } }",
        "{ complete: { exact: yes } }", "{ complete: { fields: {} } }", "{ reassign: { user: 18 } }",
        "{ reassign: { user: \"a b\" } }", "{ reassign: { user: \"18\", group: \"29\" } }", "{ no_action: {} }",
        "{ no_action: true }", "{ no_action: { failed: small } }", "{ no_action: { unknown: small } }",
        "{ no_action: { near_miss: 3 } }", "{ no_action: { matches_at: soon } }", "{ nothing: true }",
        "{ no_action: { near_miss: first, failed: [] } }",
      ]),
  ]
}
