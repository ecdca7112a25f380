import Glibc
import Needs
import Testing

/// A server that cannot be read for a while.
@Suite(.limit(minutes: 10)) struct ReadFaultTests {
  static let faults = [
    "status:500", "status:503", "status:403", "html:502", "html:200", "half_json", "empty", "lost_before", "redirect",
  ]

  @Test("tasks that cannot be listed are told once, asked for calmly, and worked on afterwards", arguments: faults)
  func list(_ fault: String) async throws {
    try await World.with { world in
      try await world.sandbox.inject(fault, at: "list", count: 7)
      let daemon = try world.daemon()
      try await daemon.record("intent.done")
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")
      // Who may not list tasks needs a person.
      let told =
        fault == "status:403" ? (event: "tenant.forbidden", level: "err") : (event: "poll.failed", level: "warning")
      #expect(daemon.records(of: told.event).map(\.level) == [told.level], "\(daemon.errors.text)")
      #expect(daemon.records(of: "poll.recovered").map(\.level) == ["notice"])
      #expect(try await world.sandbox.history().history.count == 1)
      // A page that failed four times, two of its rows or three times more, and a poll of two pages, with room for a poll more.
      #expect(try await world.sandbox.traffic()["list", default: .none].total <= 11)
    }
  }

  @Test(
    "a look that fails sends nothing and is taken again with a later poll",
    arguments: faults.filter { $0 != "status:403" })
  func look(_ fault: String) async throws {
    try await World.with { world in
      try await world.sandbox.inject(fault, at: "detail")
      let run = try await world.runOnce()
      #expect(run.exit == .code(0), "\(run.process.errors.text)")
      let seen = try await world.sandbox.history()
      #expect(seen.history.map(\.task) == [RuleTexts.example], "\(run.process.errors.text)")
      let traffic = try await world.sandbox.traffic()
      #expect(traffic["complete", default: .none].total == 1)
      #expect(traffic["detail", default: .none].total == 2)
    }
  }

  @Test("a task that the API refuses to show is left alone and told once; a single run tries three times and says so")
  func refusedLook() async throws {
    try await World.with { world in
      try await world.sandbox.inject("status:403", at: "detail", count: 10)
      let run = try await world.runOnce()
      #expect(run.exit == .code(1), "\(run.process.errors.text)")
      #expect(try await world.sandbox.history().history.isEmpty)
      #expect(try await world.sandbox.traffic()["detail", default: .none].total == 3)
      #expect(run.process.records(of: "poll.failed").map(\.level) == ["err"], "\(run.process.errors.text)")
      #expect(run.process.records(of: "decision.blocked").count == 1, "\(run.process.errors.text)")
    }
  }

  @Test(
    "a login that fails for the server's reasons is tried again",
    arguments: [
      "status:500", "html:502", "half_json", "empty", "lost_before", "redirect", "status:429", "login_blocked",
    ])
  func login(_ fault: String) async throws {
    try await World.with { world in
      try await world.sandbox.inject(fault, at: "login")
      let run = try await world.runOnce()
      #expect(run.exit == .code(0), "\(run.process.errors.text)")
      #expect(try await world.sandbox.history().history.count == 1)
      #expect(try await world.sandbox.traffic()["login", default: .none].total == 2)
      #expect(run.process.records(of: "tenant.auth_failed").isEmpty)
    }
  }

  @Test("a tenant that is down at the start is worked on once it is up")
  func comesUpLater() async throws {
    try await World.with { world in
      await world.sandbox.stop()
      let daemon = try world.daemon()
      let failed = try await daemon.record("poll.failed")
      #expect(failed.level == "warning")
      let sandbox = try await SandboxProcess.start(World.sandboxProgram, port: world.sandbox.port, [])
      defer { sandbox.process.kill(SIGKILL) }
      try await daemon.record("intent.done")
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
      #expect(try await sandbox.history().history.count == 1)
    }
  }

  @Test("a tenant that stays down ends a single run with 1 and a clear word")
  func staysDown() async throws {
    try await World.with { world in
      try world.configure { $0.every = "30s" }
      await world.sandbox.stop()
      let run = try await world.runOnce()
      #expect(run.exit == .code(1), "\(run.process.errors.text)")
      #expect(run.process.records(of: "daemon.stop").first?.fields["ending"] == "server unreachable")
      let last = try #require(run.process.records(of: "poll.failed").last)
      #expect(last.level == "err" && last.message.hasPrefix("acme: given up: "), "\(last)")
    }
  }

  @Test("a tenant that is down ends each command that looks with 1, and one message that says where and what to do")
  func looksInVain() async throws {
    try await World.with { world in
      // As in production, not as scaled for tests.
      try world.configure { $0.every = "30s" }
      await world.sandbox.stop()
      for command in [["plan"], ["why", RuleTexts.example], ["forecast"], ["directory"], ["check", "--live"]] {
        let child = try world.start(command + ["--allow-volatile-state"])
        #expect(await child.exit() == .code(1), "\(command): \(child.errors.text)")
        let complaints = child.errors.lines.filter { $0.hasPrefix("capataz: ") }
        #expect(complaints.count == 1 && complaints.first?.contains(world.sandbox.url) == true, "\(child.errors.text)")
        #expect(!child.errors.text.contains("trying again"), "\(child.errors.text)")
        #expect(child.errors.text.contains("check 'url' in the configuration"), "\(child.errors.text)")
      }
    }
  }

  @Test("a tenant that is down does not keep another one from its work")
  func neighbour() async throws {
    try await World.with { world in
      var down = Setup(url: "http://127.0.0.1:1")
      down.timeout = "1s"
      let yaml = Setup(url: world.sandbox.url).yaml
      try world.write(yaml + "\n" + down.tenant("other") + "\n", to: "config.yaml")
      let daemon = try world.daemon()
      try await daemon.record("poll.failed") { $0.fields["tenant"] == "other" }
      try await daemon.record("intent.done") { $0.fields["tenant"] == "acme" }
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")
    }
  }
}

extension SandboxProcess.Traffic {
  static let none = Self(total: 0, limited: 0, mostInWindow: 0)
}
