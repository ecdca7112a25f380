extension MessageTests {
  static let configurations: [Case] = [
    Case(
      name: "the path of the API", text: configuration(url: "https://acme.example/apidev/v1"),
      said: [
        "4:30: error: the address has the path of the API, which capataz adds by itself; write only the origin: "
          + "https://acme.example"
      ]),
    Case(
      name: "the name of this machine", text: configuration(url: "http://localhost:8080"),
      said: [
        "4:10: error: http is only for a loopback address in digits, not for its name; write http://127.0.0.1:8080"
      ]),
    Case(
      name: "the city alone", text: configuration(zone: "Guayaquil"),
      said: ["5:15: error: unknown time zone 'Guayaquil'; did you mean 'America/Guayaquil'?"]),
    Case(
      name: "a city of two words", text: configuration(zone: "new york"),
      said: ["5:15: error: unknown time zone 'new york'; did you mean 'America/New_York'?"]),
    Case(
      name: "warn", text: configuration(top: "log: { level: warn }\n"),
      said: ["2:15: error: unknown level 'warn'; did you mean 'warning'?"]),
    Case(
      name: "a rate", text: configuration(extra: "    limits: { list: 30/min, login: 2 }\n"),
      said: [
        "8:21: error: expected a map with 'requests', 'per', got the text '30/min'; write { requests: 30, per: 60s }",
        "8:36: error: expected a map with 'requests', 'per', got the number '2'; write { requests: 2, per: 60s }",
      ]),
    Case(
      name: "a time for the poll", text: configuration(extra: "    poll: 30s\n"),
      said: [
        "8:11: error: expected a map with 'every', 'statuses', 'overdue', got the text '30s'; write { every: 30s }"
      ]),
    Case(
      name: "a period in words", text: configuration(extra: "    poll: { every: 1 minute }\n"),
      said: ["8:20: error: unknown unit 'minute'; write 1m"]),
    Case(
      name: "rules at the root", text: configuration(rules: "rules: [rules.yaml]"),
      said: [
        "7:1: error: 'rules' stands in the configuration; it belongs to a tenant: indent it below the tenant's name"
      ]),
    Case(
      name: "a rule file", text: rule(),
      said: [
        "2:1: error: this is a rule file, not a configuration; name it in the configuration, under 'rules' of a tenant"
      ]),
    Case(
      name: "a file of another program", text: "services:\n  a: { image: b }\n",
      said: [
        "1:1: error: this looks like a file of Docker Compose, not like a configuration, which has 'schema: 1' and "
          + "'tenants'"
      ]),
  ]

  static let tests: [Case] = [
    Case(
      name: "rules", text: rule(),
      said: ["2:1: error: these are rules, not rule tests; give files that end in .test.yaml, or their folder"]),
    Case(
      name: "a configuration", text: configuration(),
      said: ["2:1: error: this is a configuration, not a file of rule tests; run: capataz check"]),
  ]
}
