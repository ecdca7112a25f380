import Foundation
import Glibc
import Needs
import Testing

/// Every command, where something is missing that it needs, says what to do next.
@Suite(.limit(minutes: 10)) struct WhatNextTests {
  /// Every command that reads the configuration, with what it ends with where there is none.
  private static let commands: [[String]] = [
    ["run", "--once"], ["check"], ["check", "--live"], ["test"], ["plan"], ["plan", "--rules", "/dev/null"],
    ["why", "1"], ["forecast"], ["directory"], ["directory", "--forms"], ["status"], ["report"], ["reload"],
    ["journal", "list"], ["journal", "decisions"], ["journal", "show", "acme-1"], ["journal", "export"],
    ["journal", "verify"], ["journal", "accept-restore", "--why", "x"], ["resolve", "acme-1", "--done", "--why", "x"],
    ["hold", "--why", "x"], ["release", "1"],
  ]

  @Test(
    "without a configuration, or with an empty one, each says how the first one is made", arguments: [true, false])
  func noConfiguration(isEmpty: Bool) async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let path = world.folder + "/none/config.yaml"
      if isEmpty { try world.write("", to: "none/config.yaml") }
      for command in Self.commands where command != ["plan", "--rules", "/dev/null"] {
        let child = try world.start(["--config", path] + command, bare: true)
        let expected: Int32 = ["check", "reload"].contains(command[0]) && command.count == 1 ? 1 : 78
        let exit = await child.exit()
        #expect(exit == .code(expected) || (command[0] == "check" && exit == .code(1)), "\(command): \(exit)")
        guard command[0] != "run" else {
          #expect(child.errors.text.contains("daemon.start_failed"), "\(child.errors.text)")
          continue
        }
        #expect(
          child.errors.text.contains("there is no configuration yet; make one with: capataz init \(world.folder)/none"),
          "\(command): \(child.errors.text)")
      }
    }
  }

  /// Commands that need the state directory.
  private static let needState = commands.filter { !["test"].contains($0[0]) && $0 != ["check"] }

  /// Those that would make it.
  private static let making: Set = ["run", "check", "plan", "why", "forecast", "directory"]

  @Test(
    "whoever may not use the state directory is told whose it is, and sudo",
    .enabled { try Need.root.isMet() && Privileges.canBeDropped.isMet() })
  func notPermitted() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let hold = try world.start("hold", "--why", "x", "--allow-volatile-state")
      #expect(await hold.exit() == .code(0), "\(hold.errors.text)")
      try #require(chown(world.folder + "/state", 65_534, 65_534) == 0)
      try world.write(RuleTexts.idle, to: "other/rules.yaml")
      for command in Self.needState {
        var command = command
        if command.count == 3, command[0] == "plan" { command[2] = world.folder + "/other" }
        if Self.making.contains(command[0]) || command.contains("accept-restore") {
          command.append("--allow-volatile-state")
        }
        let child = try world.startUnprivileged(command)
        #expect(await child.exit() == .code(command[0] == "reload" ? 1 : 74), "\(command): \(child.errors.text)")
        #expect(
          child.errors.text.contains(
            "the state directory \(world.folder)/state belongs to the user 'nobody'; use sudo"),
          "\(command): \(child.errors.text)")
        #expect(!child.errors.text.contains("kernel's log"), "\(command): \(child.errors.text)")
      }
      // Behind a folder that nobody may enter, nobody can tell whose it is.
      chmod(world.folder + "/state", 0o755)
      try FileManager.default.createDirectory(atPath: world.folder + "/private", withIntermediateDirectories: false)
      try FileManager.default.moveItem(atPath: world.folder + "/state", toPath: world.folder + "/private/state")
      try FileManager.default.createSymbolicLink(
        atPath: world.folder + "/state", withDestinationPath: "elsewhere/../private/state")
      try FileManager.default.createDirectory(atPath: world.folder + "/elsewhere", withIntermediateDirectories: false)
      try #require(chown(world.folder + "/private", 65_534, 65_534) == 0)
      chmod(world.folder + "/private", 0o700)
      let hidden = try world.startUnprivileged(["status"])
      #expect(await hidden.exit() == .code(74))
      #expect(hidden.errors.text.contains("is for the daemon's user and root alone; use sudo"), "\(hidden.errors.text)")
    }
  }

  @Test("a state directory that keeps out its own user is told with the command that mends it")
  func ownDirectory() async throws {
    try #require(try Privileges.canBeDropped.isMet())
    try await World.with(rules: RuleTexts.idle) { world in
      let hold = try world.start("hold", "--why", "x", "--allow-volatile-state")
      #expect(await hold.exit() == .code(0), "\(hold.errors.text)")
      chmod(world.folder + "/state", 0)
      defer { chmod(world.folder + "/state", 0o700) }
      let child = try world.startUnprivileged(["status"])
      #expect(await child.exit() == .code(74))
      let state = world.folder + "/state"
      #expect(
        child.errors.text
          == "capataz: the state directory \(state) keeps out its own user (mode 00); run: chmod 700 \(state)\n")
    }
  }

  @Test("where no daemon runs, a reload says so and how one is started; before the first start, what has no journal")
  func noDaemon() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      for command in [["status"], ["report"], ["journal", "list"], ["release", "1"]] {
        let child = try world.start(command)
        #expect(await child.exit() == .code(74))
        #expect(child.errors.text.contains("there is no journal in"), "\(command): \(child.errors.text)")
        #expect(child.errors.text.contains("start the daemon first"), "\(command): \(child.errors.text)")
      }
      let reload = try world.start("reload")
      #expect(await reload.exit() == .code(1))
      #expect(reload.errors.text.contains("no daemon runs"), "\(reload.errors.text)")
      #expect(reload.errors.text.contains("a start loads the files"), "\(reload.errors.text)")
    }
  }
}

extension World {
  /// Starts `capataz` without the rights of root.
  fileprivate func startUnprivileged(_ arguments: [String]) throws -> ChildProcess {
    let command = Privileges.none + [Self.program, "--config", folder + "/config.yaml"] + arguments
    return try ChildProcess(
      command[0], Array(command.dropFirst()), environment: ["PATH": "/usr/bin:/bin", "TZ": "UTC"])
  }
}
