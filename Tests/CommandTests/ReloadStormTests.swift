#if FAILPOINTS
  import Foundation
  import Glibc
  import Needs
  import Testing

  /// Reloads are merged, hold up neither the work nor the watchdog, and a stop does not wait for them.
  @Suite("Reloads that take long, or come in a storm", .limit(minutes: 10)) struct ReloadStormTests {
    /// A daemon whose first load waits at a gate, and what opens the gate.
    private static func with(
      environment: [String: String] = [:],
      _ body: (World, ChildProcess, _ open: @Sendable () -> Void) async throws -> Void
    ) async throws {
      try await World.with(rules: RuleTexts.idle) { world in
        let gate = world.folder + "/gate"
        try world.write("", to: "gate")
        let order = ["CAPATAZ_FAILPOINT": "during-reload:wait", "CAPATAZ_FAILPOINT_GATE": gate]
        let daemon = try world.daemon(environment: order.merging(environment) { $1 })
        try await daemon.record("tenant.ok")
        try await body(world, daemon) { unlink(gate) }
      }
    }

    private static func isLoading(_ daemon: ChildProcess) async -> Bool {
      await daemon.whileNotCancelled {
        await daemon.errors.first { $0 == "failpoint during-reload: wait" ? $0 : nil }
      } != nil
    }

    @Test("while a load takes its time the watchdog is fed, and tenants hear of a hold and its release")
    func beside() async throws {
      try await World.with(rules: RuleTexts.idle) { world in
        let manager = try NotifySocket()
        defer { manager.end() }
        try world.write("", to: "gate")
        let daemon = try world.daemon(environment: [
          "CAPATAZ_FAILPOINT": "during-reload:wait", "CAPATAZ_FAILPOINT_GATE": world.folder + "/gate",
          "NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "300000",
        ])
        try await daemon.record("tenant.ok")
        let mark = manager.messages.lines.count
        daemon.kill(SIGHUP)
        #expect(await Self.isLoading(daemon))
        let reloading = try #require(await manager.line("RELOADING=1", from: mark))
        var next = reloading.next
        for _ in 0..<5 { next = try #require(await manager.line("WATCHDOG=1", from: next)).next }
        let hold = try world.start("hold", "--why", "a test")
        #expect(await hold.exit() == .code(0), "\(hold.errors.text)")
        try await daemon.record("hold.set")
        let release = try world.start("release", "--all")
        #expect(await release.exit() == .code(0), "\(release.errors.text)")
        try await daemon.record("hold.released")
        #expect(!manager.messages.lines[reloading.next...].contains("READY=1"))
        #expect(daemon.records(of: "daemon.reload.ok").isEmpty)
        unlink(world.folder + "/gate")
        #expect(await manager.line("READY=1", from: next) != nil)
        daemon.kill(SIGTERM)
        #expect(await daemon.exit() == .code(0))
      }
    }

    @Test("hundreds who ask while a load runs are answered by one more, or a few where some come late")
    func merged() async throws {
      try await Self.with { world, daemon, open in
        let first = try world.start("reload")
        #expect(await Self.isLoading(daemon))
        for _ in 0..<300 { daemon.kill(SIGHUP) }
        let other = try world.start("reload")
        open()
        for reload in [first, other] { #expect(await reload.exit() == .code(0), "\(reload.errors.text)") }
        daemon.kill(SIGTERM)
        #expect(await daemon.exit() == .code(0))
        #expect((2...5).contains(daemon.records(of: "daemon.reload.ok").count))
      }
    }

    @Test("a stop overtakes a load that runs and all that wait: who asked is told, and the end is clean")
    func overtaken() async throws {
      try await Self.with { world, daemon, _ in
        let reload = try world.start("reload")
        #expect(await Self.isLoading(daemon))
        for _ in 0..<300 { daemon.kill(SIGHUP) }
        daemon.kill(SIGTERM)
        // The gate is never opened.
        #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")
        #expect(await reload.exit() == .code(1))
        #expect(reload.errors.text.contains("the daemon is stopping"), "\(reload.errors.text)")
        #expect(daemon.records.map(\.event).suffix(2) == ["daemon.stopping", "daemon.stop"])
        #expect(daemon.records(of: "daemon.reload.ok").isEmpty)
      }
    }
  }
#endif
