import Foundation
import RuleFiles
import Rules
import Testing
import YAML

@Suite struct ConfigurationTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("rules/a.yaml", ruleFile("a"))
  }

  /// Loads a configuration with one tenant that has these lines besides the required ones.
  private func load(
    url: String = "https://acme.geotareas.com", zone: String = "America/Guayaquil",
    credentials: String = "{ token: { file: t }, api_key: { env: K } }", top: String = "", lines: String = "",
    state: String? = nil, isRunHere: Bool = false
  ) throws -> Loaded<LoadedConfiguration> {
    let path = try folder.write(
      "config.yaml",
      """
      schema: 1
      \(top)
      tenants:
        acme:
          url: \(url)
          timezone: \(zone)
          credentials: \(credentials)
          rules: [rules]
          \(lines)

      """)
    return ConfigurationLoader(state: state, isRunHere: isRunHere).load(path)
  }

  private func tenant(_ loaded: Loaded<LoadedConfiguration>) throws -> TenantConfiguration {
    #expect(loaded.diagnostics.rendered() == "")
    return try #require(loaded.value?.configuration.tenants.first)
  }

  @Test("what is left out has the documented default")
  func defaults() throws {
    let loaded = try load()
    let tenant = try tenant(loaded)
    #expect(loaded.value?.configuration.state == "/var/lib/capataz")
    #expect(loaded.value?.configuration.log == LogSettings())
    #expect(tenant.tenant == "acme.geotareas.com")
    #expect(tenant.poll == PollSettings())
    #expect(tenant.staleness == .seconds(15))
    #expect(tenant.lateApply == .seconds(60))
    #expect(tenant.limits.login == LimitSettings.Limit(requests: 2, per: .seconds(30)))
    #expect(loaded.value?.rules["acme"]?.rules.map(\.id) == ["a"])
  }

  @Test("a limit for both reads or both writes is one that they share; limits of their own are not; none says nothing")
  func sharedLimits() throws {
    let given = try tenant(
      load(lines: "limits: { reads: { requests: 20 }, complete: { requests: 5, per: 30s } }"))
    #expect(given.limits.reads == .shared && given.limits.writes == .separate)
    #expect(given.limits.list == .init(requests: 20, per: .seconds(60)) && given.limits.detail == given.limits.list)
    #expect(given.limits.complete.requests == 5 && given.limits.reassign.requests == 10)
    let silent = try tenant(load(lines: "limits: { login: { requests: 1 } }"))
    #expect(silent.limits.reads == .unknown && silent.limits.writes == .unknown)
  }

  @Test("a stop button is a workflow and a step, both of them, and none unless given")
  func stopButton() throws {
    #expect(try tenant(load()).stopButton == nil)
    let given = try tenant(load(lines: "stop_button: { workflow: Robot, step: Stop }"))
    #expect(given.stopButton == StopButtonSettings(workflow: "Robot", step: "Stop"))
    let all = ["{ workflow: Robot }", "{ workflow: Robot, step: Stop, entity: A }", "Stop", "{ workflow: 7, step: }"]
    for wrong in all {
      let loaded = try load(lines: "stop_button: \(wrong)")
      #expect(loaded.value == nil && !loaded.diagnostics.isEmpty, "\(wrong)")
    }
  }

  @Test("a dead-man's call has an address that is a secret, every five minutes unless given, and none unless given")
  func ping() throws {
    #expect(try load().value?.configuration.ping == nil)
    let short = try load(top: "ping: { url: { credential: ping-url } }")
    #expect(short.diagnostics.isEmpty)
    #expect(short.value?.configuration.ping == PingSettings(url: .credential("ping-url")))
    #expect(short.value?.configuration.ping?.every == .seconds(300))
    let full = try load(top: "ping: { url: { file: p }, every: 1h, http: { allow_private: true, timeout: 15s } }")
    let ping = try #require(full.value?.configuration.ping)
    #expect(ping.url == .file("\(folder.path)/p") && ping.every == .seconds(3_600))
    #expect(ping.http.allowPrivate && ping.http.timeout == .seconds(15))
  }

  @Test(
    "a dead-man's call with a mistake is refused as a whole",
    arguments: [
      "{}", "{ url: { credential: a, file: b } }", "{ url: { credential: p }, every: 5 }",
      "{ url: { credential: p }, every: 10ms }", "{ url: { credential: p }, evry: 5m }", "7", "[a]",
      "{ url: { credential: p }, http: { timeout: 1s, connect_timeout: 2s } }",
    ])
  func wrongPing(_ text: String) throws {
    let loaded = try load(top: "ping: \(text)")
    #expect(loaded.value == nil && loaded.diagnostics.count { $0.severity == .error } == 1, "\(text)")
  }

  @Test(
    "an address that stands in the file where only its place should is in no message",
    arguments: [
      "ping: https://hc-ping.com/5f1c9f0e-secret", "ping: { url: https://hc-ping.com/5f1c9f0e-secret }",
      "ping:\n  url: https://hc-ping.com/5f1c9f0e-secret\n  every: soon",
      "ping: { url: { link: https://hc-ping.com/5f1c9f0e-secret } }",
      "ping: { https://hc-ping.com/5f1c9f0e-secret: 5m }", "ping: { url: [https://hc-ping.com/5f1c9f0e-secret] ",
      "ping:\n  url: \"https://hc-ping.com/5f1c9f0e-secret",
    ])
  func secretPing(_ text: String) throws {
    let loaded = try load(top: text)
    #expect(loaded.value == nil && loaded.diagnostics.hasErrors)
    #expect(!loaded.diagnostics.rendered().contains("5f1c9f0e"), "\(loaded.diagnostics.rendered())")
  }

  @Test("a call that is wanted more often than a tenant is polled comes later, which is a warning")
  func seldomPolled() throws {
    let top = "ping: { url: { credential: p }, every: 5m }"
    let loaded = try load(top: top, lines: "poll: { every: 1h }")
    #expect(loaded.value != nil && loaded.diagnostics.map(\.severity) == [.warning])
    #expect(loaded.diagnostics.first?.message.contains("tenant 'acme'") == true)
    #expect(try load(top: top, lines: "poll: { every: 5m }").diagnostics.isEmpty)
  }

  @Test("what is given is taken, and durations are exact")
  func given() throws {
    try folder.write("ca.pem", "-----BEGIN CERTIFICATE-----")
    let loaded = try load(
      top: "state: state\nlog: { level: debug, format: json, summary_every: 1.5h, names: false }",
      lines: "poll: { every: 0.25s, statuses: [PENDING, IN_PROGRESS], overdue: false }\n    staleness: 100ms\n"
        + "    late_apply: 1d\n    limits: { complete: { requests: 3 }, list: { per: 2m } }\n"
        + "    http: { ca_file: ca.pem, proxy: \"http://Proxy:3128\", allow_private: true, timeout: 1m }")
    let tenant = try tenant(loaded)
    let configuration = try #require(loaded.value?.configuration)
    #expect(configuration.state == "\(folder.path)/state")
    #expect(configuration.log.level == .debug && configuration.log.format == .json)
    #expect(configuration.log.summaryEvery == .seconds(5400) && !configuration.log.names && LogSettings().names)
    #expect(tenant.poll.every == .milliseconds(250))
    #expect(tenant.poll.statuses == [.pending, .inProgress])
    #expect(tenant.poll.overdue == false)
    #expect(tenant.staleness == .milliseconds(100))
    #expect(tenant.lateApply == .seconds(86_400))
    #expect(tenant.limits.complete == LimitSettings.Limit(requests: 3, per: .seconds(60)))
    #expect(tenant.limits.list == LimitSettings.Limit(requests: 30, per: .seconds(120)))
    #expect(tenant.http.caFile == "\(folder.path)/ca.pem")
    #expect(tenant.http.proxy == "http://proxy:3128")
    #expect(tenant.http.allowPrivate)
    #expect(tenant.http.timeout == .seconds(60))
  }

  @Test(
    "a file of authorities that holds none, or is none, is a mistake where it is to run and a warning elsewhere",
    arguments: [
      (nil, "cannot read the file: no such file or directory"), ("", "the file is empty"),
      ("-----BEGIN PRIVATE KEY-----", "no certificate is in the file"),
    ] as [(String?, String)])
  func authorities(text: String?, problem: String) throws {
    if let text { try folder.write("ca.pem", text) }
    let said = "tenant 'acme' can trust no server: '\(folder.path)/ca.pem': \(problem); put the authorities'"
    for (isRunHere, severity) in [(true, Diagnostic.Severity.error), (false, .warning)] {
      let loaded = try load(lines: "http: { ca_file: ca.pem }", isRunHere: isRunHere)
      #expect(loaded.diagnostics.map(\.severity) == [severity])
      #expect(loaded.diagnostics.first?.message.hasPrefix(said) == true, "\(loaded.diagnostics.rendered())")
      #expect(loaded.diagnostics.first?.mark.line == 9)
      #expect((loaded.value == nil) == isRunHere)
    }
  }

  @Test("the state folder can be given from outside")
  func state() throws {
    #expect(try load(top: "state: x", state: "/run/other").value?.configuration.state == "/run/other")
  }

  static let addresses: [(given: String, url: String, tenant: String)] = [
    ("https://ACME.geotareas.com/", "https://acme.geotareas.com", "acme.geotareas.com"),
    ("HTTPS://a.b:8443//", "https://a.b:8443", "a.b"),
    ("http://127.0.0.1:8080", "http://127.0.0.1:8080", "127.0.0.1"),
    ("http://127.9.8.7", "http://127.9.8.7", "127.9.8.7"), ("\"http://[::1]:81\"", "http://[::1]:81", "::1"),
    ("https://10.0.0.1", "https://10.0.0.1", "10.0.0.1"),
  ]

  @Test("an address is taken in one form, and its host is the tenant", arguments: addresses)
  func url(given: String, url: String, tenant: String) throws {
    let found = try self.tenant(try load(url: given))
    #expect(found.url == url)
    #expect(found.tenant == tenant)
  }

  @Test(
    "an address that is not one, or not safe, is refused",
    arguments: [
      "http://localhost", "http://128.0.0.1", "http://127.0.0.1.example.com", "http://0x7f000001", "http://2130706433",
      "\"http://[::2]\"", "\"http://[::ffff:127.0.0.1]\"", "https://", "https:///x", "ftp://a.b", "https://a b",
      "https://a..b", "https://-a.b", "https://a.b/../c", "https://a.b/x//y", "\"https://a.b\\r\\nX: y\"",
      "https://a.b:0", "\"https://a.b:\"", "https://a@b", "\"https://a.b/#x\"", "https://a.b\\c", "\"https://[::1\"",
      "\"https://a.b/\\u00e9\"",
    ])
  func badURL(url: String) throws {
    let loaded = try load(url: url)
    #expect(loaded.value == nil)
    #expect(loaded.diagnostics.map(\.mark.line) == [5])
  }

  @Test(
    "an address with anything behind the origin is refused, with its place and the address that is meant",
    arguments: [
      ("https://Acme.geotareas.com/apidev/v1", 36, "the path of the API", "https://acme.geotareas.com"),
      ("https://acme.geotareas.com:8443/apidev/v1/", 41, "the path of the API", "https://acme.geotareas.com:8443"),
      ("https://a.b/x/APIdev", 21, "the path of the API", "https://a.b"),
      ("https://a.b/x", 21, "a path", "https://a.b"),
      ("http://127.0.0.1:18080/foo", 32, "a path", "http://127.0.0.1:18080"),
      ("\"http://[::1]:81/x\"", 26, "a path", "http://[::1]:81"),
      ("https://a.b?token=hidden", 21, "a query", "https://a.b"), ("https://a.b/?x", 21, "a query", "https://a.b"),
      ("\"https://a.b/#x\"", 22, "a fragment", "https://a.b"),
    ])
  func surplus(url: String, column: Int, words: String, meant: String) throws {
    let loaded = try load(url: url)
    #expect(loaded.value == nil && loaded.diagnostics.count == 1)
    let said = try #require(loaded.diagnostics.first)
    #expect(said.message.hasPrefix("the address has \(words)"), "\(said.message)")
    #expect(said.message.hasSuffix(" \(meant)"), "\(said.message)")
    #expect(said.mark.line == 5 && said.mark.column == column, "\(said.mark)")
    #expect(!said.message.contains("hidden"))
  }

  @Test("an IANA zone is taken", arguments: ["UTC", "Europe/Madrid", "America/Argentina/Ushuaia", "Etc/UTC"])
  func zone(name: String) throws {
    #expect(try tenant(try load(zone: name)).timezone == name)
  }

  @Test(
    "what is not the name of a zone is refused",
    arguments: [
      "EST", "GMT+5", "\"+05:00\"", "America", "America/Nowhere", "../etc/localtime", "Europe/../UTC", "\"\"", "5",
    ])
  func badZone(name: String) throws {
    #expect(try load(zone: name).diagnostics.map(\.mark.line) == [6])
  }

  @Test("secrets are named by where they are, files from the folder of the configuration")
  func secrets() throws {
    let robot = try tenant(
      try load(
        credentials: "{ email: r@a.example, password: { credential: acme-password }, api_key: { file: /k } }"))
    #expect(
      robot.credentials
        == CredentialSettings(
          login: .password(email: "r@a.example", password: .credential("acme-password")), apiKey: .file("/k")))
    let token = try tenant(try load())
    #expect(token.credentials == CredentialSettings(login: .token(.file("\(folder.path)/t")), apiKey: .env("K")))
  }

  @Test("wrong rules and a wrong configuration are found in one run, and nothing is loaded")
  func together() throws {
    try folder.write("rules/b.yaml", "schema: 1\nrules: [ { id: b } ]\n")
    let loaded = try load(lines: "poll: { every: 1 }")
    #expect(loaded.value == nil)
    let places = loaded.diagnostics.map { $0.mark.description.replacing(folder.path, with: "DIR") }
    #expect(places == ["DIR/config.yaml:9:20", "DIR/rules/b.yaml:2:10", "DIR/rules/b.yaml:2:10"])
  }

  @Test("two tenants may share rules; a mistake in them is told once")
  func shared() throws {
    let tenant = """
          url: https://acme.geotareas.com
          timezone: UTC
          credentials: { token: { file: t }, api_key: { env: K } }
          rules: [rules]

      """
    let path = try folder.write("config.yaml", "schema: 1\ntenants:\n  one:\n\(tenant)  two:\n\(tenant)")
    #expect(ConfigurationLoader().load(path).value?.rules.keys.sorted() == ["one", "two"])
    try folder.write("rules/b.yaml", "schema: 1\nrules: [ { id: a } ]\nx: 1\n")
    #expect(ConfigurationLoader().load(path).diagnostics.filter { $0.message.contains("'x'") }.count == 1)
  }

  @Test("a configuration that cannot be read is an error")
  func unreadable() throws {
    let missing = ConfigurationLoader().load("\(folder.path)/none.yaml")
    #expect(missing.value == nil)
    #expect(missing.diagnostics.map(\.message) == ["cannot read the file: no such file or directory"])
    #expect(ConfigurationLoader().load(folder.path).value == nil)
    #expect(ConfigurationLoader().load("").value == nil)
  }
}
