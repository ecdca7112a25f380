import Glibc
import Needs
import Testing

/// SIGTERM and SIGINT: no new work, the write in flight is finished and journalled.
@Suite(.limit(minutes: 10)) struct StopTests {
  @Test(
    "a write in flight gets its answer, its outcome is journalled, and the exit code is 0",
    arguments: [SIGTERM, SIGINT])
  func writeInFlight(_ signal: Int32) async throws {
    try await World.with(setup: { $0.timeout = "30s" }) { world in
      // Eight seconds: a busy machine may take some of them to send the signal.
      try await world.sandbox.inject("delay:160", at: "complete")
      let daemon = try world.daemon()
      await world.sandbox.request("/complete -> 200")
      daemon.kill(signal)
      try await daemon.record("daemon.stopping")
      let intent = try #require(daemon.records(of: "intent.armed").last?.fields["intent"])
      #expect(
        daemon.records(of: "daemon.stopping").map(\.message)
          == ["capataz stops once the server has answered about \(intent)"])
      #expect(daemon.records(of: "intent.done").isEmpty)
      #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")
      #expect(daemon.records(of: "intent.done").count == 1)
      #expect(daemon.records.last?.event == "daemon.stop")
      let intents = try await world.intents()
      #expect(intents.map { $0["state"] } == ["done"])
      #expect(intents.map { $0["task"] } == [RuleTexts.example])
      let run = try await world.runOnce()
      #expect(run.exit == .code(0))
      #expect(try await world.sandbox.history().history.count == 1)
      try world.expectNoSecret(in: daemon, run.process)
    }
  }

  @Test("a write whose answer never comes ends with its time-out, in doubt, and the next run settles it")
  func noAnswer() async throws {
    try await World.with(setup: { $0.timeout = "2s" }) { world in
      try await world.sandbox.inject("hang", at: "complete")
      let daemon = try world.daemon()
      await world.sandbox.request("/complete -> no answer")
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")
      #expect(try await world.intents().map { $0["state"] } == ["unknown"])
      let run = try await world.runOnce()
      #expect(run.exit == .code(0), "\(run.process.errors.text)")
      #expect(try await world.intents().map { $0["state"] } == ["done"])
      #expect(try await world.sandbox.history().history.count == 1)
    }
  }

  @Test("an idle daemon stops at once with 0", arguments: [SIGTERM, SIGINT])
  func idle(_ signal: Int32) async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let daemon = try world.daemon()
      try await daemon.record("tenant.ok")
      daemon.kill(signal)
      #expect(await daemon.exit() == .code(0))
      #expect(daemon.records.map(\.event).suffix(2) == ["daemon.stopping", "daemon.stop"])
      #expect(daemon.records(of: "daemon.stopping").map(\.message) == ["capataz stops; no write is under way"])
    }
  }

  @Test("a daemon whose login or poll hangs stops at once with 0", arguments: ["login", "list", "detail"])
  func readInFlight(_ endpoint: String) async throws {
    try await World.with { world in
      try await world.sandbox.inject("hang", at: endpoint)
      let daemon = try world.daemon()
      await world.sandbox.request("-> no answer")
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")
      #expect(try await world.sandbox.history().history.isEmpty)
    }
  }

  @Test("a kill between the arming and the answer leaves a doubt that the next run settles by reading")
  func killedInFlight() async throws {
    try await World.with(setup: { $0.timeout = "30s" }) { world in
      try await world.sandbox.inject("delay:160", at: "complete")
      let daemon = try world.daemon()
      await world.sandbox.request("/complete -> 200")
      daemon.kill(SIGKILL)
      #expect(await daemon.exit() == .signal(SIGKILL))
      #expect(try await world.intents().map { $0["state"] } == ["armed"])
      let run = try await world.runOnce()
      #expect(run.exit == .code(0), "\(run.process.errors.text)")
      #expect(run.process.records(of: "intent.verified").count == 1)
      #expect(try await world.sandbox.traffic()["complete", default: .none].total == 1)
    }
  }
}
