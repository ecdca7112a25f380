import Glibc
import Needs
import Testing

/// A server that refuses us: told once, and the server is left alone.
@Suite(.limit(minutes: 10)) struct CredentialTests {
  @Test("a wrong password ends a single run with 77 after one login")
  func wrongPassword() async throws {
    try await World.with { world in
      try world.write("wrong", to: "password", mode: 0o600)
      let run = try await world.runOnce()
      #expect(run.exit == .code(77), "\(run.process.errors.text)")
      #expect(run.process.records(of: "tenant.auth_failed").map(\.level) == ["err"])
      let traffic = try await world.sandbox.traffic()
      #expect(traffic["login", default: .none].total == 1)
      #expect(traffic["list", default: .none].total == 0)
    }
  }

  @Test("a wrong API key is told once, after one login more; the right one is taken over by a reload")
  func wrongKey() async throws {
    try await World.with { world in
      try world.write("gtk_wrong", to: "api-key", mode: 0o600)
      let daemon = try world.daemon()
      try await daemon.record("tenant.auth_failed")
      var traffic = try await world.sandbox.traffic()
      #expect(traffic["login", default: .none].total == 2)
      #expect(traffic["list", default: .none].total == 2)
      try world.write("gtk_sandbox_0123456789", to: "api-key", mode: 0o600)
      daemon.kill(SIGHUP)
      try await daemon.record("intent.done")
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
      #expect(daemon.records(of: "tenant.auth_failed").count == 1)
      traffic = try await world.sandbox.traffic()
      #expect(traffic["login", default: .none].total == 3)
    }
  }

  @Test("a wrong API key ends a single run with 77")
  func wrongKeyOnce() async throws {
    try await World.with { world in
      try world.write("gtk_wrong", to: "api-key", mode: 0o600)
      let run = try await world.runOnce()
      #expect(run.exit == .code(77), "\(run.process.errors.text)")
      #expect(run.process.records(of: "tenant.auth_failed").count == 1)
    }
  }

  @Test("a reload with an unsafe secret is refused, and the old one stays in force")
  func unsafeAtReload() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let daemon = try world.daemon()
      try await daemon.record("tenant.ok")
      try world.write("sandbox-password", to: "password", mode: 0o644)
      try world.write(RuleTexts.welcome, to: "rules/rules.yaml")
      daemon.kill(SIGHUP)
      let failed = try await daemon.record("daemon.reload.failed")
      #expect(failed.level == "err")
      #expect(
        failed.message.contains("chmod 0400 \(world.folder)/password; see all with: capataz status"),
        "\(failed.message)")
      let unsafe = daemon.records(of: "secret.unsafe")
      #expect(unsafe.map(\.level) == ["err"])
      #expect(unsafe.first?.message.contains("chmod 0400 \(world.folder)/password") == true)
      chmod(world.folder + "/password", 0o400)
      daemon.kill(SIGHUP)
      try await daemon.record("intent.done")
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
    }
  }

  @Test("a token that has expired costs one login and nothing else", arguments: ["list", "detail"])
  func expiredToken(_ endpoint: String) async throws {
    try await World.with { world in
      try await world.sandbox.inject("status:401", at: endpoint)
      let run = try await world.runOnce()
      #expect(run.exit == .code(0), "\(run.process.errors.text)")
      #expect(try await world.sandbox.traffic()["login", default: .none].total == 2)
      #expect(try await world.sandbox.history().history.count == 1)
      #expect(run.process.records.allSatisfy { $0.level == "notice" || $0.level == "info" })
    }
  }
}
