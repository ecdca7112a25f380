import Foundation
import Glibc
import Needs
import Testing

/// What must be right before anything is sent.
@Suite(.limit(minutes: 10)) struct StartTests {
  private static let broken = """
    schema: 1
    rules:
      - id: one
        stage: lively
        when: { step: Close }
        then: { complete: { result: closed } }
      - id: two
        stage: live
        whem: { step: Close }
        then: { complete: { result: closed } }
    """

  private func expectSilence(_ world: World) async throws {
    for (endpoint, traffic) in try await world.sandbox.traffic() { #expect(traffic.total == 0, "\(endpoint)") }
  }

  @Test("wrong rules end the start with 78 and a record for every mistake, with its place; nothing is sent")
  func wrongRules() async throws {
    try await World.with(rules: Self.broken) { world in
      let daemon = try world.daemon()
      #expect(await daemon.exit() == .code(78))
      let told = daemon.records(of: "daemon.start_failed")
      #expect(told.count == daemon.errors.lines.count && told.allSatisfy { $0.level == "err" })
      #expect(told.contains { $0.message.contains("/rules/rules.yaml:4:12: error: ") }, "\(told)")
      #expect(told.contains { $0.message.contains("/rules/rules.yaml:9:5: error: ") }, "\(told)")
      try await expectSilence(world)
    }
  }

  @Test("a file of authorities that is not there ends the start with 78 and what to do, and does not pass a reload")
  func noAuthorities() async throws {
    try await World.with(setup: { $0.authorities = "ca.pem" }) { world in
      let daemon = try world.daemon()
      #expect(await daemon.exit() == .code(78))
      #expect(daemon.errors.text.contains("'\(world.folder)/ca.pem': cannot read the file"), "\(daemon.errors.text)")
      try await expectSilence(world)
      let check = try world.start("check")
      #expect(await check.exit() == .code(0))
      #expect(check.errors.text.contains("warning: tenant 'acme' can trust no server"))
      try world.configure { _ in }
      let good = try world.daemon()
      try await good.record("intent.done")
      try world.configure { $0.authorities = "ca.pem" }
      good.kill(SIGHUP)
      let failed = try await good.record("daemon.reload.failed")
      #expect(failed.message.contains("tenant 'acme' can trust no server"), "\(failed.message)")
      good.kill(SIGTERM)
      #expect(await good.exit() == .code(0))
    }
  }

  @Test("rules that others can write end the start with 78 and the command that mends it, and do not pass a reload")
  func writableRules() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let rules = world.folder + "/rules/rules.yaml"
      chmod(rules, 0o664)
      let refused = try world.daemon()
      #expect(await refused.exit() == .code(78))
      #expect(
        refused.errors.text.contains("\(rules): error: the file is group-writable (mode 0664): its group could change"))
      #expect(refused.errors.text.contains("run: chmod go-w \(rules)"), "\(refused.errors.text)")
      try await expectSilence(world)
      let check = try world.start("check")
      #expect(await check.exit() == .code(0))
      #expect(check.errors.text.contains("\(rules): warning: the file is group-writable"), "\(check.errors.text)")
      chmod(rules, 0o644)
      let daemon = try world.daemon()
      try await daemon.record("tenant.ok")
      chmod(world.folder + "/rules", 0o777)
      daemon.kill(SIGHUP)
      let failed = try await daemon.record("daemon.reload.failed")
      #expect(
        failed.message.contains("the folder is world-writable (mode 0777): everybody could change"), "\(failed.message)"
      )
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
    }
  }

  @Test("a configuration that is not there ends the start with 78 and its path")
  func noConfiguration() async throws {
    try await World.with { world in
      let daemon = try world.start("--config", "/nowhere/config.yaml", "run", bare: true)
      #expect(await daemon.exit() == .code(78))
      #expect(daemon.errors.text.contains("/nowhere/config.yaml"))
    }
  }

  @Test(
    "a secret that others can read ends the start with 77 and the command that mends it", arguments: ["0644", "0640"])
  func readableSecret(_ mode: String) async throws {
    try await World.with { world in
      try world.write("sandbox-password\n", to: "password", mode: mode_t(mode, radix: 8) ?? 0)
      let daemon = try world.daemon()
      #expect(await daemon.exit() == .code(77))
      let told = daemon.records(of: "daemon.start_failed")
      #expect(told.count == 1 && told.first?.level == "err" && told.first?.fields["tenant"] == "acme")
      #expect(told.first?.message.contains("chmod 0400 \(world.folder)/password") == true, "\(told)")
      #expect(told.first?.message.contains("mode \(mode)") == true)
      #expect(daemon.errors.lines.allSatisfy { LogRecord($0) != nil })
      try world.expectNoSecret(in: daemon)
      try await expectSilence(world)
    }
  }

  @Test(
    "a secret that is not there ends the start with 77 and says which",
    arguments: [
      ("{ file: nothing }", "/nothing'"), ("{ env: CAPATAZ_NOTHING }", "'CAPATAZ_NOTHING'"),
      ("{ credential: nothing }", "'nothing'"),
    ])
  func missingSecret(_ source: String, _ words: String) async throws {
    try await World.with(setup: { $0.password = source }) { world in
      for directory in [[:], ["CREDENTIALS_DIRECTORY": world.folder]] {
        let daemon = try world.daemon(environment: directory)
        #expect(await daemon.exit() == .code(77))
        #expect(daemon.errors.text.contains(words), "\(daemon.errors.text)")
      }
      try await expectSilence(world)
    }
  }

  @Test("secrets come from the environment and from systemd's credentials as well")
  func otherSources() async throws {
    try await World.with(
      rules: RuleTexts.idle,
      setup: {
        $0.password = "{ env: CAPATAZ_TEST_PASSWORD }"
        $0.apiKey = "{ credential: api-key }"
      }
    ) { world in
      let daemon = try world.daemon(
        "--once",
        environment: ["CAPATAZ_TEST_PASSWORD": "sandbox-password", "CREDENTIALS_DIRECTORY": world.folder])
      #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")
      #expect(try await world.sandbox.traffic()["list", default: .none].total > 0)
    }
  }

  @Test("a second daemon on the same state directory ends with 75 and names the first")
  func second() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let first = try world.daemon()
      try await first.record("tenant.ok")
      let second = try world.daemon()
      #expect(await second.exit() == .code(75))
      #expect(second.errors.text.contains("another capataz (process \(first.pid)) holds the state directory"))
      let plan = try world.start("plan", "--fresh", "--allow-volatile-state")
      #expect(await plan.exit() == .code(75), "\(plan.errors.text)")
      first.kill(SIGTERM)
      #expect(await first.exit() == .code(0))
    }
  }

  @Test(
    "a state directory on a file system that forgets is refused with 78, unless that is allowed",
    .enabled { try Need.memoryFiles.isMet() })
  func volatileState() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let state = "/dev/shm/capataz-\(UUID().uuidString)"
      defer { try? FileManager.default.removeItem(atPath: state) }
      let daemon = try world.start("run", "--once", environment: ["STATE_DIRECTORY": state])
      #expect(await daemon.exit() == .code(78))
      #expect(daemon.errors.text.contains("tmpfs"), "\(daemon.errors.text)")
      try await expectSilence(world)
    }
  }

  @Test("a journal that goes away ends the daemon with 74 before anything is sent, and no new one takes its place")
  func journalGone() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let daemon = try world.daemon()
      try await daemon.record("tenant.ok")
      let journal = world.folder + "/state/journal.sqlite"
      try FileManager.default.moveItem(atPath: journal, toPath: journal + ".away")
      try world.write(RuleTexts.welcome, to: "rules/rules.yaml")
      daemon.kill(SIGHUP)
      #expect(await daemon.exit() == .code(74), "\(daemon.errors.text)")
      #expect(daemon.records.contains { $0.event.hasPrefix("journal.") && $0.level == "err" })
      let again = try world.daemon("--once")
      #expect(await again.exit() == .code(74), "\(again.errors.text)")
      #expect(again.errors.text.contains("is gone"), "\(again.errors.text)")
      #expect(!FileManager.default.fileExists(atPath: journal))
      #expect(try await world.sandbox.history().history.isEmpty)
    }
  }

  @Test(
    "on a full disk the start waits, says so, and goes on by itself once there is room; who runs it once is told",
    .enabled { try Need.ownMounts.isMet() })
  func fullDisk() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let state = world.folder + "/state"
      try FileManager.default.createDirectory(
        atPath: state, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
      func onSmallDisk(_ script: String) -> [String] {
        let mount = "mount -t tmpfs -o size=4m,mode=0700 tmpfs '\(state)'"
        return ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", "\(mount) && \(script)", "sh"]
      }
      let fill = "head -c 5m /dev/zero >'\(state)/filler' 2>/dev/null"
      let once = try world.daemon("--once", tracer: onSmallDisk("\(fill); exec \"$@\""))
      #expect(await once.exit() == .code(74))
      #expect(once.errors.text.contains("no space left"), "\(once.errors.text)")

      // The filler goes after the start has been seen to wait.
      let script =
        "\(fill); (while [ ! -e '\(world.folder)/room' ]; do sleep 0.1; done; rm '\(state)/filler') & exec \"$@\""
      let daemon = try world.daemon(tracer: onSmallDisk(script))
      let waiting = try await daemon.record("journal.full")
      #expect(waiting.level == "err" && waiting.message.contains("the start waits"), "\(waiting.message)")
      try world.write("", to: "room")
      try await daemon.record("tenant.ok")
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")
    }
  }
}
