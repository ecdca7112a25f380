import Foundation
import Glibc
import Needs
import Testing

/// A journal that a person has to look at: the daemon observes only and leaves it alone.
@Suite(.limit(minutes: 10)) struct ObservingTests {
  private func journal(_ world: World) -> String { world.folder + "/state/journal.sqlite" }

  private func bytes(_ world: World) throws -> Data { try Data(contentsOf: URL(filePath: journal(world))) }

  private func expectNoWrite(_ world: World) async throws {
    let traffic = try await world.sandbox.traffic()
    #expect(traffic["list", default: .none].total > 0, "it did not poll")
    #expect(traffic["complete", default: .none].total == 0)
    #expect(traffic["reassign", default: .none].total == 0)
    #expect(try await world.sandbox.history().history.isEmpty)
  }

  @Test("fault 61: with what is no journal the daemon polls, decides and tells, and leaves it as it is")
  func noJournal() async throws {
    try await World.with { world in
      let socket = try NotifySocket()
      defer { socket.end() }
      try world.write("no journal", to: "state/journal.sqlite", mode: 0o600)
      chmod(world.folder + "/state", 0o700)
      let daemon = try world.daemon(environment: ["NOTIFY_SOCKET": socket.path])
      try await daemon.record("decision.act")
      let told = daemon.records(of: "journal.corrupt")
      #expect(told.map(\.level) == ["err"])
      #expect(told.first?.message.contains(journal(world)) == true)
      #expect(await socket.line("STATUS=observing only (journal.corrupt)") != nil)
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")
      try await expectNoWrite(world)
      let once = try world.daemon("--once")
      #expect(await once.exit() == .code(74), "\(once.errors.text)")
      #expect(try bytes(world) == Data("no journal".utf8))
      try await expectNoWrite(world)
    }
  }

  @Test(
    "fault 61: a journal that is damaged under a running daemon makes it observe only",
    .enabled { try Need.sqlite.isMet() })
  func damaged() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let daemon = try world.daemon()
      try await daemon.record("tenant.ok")
      // Through the database itself: what the daemon holds in memory is out of date at once, and cannot be read anew.
      try world.sqlite(
        """
        PRAGMA busy_timeout = 10000; PRAGMA writable_schema = ON;
        UPDATE sqlite_schema SET sql = 'CREATE TABLE request (' WHERE name = 'request'; PRAGMA schema_version = 9999;
        """)
      let told = try await daemon.record("journal.corrupt")
      #expect(told.level == "err" && told.message.hasPrefix("observing only"), "\(told.message)")
      try world.write(RuleTexts.welcome, to: "rules/rules.yaml")
      daemon.kill(SIGHUP)
      try await daemon.record("decision.act")
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")
      #expect(daemon.records(of: "journal.corrupt").count == 1)
      try await expectNoWrite(world)
    }
  }

  @Test("fault 62: a journal from before is refused until a person accepts it, and then works again")
  func restored() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let first = try await world.runOnce()
      #expect(first.exit == .code(0), "\(first.process.errors.text)")
      let backup = try bytes(world)
      let second = try await world.runOnce()
      #expect(second.exit == .code(0), "\(second.process.errors.text)")
      for suffix in ["-wal", "-shm"] { unlink(journal(world) + suffix) }
      try backup.write(to: URL(filePath: journal(world)))
      try world.write(RuleTexts.welcome, to: "rules/rules.yaml")

      let observer = try world.daemon()
      let told = try await observer.record("journal.behind")
      #expect(told.level == "err" && told.message.contains("accept-restore"), "\(told.message)")
      try await observer.record("decision.act")
      #expect(try bytes(world) == backup)
      try await expectNoWrite(world)

      let accept = try world.start(
        "journal", "accept-restore", "--why", "disk replaced", "--allow-volatile-state",
        environment: ["SUDO_USER": "ana"])
      #expect(await accept.exit() == .code(0), "\(accept.errors.text)")
      #expect(accept.output.text.contains("Restart capataz"), "\(accept.output.text)")
      observer.kill(SIGTERM)
      #expect(await observer.exit() == .code(0))
      try await expectNoWrite(world)

      let export = try world.start("journal", "export")
      #expect(await export.exit() == .code(0))
      // Behind sudo there is a person; who is not root is told by his own name.
      let who = geteuid() == 0 ? "ana" : Privileges.userName
      #expect(export.output.text.contains(#""who":"\#(who)","why":"disk replaced""#), "\(export.output.text)")
      let again = try world.start("journal", "accept-restore", "--why", "once more", "--allow-volatile-state")
      #expect(await again.exit() == .code(0))
      #expect(again.output.text.hasPrefix("there is nothing to accept"), "\(again.output.text)")

      let daemon = try world.daemon()
      try await daemon.record("intent.done")
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")
      #expect(try await world.sandbox.history().history.count == 1)
      let verify = try world.start("journal", "verify")
      #expect(await verify.exit() == .code(0), "\(verify.errors.text)")
    }
  }
}
