import Glibc
import Needs
import Testing

/// SIGHUP: everything anew, each tenant whole or not at all.
@Suite(.limit(minutes: 10)) struct ReloadTests {
  @Test("wrong rules are refused once and the old ones go on; mended, the new ones act")
  func wrongThenMended() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let daemon = try world.daemon()
      try await daemon.record("tenant.ok")
      try world.write("schema: 1\nrules: [ { id: } ]\n", to: "rules/rules.yaml")
      daemon.kill(SIGHUP)
      let failed = try await daemon.record("daemon.reload.failed")
      #expect(failed.level == "err")
      #expect(failed.message.contains("rules.yaml:2:"), "\(failed.message)")
      #expect(failed.message.contains("capataz check"), "\(failed.message)")
      let count = daemon.errors.lines.count
      try world.write(RuleTexts.welcome, to: "rules/rules.yaml")
      daemon.kill(SIGHUP)
      try await daemon.record("daemon.reload.ok", from: count)
      try await daemon.record("intent.done", from: count)
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
      #expect(daemon.records(of: "daemon.reload.failed").count == 1)
      #expect(try await world.sandbox.history().history.count == 1)
    }
  }

  @Test("after a refused reload the old rules go on acting")
  func oldRulesGoOn() async throws {
    try await World.with(rules: RuleTexts.mixed) { world in
      let wanted = World.wantedByMixedRules(try await world.sandbox.tasks())
      let daemon = try world.daemon()
      try await daemon.record("intent.armed")
      try world.write("schema: 1\nrules: 7\n", to: "rules/rules.yaml")
      daemon.kill(SIGHUP)
      try await daemon.record("daemon.reload.failed")
      let done = await daemon.tasks(of: "intent.done", untilThereAre: wanted.count)
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
      #expect(done == Set(wanted.map(\.task)))
      try await world.expectExactly(wanted)
    }
  }

  @Test("a tenant whose settings changed is started anew, with its journal and its limits; a new one is added")
  func tenants() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let daemon = try world.daemon()
      try await daemon.record("tenant.ok")
      let before = daemon.errors.lines.count
      var setup = Setup(url: world.sandbox.url)
      setup.timeout = "3s"
      try world.write(setup.yaml + "\n" + setup.tenant("zeta") + "\n", to: "config.yaml")
      daemon.kill(SIGHUP)
      let reloaded = try await daemon.record("daemon.reload.ok")
      #expect(reloaded.message.contains("acme restarted"))
      #expect(reloaded.message.contains("zeta added"))
      for name in ["acme", "zeta"] {
        try await daemon.record("tenant.ok", from: before) { $0.fields["tenant"] == name }
      }
      let count = daemon.errors.lines.count
      try world.write(setup.yaml, to: "config.yaml")
      daemon.kill(SIGHUP)
      let again = try await daemon.record("daemon.reload.ok", from: count)
      #expect(again.message.contains("zeta removed"))
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
      #expect(daemon.records(of: "tenant.ok").count { $0.fields["tenant"] == "acme" } == 2)
    }
  }

  @Test("reloads that come in a storm, with a stop behind them, end in a clean stop")
  func storm() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let daemon = try world.daemon()
      try await daemon.record("daemon.ready")
      for _ in 0..<50 { daemon.kill(SIGHUP) }
      daemon.kill(SIGTERM)
      daemon.kill(SIGHUP)
      #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")
      #expect(daemon.records.last?.event == "daemon.stop")
    }
  }

  @Test(
    "a tenant that is changed, or taken out, and put back while its last write is in flight goes on as it was",
    arguments: ["changed", "removed"])
  func putBack(_ how: String) async throws {
    try await World.with { world in
      try world.write(RuleTexts.idle, to: "idle/idle.yaml")
      let setup = Setup(url: world.sandbox.url)
      var (moved, other) = (setup, setup)
      moved.url = "http://127.0.0.1:1"
      other.rules = "[idle]"
      func yaml(_ tenants: String...) -> String {
        "schema: 1\nstate: state\nlog: { format: json }\ntenants:\n" + tenants.map { $0 + "\n" }.joined()
      }
      let first = yaml(setup.tenant("acme"), other.tenant("zeta"))
      try world.write(first, to: "config.yaml")
      try await world.sandbox.inject("delay:40", at: "complete")
      let daemon = try world.daemon()
      await world.sandbox.request("/complete -> 200")
      try world.write(
        how == "removed" ? yaml(other.tenant("zeta")) : yaml(moved.tenant("acme"), other.tenant("zeta")),
        to: "config.yaml")
      daemon.kill(SIGHUP)
      try await daemon.record("daemon.reload.ok")
      let count = daemon.errors.lines.count
      try world.write(first, to: "config.yaml")
      daemon.kill(SIGHUP)
      try await daemon.record("daemon.reload.ok", from: count)
      try await daemon.record("intent.done", from: count)
      try await daemon.record("tenant.ok", from: count) { $0.fields["tenant"] == "acme" }
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
      #expect(daemon.records(of: "poll.failed").isEmpty)
    }
  }
}
