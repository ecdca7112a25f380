import Foundation
import Glibc
import Needs
import Testing

/// The daemon as one user, and commands that root gives beside it.
@Suite(
  "Commands of root's beside a daemon of another user", .limit(minutes: 10),
  .enabled { try Need.root.isMet() })
struct OtherUserTests {
  /// Every command that opens the journal, with what it ends with where all is well.
  static let commands: [[String]] = [
    ["check", "--live", "--allow-volatile-state"], ["plan", "--allow-volatile-state"],
    ["plan", "--fresh", "--allow-volatile-state"], ["why", "674839201748392018", "--allow-volatile-state"],
    ["forecast", "--allow-volatile-state"], ["directory", "--allow-volatile-state"], ["status"],
    ["hold", "--rule", "nothing", "--why", "audit"], ["release", "--rule", "nothing"], ["journal", "list"],
    ["journal", "verify"], ["journal", "accept-restore", "--why", "none", "--allow-volatile-state"],
  ]

  @Test(
    "while the daemon is stopped, each leaves the state directory the daemon's, which starts again", arguments: commands
  )
  func whileStopped(command: [String]) async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      try world.giveStateAway()
      let first = try world.daemonOfOther("--once")
      #expect(await first.exit() == .code(0), "\(first.errors.text)")
      let child = try world.start(command)
      let exit = await child.exit()
      // To run with secrets of another user is refused.
      #expect([.code(0), .code(1), .code(77)].contains(exit), "\(child.errors.text)")
      try world.expectStateGivenAway()
      let again = try world.daemonOfOther("--once")
      #expect(await again.exit() == .code(0), "\(again.errors.text)")
    }
  }

  @Test("a hold before the first start, and the recovery of a lost journal, leave it the daemon's")
  func withoutJournal() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      try world.giveStateAway()
      for command in [["hold", "--why", "not yet"], ["journal", "accept-restore", "--why", "the disk died"]] {
        let child = try world.start(command + ["--allow-volatile-state"])
        #expect(await child.exit() == .code(0), "\(child.errors.text)")
        try world.expectStateGivenAway()
        let daemon = try world.daemonOfOther("--once")
        #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")
        for suffix in ["", "-wal", "-shm"] { unlink(world.folder + "/state/journal.sqlite" + suffix) }
      }
    }
  }

  @Test("while the daemon runs, all of them together leave it running, and it starts again")
  func whileRunning() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      try world.giveStateAway()
      let daemon = try world.daemonOfOther()
      try await daemon.record("tenant.ok")
      for command in Self.commands + [["reload"]] {
        let child = try world.start(command)
        // Who would hold the journal is told that a daemon does.
        let exit = await child.exit()
        #expect([.code(0), .code(1), .code(75)].contains(exit), "\(command): \(child.errors.text)")
        try world.expectStateGivenAway()
      }
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")
      let again = try world.daemonOfOther("--once")
      #expect(await again.exit() == .code(0), "\(again.errors.text)")
    }
  }

  @Test("metrics of a daemon at rest are read where nothing can be made, as the service that tells them is confined")
  func sealed() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      try world.giveStateAway()
      let daemon = try world.daemonOfOther("--once")
      #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")
      let state = world.folder + "/state"
      chmod(state, 0o500)
      let before = try FileManager.default.contentsOfDirectory(atPath: state).sorted()
      let child = try world.commandOfOther("status", "--format", "openmetrics")
      #expect(await child.exit() == .code(0), "\(child.errors.text)")
      #expect(child.output.text.contains("\ncapataz_up 0\n"))
      #expect(child.output.text.contains(#"capataz_polls_total{tenant="acme",outcome="ok"} 1"#), "\(child.output.text)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: state).sorted() == before)
      chmod(state, 0o700)
    }
  }

  @Test("a file that belongs to somebody else all the same ends the start with 78, and the command that mends it works")
  func foreignFile() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      try world.giveStateAway()
      let first = try world.daemonOfOther("--once")
      #expect(await first.exit() == .code(0), "\(first.errors.text)")
      for name in ["journal.mark", "journal.sqlite", "capataz.lock"] {
        let file = world.folder + "/state/" + name
        chown(file, 0, 0)
        let daemon = try world.daemonOfOther("--once")
        #expect(await daemon.exit() == .code(78))
        let advice = "chown --reference=\(world.folder)/state \(file)"
        #expect(daemon.errors.text.contains(advice), "\(daemon.errors.text)")
        #expect(await world.shell(advice) == 0)
        try world.expectStateGivenAway()
      }
      let again = try world.daemonOfOther("--once")
      #expect(await again.exit() == .code(0), "\(again.errors.text)")
    }
  }
}

extension World {
  /// Whom the daemon runs as.
  private static let other: uid_t = 65_534
  private static let becoming = [
    "/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--",
  ]

  /// Gives another user the state directory, and what a daemon of that user must read.
  func giveStateAway() throws {
    let state = folder + "/state"
    chmod(folder, 0o755)
    try FileManager.default.createDirectory(
      atPath: state, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
    for name in ["state", "password", "api-key"] {
      try #require(chown(folder + "/" + name, Self.other, Self.other) == 0)
    }
  }

  /// The daemon as that user.
  func daemonOfOther(_ arguments: String...) throws -> ChildProcess {
    try daemon(arguments, tracer: Self.becoming)
  }

  /// A command as that user.
  func commandOfOther(_ arguments: String...) throws -> ChildProcess {
    let command = Self.becoming + [Self.program, "--config", folder + "/config.yaml"] + arguments
    return try ChildProcess(
      command[0], Array(command.dropFirst()), environment: ["PATH": "/usr/bin:/bin", "TZ": "UTC"])
  }

  func expectStateGivenAway(sourceLocation: SourceLocation = #_sourceLocation) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder + "/state") {
      var info = stat()
      // SQLite's own files come and go.
      guard lstat(folder + "/state/" + name, &info) == 0 else { continue }
      #expect(info.st_uid == Self.other, "\(name)", sourceLocation: sourceLocation)
    }
  }

  fileprivate func shell(_ command: String) async -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command]
    guard (try? process.run()) != nil else { return -1 }
    process.waitUntilExit()
    return process.terminationStatus
  }
}
