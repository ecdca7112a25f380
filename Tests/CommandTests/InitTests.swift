import Foundation
import Glibc
import Needs
import Testing

/// The first run.
@Suite(.limit(minutes: 10)) struct InitTests {
  private static let secrets = ["hidden-pass\"word", "gtk_hidden+key"]

  /// The options for the sandbox of a world, but for the secrets.
  private static func options(_ world: World) -> [String] {
    [
      "--yes", "--url", world.sandbox.url + "/", "--timezone", "America/Guayaquil", "--email", "robot@acme.example",
      "--allow-volatile-state",
    ]
  }

  /// A sandbox with the canary secrets.
  private static let sandbox = ["--password", secrets[0], "--api-key", secrets[1]]

  private static func mode(_ path: String) -> mode_t? {
    var info = stat()
    return lstat(path, &info) == 0 ? info.st_mode & 0o777 : nil
  }

  private static func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  @Test("with all options it writes settings, secrets of their owner, a rule in shadow and its test, and looks at them")
  func allGiven() async throws {
    try await World.with(sandbox: Self.sandbox) { world in
      let folder = world.folder + "/try"
      let child = try world.give(["init", folder] + Self.options(world), input: Self.secrets.joined(separator: "\n"))
      #expect(await child.exit() == .code(0), "\(child.errors.text)")
      #expect(child.errors.text.isEmpty, "\(child.errors.text)")
      #expect(Self.mode(folder + "/sandbox.password") == 0o400 && Self.mode(folder + "/sandbox.api-key") == 0o400)
      #expect(try Self.text(folder + "/sandbox.password") == Self.secrets[0])
      #expect(try Self.text(folder + "/sandbox.api-key") == Self.secrets[1])
      let configuration = try Self.text(folder + "/config.yaml")
      #expect(configuration.contains("    url: \(world.sandbox.url)\n"), "\(configuration)")
      #expect(try Self.text(folder + "/rules/first.yaml").contains("    stage: shadow "))
      let said = child.output.text
      #expect(said.contains("\nok\nsandbox: 1 rule (0 live), fingerprint "), "\(said)")
      #expect(said.contains("2 passed"), "\(said)")
      #expect(said.contains("welcome-email") && said.contains("674839201748392018"), "\(said)")
      let next = said.split(separator: "What to type next:\n").last ?? ""
      #expect(next.hasPrefix("  export CAPATAZ_CONFIG=\(folder)/config.yaml\n  capataz directory --forms "), "\(said)")
      #expect(next.contains("\n  capataz run ") && next.hasSuffix("\n  capataz check && capataz reload\n"), "\(said)")
      for line in next.split(separator: "\n") where !line.contains(folder) { #expect(line.count <= 80, "\(line)") }
      for secret in Self.secrets { #expect(!(said + configuration).contains(secret)) }
      // What is typed next works as it says.
      let rules = try Self.text(folder + "/rules/first.yaml").replacing("stage: shadow", with: "stage: live")
      try world.write(rules, to: "try/rules/first.yaml")
      let run = try world.give(["--config", folder + "/config.yaml", "run", "--once", "--allow-volatile-state"])
      #expect(await run.exit() == .code(0), "\(run.errors.text)")
      #expect(
        try await world.sandbox.history().history.contains { $0.task == RuleTexts.example && $0.result == "sent" })
    }
  }

  @Test("it overwrites nothing: all that stands in the way is named at once, and nothing is written")
  func obstacles() async throws {
    try await World.with(sandbox: Self.sandbox) { world in
      let folder = world.folder + "/try"
      try world.write("mine", to: "try/config.yaml")
      try world.write("schema: 1\nrules: []\n", to: "try/rules/old.yaml")
      try world.write("", to: "try/tenants.d/north.yaml")
      let early = try world.give(["init", folder] + Self.options(world), input: "")
      #expect(await early.exit() == .code(1))
      #expect(
        early.errors.text == """
          capataz: nothing was written, for there is already:
            \(folder)/config.yaml
            \(folder)/rules
            \(folder)/tenants.d
          capataz: init overwrites nothing; move that away, or name another folder: capataz init FOLDER

          """)
      for name in ["config.yaml", "rules", "tenants.d"] {
        try FileManager.default.removeItem(atPath: folder + "/" + name)
      }
      try world.write("mine", to: "try/sandbox.api-key")
      try FileManager.default.createSymbolicLink(
        atPath: folder + "/sandbox.password", withDestinationPath: world.folder + "/password")
      let late = try world.give(["init", folder] + Self.options(world), input: Self.secrets.joined(separator: "\n"))
      #expect(await late.exit() == .code(1))
      #expect(late.errors.text.contains("\n  \(folder)/sandbox.password\n  \(folder)/sandbox.api-key\n"))
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["sandbox.api-key", "sandbox.password"])
      #expect(try Self.text(folder + "/sandbox.api-key") == "mine")
      #expect(try Self.text(world.folder + "/password") == "sandbox-password\n")
    }
  }

  @Test("an empty file where the configuration will be is filled; a second run changes nothing")
  func emptyFile() async throws {
    try await World.with(sandbox: Self.sandbox) { world in
      try world.write("", to: "try/config.yaml")
      let path = world.folder + "/try/config.yaml"
      let child = try world.give(
        ["--config", path, "init"] + Self.options(world), input: Self.secrets.joined(separator: "\n"))
      #expect(await child.exit() == .code(0), "\(child.errors.text)")
      let text = try Self.text(path)
      #expect(text.contains("sandbox:"))
      let again = try world.give(
        ["init"] + Self.options(world), environment: ["CAPATAZ_CONFIG": path],
        input: Self.secrets.joined(separator: "\n"))
      #expect(await again.exit() == .code(1))
      #expect(again.errors.text.contains("\n  \(path)\n"), "\(again.errors.text)")
      #expect(try Self.text(path) == text)
    }
  }

  @Test(
    "what a daemon could not trust is not made: whatever the umask lets others do, nobody but the owner can write it")
  func rights() async throws {
    try await World.with(sandbox: Self.sandbox) { world in
      for (mask, file, folderMode) in [("000", 0o644, 0o755), ("077", 0o600, 0o700)] as [(String, mode_t, mode_t)] {
        let folder = world.folder + "/try" + mask
        let child = try world.give(
          ["init", folder] + Self.options(world), mask: mask, input: Self.secrets.joined(separator: "\n"))
        #expect(await child.exit() == .code(0), "\(child.errors.text)")
        for name in ["config.yaml", "rules/first.yaml", "rules/first.test.yaml"] {
          #expect(Self.mode("\(folder)/\(name)") == file, "\(name)")
        }
        for name in ["", "/rules"] { #expect(Self.mode(folder + name) == folderMode, "\(name)") }
        #expect(Self.mode(folder + "/sandbox.password") == 0o400)
      }
    }
  }

  @Test(
    "a tenant that cannot be reached is said, and the files are there all the same; refused credentials end with 77")
  func unreachable() async throws {
    try await World.with(sandbox: Self.sandbox) { world in
      let wrong = try world.give(
        ["init", world.folder + "/wrong"] + Self.options(world), input: "wrong-password\n\(Self.secrets[1])\n")
      #expect(await wrong.exit() == .code(77), "\(wrong.errors.text)")
      #expect(wrong.output.text.contains("The files are written, but the tenant could not be looked at"))
      await world.sandbox.stop()
      let folder = world.folder + "/try"
      let child = try world.give(["init", folder] + Self.options(world), input: Self.secrets.joined(separator: "\n"))
      #expect(await child.exit() == .code(1), "\(child.errors.text)")
      #expect(child.errors.text.contains("could not be read from"), "\(child.errors.text)")
      #expect(child.output.text.contains("The files are written, but the tenant could not be looked at"))
      #expect(child.output.text.contains("What to type next:"))
      #expect(FileManager.default.fileExists(atPath: folder + "/config.yaml"))
      for secret in Self.secrets { #expect(!(child.output.text + child.errors.text).contains(secret)) }
    }
  }

  @Test("secrets come from files that only their owner can read, too; a file that others can read is refused")
  func secretFiles() async throws {
    try await World.with(sandbox: Self.sandbox) { world in
      let folder = world.folder + "/try"
      try world.write(Self.secrets[0] + "\n", to: "one", mode: 0o644)
      try world.write(Self.secrets[1] + "\n", to: "two", mode: 0o400)
      let files = ["--password-file", world.folder + "/one", "--api-key-file", world.folder + "/two"]
      let open = try world.give(["init", folder] + Self.options(world) + files)
      #expect(await open.exit() == .code(64))
      #expect(open.errors.text.contains("others can read \(world.folder)/one; run: chmod 0400 \(world.folder)/one\n"))
      #expect(open.errors.text.contains("\nUsage: capataz init ["), "\(open.errors.text)")
      #expect(!FileManager.default.fileExists(atPath: folder))
      chmod(world.folder + "/one", 0o400)
      let child = try world.give(["init", folder] + Self.options(world) + files)
      #expect(await child.exit() == .code(0), "\(child.errors.text)")
      #expect(try Self.text(folder + "/sandbox.password") == Self.secrets[0])
    }
  }

  @Test("what is missing or wrong among the options is told before anything is written, and ends with 64")
  func wrongOptions() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let folder = world.folder + "/try"
      for (options, said) in [
        ([], "give --url, --timezone, --email as well"),
        (["--url", "https://acme.example"], "give --timezone, --email"),
        (["--url", "acme.example"], "--url: the address has no scheme; expected https://host"),
        (["--url", "https://acme.example/apidev/v1"], "write only the origin: https://acme.example"),
        (["--url", "http://acme.example"], "http is only for a loopback address"),
        (["--timezone", "America/Guayaqil"], "did you mean 'America/Guayaquil'?"),
        (["--email", "robot"], "an e-mail address"),
        (["--tenant", "Acme!"], "expected 1 to 63 of a-z 0-9 _ -"),
        (["--config", "x"], "name the folder, or the file"),
        (
          ["--url", "https://a.example", "--timezone", "UTC", "--email", "a@b"],
          "'Password of the robot': give --password-file"
        ),
        (["--sandbox", "--email", "a\u{7}@b"], "control character"),
      ] as [([String], String)] {
        let child = try world.give(["init", folder, "--yes"] + options)
        #expect(await child.exit() == .code(64), "\(options)")
        #expect(child.errors.text.contains(said), "\(child.errors.text)")
        #expect(!FileManager.default.fileExists(atPath: folder))
      }
    }
  }

  @Test("on a terminal it asks, again where an answer cannot be, and shows no secret while it is typed")
  func terminal() async throws {
    try await World.with(sandbox: Self.sandbox) { world in
      let folder = world.folder + "/try"
      let terminal = try PseudoTerminal()
      let child = try world.give(["init", folder, "--allow-volatile-state"], terminal: terminal)
      for (question, answer) in [
        ("https://acme.geotareas.com: ", "localhost"), ("https://acme.geotareas.com: ", world.sandbox.url),
        ("America/Guayaquil: ", "Guayaquil"), ("America/Guayaquil: ", "America/Guayaquil"),
        ("logs in with: ", "robot@acme.example"), ("commands and log [sandbox]: ", "north"),
      ] {
        #expect(await terminal.asks(question), "\(terminal.output.text)")
        #expect(terminal.isShowing)
        terminal.type(answer)
      }
      for (question, answer) in zip(["Password of the robot", "API key of the company"], Self.secrets) {
        #expect(await terminal.asks("\(question) (not shown): "), "\(terminal.output.text)")
        #expect(!terminal.isShowing)
        terminal.type(answer)
      }
      #expect(await child.exit() == .code(0))
      #expect(terminal.isShowing)
      let drawn = await terminal.end()
      #expect(drawn.contains("the address has no scheme; expected https://host"), "\(drawn)")
      #expect(drawn.contains("unknown time zone 'Guayaquil'"), "\(drawn)")
      #expect(drawn.contains("wrote \(folder)/north.password, which only its owner can read"), "\(drawn)")
      for secret in Self.secrets { #expect(!drawn.contains(secret)) }
      #expect(try Self.text(folder + "/north.password") == Self.secrets[0])
    }
  }

  @Test("a signal while a secret is typed ends it, with nothing written and the terminal showing again what is typed")
  func interrupted() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let terminal = try PseudoTerminal()
      let child = try world.give(
        [
          "init", world.folder + "/try", "--url", world.sandbox.url, "--timezone", "UTC", "--email", "a@b", "--tenant",
          "north",
        ], terminal: terminal)
      #expect(await terminal.asks("(not shown): "), "\(terminal.output.text)")
      #expect(!terminal.isShowing)
      child.kill(SIGINT)
      #expect(await child.exit() == .signal(SIGINT))
      #expect(terminal.isShowing)
      _ = await terminal.end()
      #expect(!FileManager.default.fileExists(atPath: world.folder + "/try"))
    }
  }
}

extension World {
  /// Starts `capataz` without a configuration of the world's.
  ///
  /// - Parameters:
  ///   - mask: The umask.
  ///   - input: What its standard input gives, in a pipe; nothing by default.
  ///   - terminal: What all three of its files are, instead.
  fileprivate func give(
    _ arguments: [String], environment: [String: String] = [:], mask: String = "022", input: String = "",
    terminal: PseudoTerminal? = nil
  ) throws -> ChildProcess {
    let script =
      terminal == nil
      ? "umask \(mask); printf %s \"$INPUT\" | \"$0\" \"$@\""
      : "umask \(mask); exec \"$0\" \"$@\" <\"$TERMINAL\" >\"$TERMINAL\" 2>&1"
    return try ChildProcess(
      "/bin/sh", ["-c", script, Self.program] + arguments,
      environment: [
        "PATH": "/usr/bin:/bin", "TZ": "UTC", "NO_COLOR": "1", "TERM": "dumb", "INPUT": input,
        "TERMINAL": terminal?.path ?? "",
      ].merging(environment) { $1 })
  }
}
