#if FAILPOINTS
  import Failpoints
  import Foundation
  import Glibc
  import Needs
  import Testing

  /// The real binary dies, stops or fails at every place that matters, and the next one puts things right.
  @Suite(.limit(minutes: 10)) struct FailpointTests {
    struct Case: Sendable, CustomTestStringConvertible {
      var point: Failpoint
      var action: Failpoint.Action

      /// In the middle of the work, not at its beginning.
      private var passing: Int {
        switch point {
        case .duringCheckpoint: 40
        case .duringReload: 1
        // The stop itself reads and writes nothing; the closing of the journal behind it does.
        case .duringStop: action == .error ? 2 : 1
        default: 2
        }
      }

      var environment: [String: String] {
        ["CAPATAZ_FAILPOINT": "\(point.rawValue):\(action.rawValue):\(passing)"]
      }

      var line: String { "failpoint \(point.rawValue): \(action.rawValue)" }

      /// How the daemon may end that passes the place.
      var exits: [ChildProcess.Exit] {
        switch (action, point) {
        case (.kill, _): [.signal(SIGKILL)]
        case (.error, .beforeArmCommit), (.error, .afterArmCommit), (.error, .beforeOutcomeCommit),
          (.error, .afterOutcomeCommit), (.error, .duringCheckpoint), (.error, .duringStop):
          [.code(74)]
        // All its reads may have timed out meanwhile, on which a single run gives up.
        case (.stop, _): [.code(0), .code(1)]
        // The first one comes with the opening of the journal, before signals are trapped.
        case (.term, .duringCheckpoint): [.code(0), .signal(SIGTERM)]
        default: [.code(0)]
        }
      }

      var testDescription: String { "\(point.rawValue):\(action.rawValue)" }
    }

    static let cases = Failpoint.allCases.flatMap { point in
      // Who waits there does so for a test of its own.
      Failpoint.Action.allCases.filter { $0 != .wait }.map { Case(point: point, action: $0) }
    }

    @Test("whatever happens wherever, the next run leaves every wanted effect made once", arguments: cases)
    func matrix(_ failure: Case) async throws {
      try await World.with(sandbox: ["--tasks", "10"], rules: RuleTexts.mixed, setup: { $0.timeout = "2s" }) { world in
        let wanted = World.wantedByMixedRules(try await world.sandbox.tasks())
        try #require(wanted.count > 5)
        for fault in ["lost_after", "delay:10", "applied_500"] { try await world.sandbox.inject(fault, at: "complete") }
        try await world.sandbox.inject("lost_before", at: "reassign")
        let daemon = try world.daemon("--once", environment: failure.environment)
        if [.duringReload, .duringStop].contains(failure.point) {
          try await daemon.record("intent.armed")
          daemon.kill(failure.point == .duringReload ? SIGHUP : SIGTERM)
        }
        let reached = await daemon.whileNotCancelled { await daemon.errors.first { $0 == failure.line ? $0 : nil } }
        #expect(reached != nil, "\(daemon.errors.text)")
        if failure.action == .stop { try await freeze(daemon) }
        let exit = await daemon.exit()
        #expect(failure.exits.contains(exit), "\(daemon.errors.text)")
        let run = try await world.runOnce()
        #expect(run.exit == .code(0), "\(run.process.errors.text)")
        try await world.expectExactly(wanted)
        let intents = try await world.intents()
        #expect(intents.allSatisfy { $0["state"] == "done" }, "\(intents)")
        #expect(Set(intents.compactMap { $0["task"] }) == Set(wanted.map(\.task)))
        #expect(intents.count == wanted.count)
        try world.expectNoSecret(in: daemon, run.process)
      }
    }

    @Test(
      "a process that stood still between arming and first byte does not send: the task is looked at anew",
      arguments: [Failpoint.afterArmCommit, .afterConnect])
    func frozen(_ point: Failpoint) async throws {
      try await World.with { world in
        let daemon = try world.daemon("--once", environment: ["CAPATAZ_FAILPOINT": "\(point.rawValue):stop"])
        try await freeze(daemon)
        #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")
        let intents = try await world.intents()
        #expect(intents.map { $0["state"] } == ["done"])
        // Armed twice and sent once: the first was held back.
        #expect(intents.map { $0["attempts"] } == ["2"])
        #expect(try await world.sandbox.traffic()["complete", default: .none].total == 1)
        #expect(daemon.records(of: "intent.unknown").isEmpty)
      }
    }

    @Test(
      "a write that is armed when the stop comes is not sent, is planned again, and is made by the next run",
      arguments: [Failpoint.afterArmCommit, .afterConnect])
    func stopped(_ point: Failpoint) async throws {
      try await World.with { world in
        let daemon = try world.daemon("--once", environment: ["CAPATAZ_FAILPOINT": "\(point.rawValue):term"])
        #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")
        #expect(try await world.sandbox.traffic()["complete", default: .none].total == 0)
        let intents = try await world.intents()
        #expect(intents.map { $0["state"] } == ["planned"])
        #expect(intents.allSatisfy { $0["note"]?.contains("held back: stopping") == true }, "\(intents)")
        let run = try await world.runOnce()
        #expect(run.exit == .code(0), "\(run.process.errors.text)")
        #expect(try await world.intents().map { $0["state"] } == ["done"])
        #expect(try await world.sandbox.history().history.count == 1)
      }
    }

    /// Waits for the stop, lets more time pass than a look or a request is good for, and lets it go on.
    private func freeze(_ daemon: ChildProcess) async throws {
      await daemon.stopped()
      try await Task.sleep(for: .seconds(3))
      daemon.kill(SIGCONT)
    }
  }
#else
  import Needs
  import Testing

  /// Without places to fail at there is nothing to try; that is not to pass in silence.
  @Suite struct FailpointTests {
    private static let failpoints = Need("failpoints", obstacle: "a release build has none; run: swift test")

    @Test(
      "whatever happens wherever, the next run leaves every wanted effect made once",
      .enabled { try failpoints.isMet() })
    func matrix() {}
  }
#endif
