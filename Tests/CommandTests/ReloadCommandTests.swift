import Foundation
import Glibc
import Needs
import Testing

/// A reload that says what came of it.
@Suite(.limit(minutes: 10)) struct ReloadCommandTests {
  /// Two rules that never write; the first one takes the example task.
  private static func rules(template: String, second: String, closes: String = "") -> String {
    """
    schema: 1
    rules:
      - id: watched
        when: { step: Send Welcome Email, entity_id: "738291047382910473" }
        then: { complete: { result: sent, captured_data: { email_address: contact@acme.com, template: \(template) } } }
      - { id: \(second), when: { step: No Such Step }, then: { complete: { result: sent } } }
    \(closes)
    """
  }

  private struct Answer: Decodable {
    struct Rules: Decodable {
      var added: [String]
      var removed: [String]
      var changed: [String]
      var reordered: Bool
    }

    struct Outlook: Decodable {
      var tasks: Int
      var differing: Int
      var unclear: Int
    }

    struct Tenant: Decodable {
      var tenant: String
      var change: String
      var rules: Rules?
      var outlook: Outlook?
    }

    var verdict: String
    var why: String?
    var tenants: [Tenant]

    init(_ child: ChildProcess) throws {
      self = try JSONDecoder().decode(Self.self, from: Data(child.output.text.utf8))
    }
  }

  @Test("it tells which rules differ and how many tasks would be decided differently, as text, as JSON and in the log")
  func changes() async throws {
    try await World.with(rules: Self.rules(template: "Plain", second: "gone")) { world in
      let daemon = try world.daemon()
      // Then the tasks of the poll are in the journal.
      try await daemon.record("decision.shadow")
      try world.write(
        Self.rules(
          template: "Premium", second: "new",
          closes:
            "  - { id: detailed, when: { step: Close, result_available: never }, then: { complete: { result: closed } } }"
        ), to: "rules/rules.yaml")
      let reload = try world.start("reload", "--format", "json")
      #expect(await reload.exit() == .code(0), "\(reload.errors.text)")
      let answer = try Answer(reload)
      #expect(answer.verdict == "reloaded")
      let tenant = try #require(answer.tenants.first)
      #expect(tenant.tenant == "acme" && tenant.change == "kept")
      #expect(tenant.rules?.added == ["new", "detailed"])
      #expect(tenant.rules?.removed == ["gone"])
      #expect(tenant.rules?.changed == ["watched"])
      #expect(tenant.rules?.reordered == false)
      let open = try await world.sandbox.tasks().filter { $0.status == "PENDING" }
      #expect(tenant.outlook?.differing == 1)
      #expect(tenant.outlook?.unclear == open.count { $0.step == "Close" })
      #expect(tenant.outlook?.tasks == open.count)
      let record = try await daemon.record("daemon.reload.ok")
      #expect(
        record.message.contains("acme: 2 rules added (new, detailed), 1 rule removed (gone), 1 rule changed (watched)"))
      #expect(record.fields["rules_added"] == "2" && record.fields["rules_removed"] == "1")
      #expect(record.fields["tasks"] == String(open.count) && record.fields["tasks_differing"] == "1")

      let again = try world.start("reload")
      #expect(await again.exit() == .code(0), "\(again.errors.text)")
      #expect(again.output.text == "reloaded: nothing changed\n")
      try world.write(Self.rules(template: "Premium", second: "new"), to: "rules/rules.yaml")
      let text = try world.start("reload")
      #expect(await text.exit() == .code(0), "\(text.errors.text)")
      #expect(text.output.text.hasPrefix("reloaded\n  acme: 1 rule removed (detailed), of "), "\(text.output.text)")
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
    }
  }

  @Test(
    "wrong files are shown with line and caret, and the daemon says what it goes on with; a secret is named with its cure"
  )
  func refused() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let daemon = try world.daemon()
      try await daemon.record("tenant.ok")
      try world.write("schema: 1\nrules: 7\n", to: "rules/rules.yaml")
      let wrong = try world.start("reload")
      #expect(await wrong.exit() == .code(1))
      #expect(wrong.errors.text.contains("\(world.folder)/rules/rules.yaml:2:8: error: "), "\(wrong.errors.text)")
      #expect(wrong.errors.text.contains("\nrules: 7\n       ^\n"), "\(wrong.errors.text)")
      #expect(wrong.errors.text.contains("capataz: acme refused, what it had loaded stays in force: "))
      #expect(wrong.output.text.isEmpty)
      try world.write(RuleTexts.idle, to: "rules/rules.yaml")
      chmod(world.folder + "/password", 0o644)
      for format in ["text", "json"] {
        let unsafe = try world.start("reload", "--format", format)
        #expect(await unsafe.exit() == .code(1))
        #expect(unsafe.errors.text.contains("chmod 0400 \(world.folder)/password"), "\(unsafe.errors.text)")
        #expect(unsafe.errors.text.contains("see all with: capataz status"), "\(unsafe.errors.text)")
        if format == "json" { #expect(try Answer(unsafe).verdict == "refused") }
      }
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
      #expect(daemon.records(of: "daemon.reload.failed").count == 3)
      #expect(daemon.records(of: "secret.unsafe").count == 2)
      #expect(daemon.records(of: "daemon.reload.ok").isEmpty)
    }
  }

  @Test("without a daemon it ends with 1 and says so, also where there was one before, or a command has the journal")
  func nobody() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      for hasRun in [false, true] {
        if hasRun { #expect(try await world.runOnce().exit == .code(0)) }
        let reload = try world.start("reload")
        #expect(await reload.exit() == .code(1))
        #expect(
          reload.errors.text
            == "capataz: no daemon runs on the state directory \(world.folder)/state; a start loads the files "
            + "(systemctl start, or capataz run)\n")
      }
      try await world.sandbox.inject("hang", at: "list")
      let plan = try world.start("plan", "--fresh", "--allow-volatile-state")
      await world.sandbox.request("-> no answer")
      let reload = try world.start("reload")
      #expect(await reload.exit() == .code(1))
      #expect(reload.errors.text.contains("no daemon runs"), "\(reload.errors.text)")
      plan.kill(SIGKILL)
      #expect(await plan.exit() == .signal(SIGKILL), "a signal would have ended it before")
    }
  }

  @Test("a tenant that changed starts again by itself: the other one goes on with its session")
  func onlyTheChangedOne() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      try world.write(RuleTexts.idle, to: "zeta/idle.yaml")
      let setup = Setup(url: world.sandbox.url)
      var other = setup
      other.rules = "[zeta]"
      func yaml(_ acme: Setup) -> String {
        "schema: 1\nstate: state\nlog: { format: json }\ntenants:\n" + acme.tenant("acme") + "\n" + other.tenant("zeta")
          + "\n"
      }
      try world.write(yaml(setup), to: "config.yaml")
      let daemon = try world.daemon()
      for name in ["acme", "zeta"] { try await daemon.record("tenant.ok") { $0.fields["tenant"] == name } }
      let before = daemon.errors.lines.count
      var changed = setup
      changed.timeout = "3s"
      try world.write(yaml(changed), to: "config.yaml")
      let reload = try world.start("reload", "--format", "json")
      #expect(await reload.exit() == .code(0), "\(reload.errors.text)")
      #expect(try Answer(reload).tenants.map { "\($0.tenant) \($0.change)" } == ["acme restarted", "zeta kept"])
      try await daemon.record("tenant.ok", from: before) { $0.fields["tenant"] == "acme" }
      // That the other one works on shows in an effect of its own.
      try world.write(RuleTexts.welcome, to: "zeta/idle.yaml")
      let rules = try world.start("reload")
      #expect(await rules.exit() == .code(0), "\(rules.errors.text)")
      try await daemon.record("intent.done", from: before) { $0.fields["tenant"] == "zeta" }
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
      let starts = daemon.records(of: "tenant.ok").map { $0.fields["tenant", default: ""] }
      #expect(starts.count { $0 == "acme" } == 2)
      #expect(starts.count { $0 == "zeta" } == 1)
      #expect(try await world.sandbox.traffic()["login", default: .none].total == 3)
    }
  }

  @Test("asked for many times at once, each gets its answer")
  func crowd() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let daemon = try world.daemon()
      try await daemon.record("daemon.ready")
      let reloads = try (0..<8).map { _ in try world.start("reload") }
      for reload in reloads { #expect(await reload.exit() == .code(0), "\(reload.errors.text)") }
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
    }
  }

  @Test("a daemon that waits for its last write refuses a reload")
  func whileStopping() async throws {
    try await World.with { world in
      try await world.sandbox.inject("delay:40", at: "complete")
      let daemon = try world.daemon()
      await world.sandbox.request("/complete -> 200")
      daemon.kill(SIGTERM)
      try await daemon.record("daemon.stopping")
      let reload = try world.start("reload")
      #expect(await reload.exit() == .code(1))
      #expect(reload.errors.text.contains("the daemon is stopping"), "\(reload.errors.text)")
      #expect(await daemon.exit() == .code(0))
    }
  }
}
