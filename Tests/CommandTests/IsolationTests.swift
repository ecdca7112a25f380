import Glibc
import Needs
import Testing

/// What keeps one tenant from working keeps no other from it.
@Suite("Broken tenants beside one that works", .limit(minutes: 10)) struct IsolationTests {
  @Test(
    "a dead host, a handshake that hangs, refused credentials, secrets that are not there and wrong rules hold up nobody else"
  )
  func others() async throws {
    // Connections are taken by the system; nobody ever says a word on them.
    let (listener, port) = try LoopbackClient.listen()
    defer { close(listener) }
    try await World.with(rules: RuleTexts.mixed) { world in
      try world.write("schema: 1\nrules: 7\n", to: "broken/rules.yaml")
      try world.write(RuleTexts.idle, to: "idle/rules.yaml")
      try world.write("wrong\n", to: "wrong-password", mode: 0o600)
      let good = Setup(url: world.sandbox.url)
      func tenant(_ name: String, _ change: (inout Setup) -> Void) -> String {
        var setup = good
        setup.rules = "[idle]"
        change(&setup)
        return setup.tenant(name) + "\n"
      }
      let broken = [
        tenant("dead") { $0.url = "http://127.0.0.1:1" },
        tenant("hung") {
          $0.url = "https://127.0.0.1:\(port)"
          $0.authorities = "null, allow_private: true"
        },
        tenant("refused") { $0.password = "{ file: wrong-password }" },
        tenant("secretless") { $0.password = "{ file: nowhere }" },
        tenant("misruled") { $0.rules = "[broken]" },
      ]
      try world.write(
        "schema: 1\nstate: state\nlog: { format: json }\ntenants:\n" + broken.joined() + good.tenant("acme") + "\n",
        to: "config.yaml")
      let wanted = World.wantedByMixedRules(try await world.sandbox.tasks())
      let daemon = try world.daemon()
      let misruled = try await daemon.record("tenant.paused") { $0.fields["tenant"] == "misruled" }
      #expect(misruled.level == "err" && misruled.message.contains("rules.yaml:2:"), "\(misruled.message)")
      try await daemon.record("secret.unsafe") { $0.fields["tenant"] == "secretless" }
      try await daemon.record("tenant.auth_failed") { $0.fields["tenant"] == "refused" }
      for name in ["dead", "hung"] { try await daemon.record("poll.failed") { $0.fields["tenant"] == name } }
      #expect(await daemon.tasks(of: "intent.done", untilThereAre: wanted.count) == Set(wanted.map(\.task)))

      // Mended, what was left out is started.
      try world.write(RuleTexts.idle, to: "broken/rules.yaml")
      try world.write("sandbox-password\n", to: "nowhere", mode: 0o600)
      daemon.kill(SIGHUP)
      let reloaded = try await daemon.record("daemon.reload.ok")
      for name in ["misruled", "secretless"] {
        #expect(reloaded.message.contains("\(name) added"), "\(reloaded.message)")
        try await daemon.record("tenant.ok") { $0.fields["tenant"] == name }
      }
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")
      let acting = daemon.records.filter { $0.event.hasPrefix("intent.") }.compactMap { $0.fields["tenant"] }
      #expect(Set(acting) == ["acme"])
      let seen = try await world.sandbox.history()
      #expect(Set(seen.history) == wanted && seen.history.count == wanted.count && seen.refused.isEmpty)
    }
  }

  @Test("run once, the daemon leaves nobody out: a person is there to read what is wrong")
  func once() async throws {
    try await World.with { world in
      try world.write("schema: 1\nrules: 7\n", to: "broken/rules.yaml")
      var wrong = Setup(url: world.sandbox.url)
      wrong.rules = "[broken]"
      try world.write(Setup(url: world.sandbox.url).yaml + "\n" + wrong.tenant("misruled") + "\n", to: "config.yaml")
      let run = try await world.runOnce()
      #expect(run.exit == .code(78) && run.process.errors.text.contains("rules.yaml:2:"))
      #expect(try await world.sandbox.traffic().values.allSatisfy { $0.total == 0 })
    }
  }

  @Test("where no tenant's credentials can be read, the start is refused with 77")
  func none() async throws {
    try await World.with(setup: { $0.password = "{ file: nowhere }" }) { world in
      let daemon = try world.daemon()
      #expect(await daemon.exit() == .code(77), "\(daemon.errors.text)")
    }
  }
}
