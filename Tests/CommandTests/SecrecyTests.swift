import Foundation
import Glibc
import Needs
import Testing

/// Secrets are in nothing that a program leaves behind, whatever happens to it.
@Suite(.limit(minutes: 10)) struct SecrecyTests {
  private let canaries = Canaries()

  /// A world whose secrets are the canaries, with a log that tells all.
  private func world(_ body: (World) async throws -> Void) async throws {
    let options = ["--password", canaries.password, "--api-key", canaries.apiKey]
    try await World.with(sandbox: options, setup: { $0.logLevel = "debug" }) { world in
      try world.write(canaries.password + "\n", to: "password", mode: 0o600)
      try world.write(canaries.apiKey, to: "api-key", mode: 0o600)
      try world.write(canaries.token, to: "token", mode: 0o600)
      try await body(world)
      try canaries.expectNone(inFolder: world.folder + "/state")
    }
  }

  private func setup(_ world: World, _ change: (inout Setup) -> Void) throws {
    try world.configure {
      $0.logLevel = "debug"
      change(&$0)
    }
  }

  @Test("the forms that are looked for are found where they are")
  func control() throws {
    let header = "Basic " + Data("robot:\(canaries.password)".utf8).base64EncodedString()
    #expect(Set(canaries.found(in: Data(header.utf8))) == ["password in base64"])
    #expect(canaries.found(in: Data("a\(canaries.apiKey)b".utf8)).contains("key"))
    #expect(canaries.found(in: try JSONEncoder().encode([canaries.password])) == ["password in JSON"])
    let query = canaries.token.addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed) ?? ""
    #expect(canaries.found(in: Data(query.utf8)).contains("token percent-encoded"))
  }

  @Test("a run with effects, a crash, and every command that looks")
  func work() async throws {
    try await world { world in
      let daemon = try world.daemon(environment: ["SWIFT_BACKTRACE": "enable=no"])
      try await daemon.record("intent.done")
      try canaries.expectNone(inProcess: daemon.pid)
      let commands = [
        ["plan"], ["why", RuleTexts.example], ["why", RuleTexts.example, "--as-test"], ["check", "--live"], ["status"],
        ["forecast"], ["directory"], ["journal", "list"], ["journal", "show", "acme-1"], ["journal", "export"],
        ["journal", "verify"], ["reload"],
      ]
      for isRunning in [true, false] {
        for command in commands where isRunning || command != ["reload"] {
          let fresh = ["plan", "why", "check", "forecast", "directory"].contains(command[0])
          let child = try world.start(command + (isRunning || !fresh ? [] : ["--allow-volatile-state"]))
          let exit = await child.exit()
          #expect(exit == .code(0) || exit == .code(1), "\(command): \(child.errors.text)")
          #expect(!child.output.text.isEmpty || !child.errors.text.isEmpty)
          canaries.expectNone(in: child, command.joined(separator: " "))
        }
        guard isRunning else { continue }
        daemon.kill(SIGABRT)
        #expect(await daemon.exit() == .signal(SIGABRT))
        canaries.expectNone(in: daemon, "the daemon")
      }
    }
  }

  @Test("a login that is refused, a token that is, a server without TLS")
  func refusals() async throws {
    try await world { world in
      try world.write(canaries.password + "-wrong", to: "password", mode: 0o600)
      let login = try await world.runOnce()
      #expect(login.exit == .code(77), "\(login.process.errors.text)")
      canaries.expectNone(in: login.process, "the daemon with a wrong password")

      // A token in place of a password is a line of another form.
      let yaml = try String(contentsOfFile: world.folder + "/config.yaml", encoding: .utf8)
      let tokenYAML = yaml.replacing(
        "email: robot@acme.example, password: { file: password }", with: "token: { file: token }")
      #expect(tokenYAML != yaml)
      try world.write(tokenYAML, to: "config.yaml")
      let token = try await world.runOnce()
      #expect(token.exit == .code(77), "\(token.process.errors.text)")
      canaries.expectNone(in: token.process, "the daemon with a wrong token")

      try setup(world) {
        $0.url = "https://127.0.0.1:\(world.sandbox.port)"
        $0.authorities = "null, allow_private: true"
      }
      let tls = try world.daemon()
      try await tls.record("tls.verify_failed")
      tls.kill(SIGTERM)
      #expect(await tls.exit() == .code(0))
      canaries.expectNone(in: tls, "the daemon without TLS")
    }
  }

  @Test("a configuration with secrets in the wrong place")
  func wrongConfiguration() async throws {
    try await world { world in
      #expect(try await world.runOnce().exit == .code(0))
      let quoted = "'" + canaries.password.replacing("'", with: "''") + "'"
      try setup(world) {
        $0.password = quoted
        $0.apiKey = "'" + canaries.apiKey + "'"
      }
      for command in [["check"], ["check", "--format", "json"], ["run"], ["plan"], ["reload"]] {
        let child = try world.start(command)
        #expect(await child.exit() != .code(0))
        #expect(!child.errors.text.isEmpty || !child.output.text.isEmpty)
        canaries.expectNone(in: child, command.joined(separator: " "))
      }
    }
  }

  @Test(
    "a server that quotes what it was sent, in every form",
    arguments: [("login", 500), ("login", 400), ("tasks", 403), ("tasks", 400), ("complete", 400), ("complete", 500)])
  func quoting(_ path: String, _ status: Int) async throws {
    try await world { world in
      let echo = try EchoServer(echoing: "/" + path, status: status, sandbox: world.sandbox.port)
      defer { echo.stop() }
      try setup(world) { $0.url = echo.url }
      let daemon = try world.daemon()
      // The server's words are in a record.
      let told = try await daemon.record(where: {
        $0.message.contains("<secret>") || $0.fields.values.contains { $0.contains("<secret>") }
      })
      #expect(!told.event.isEmpty)
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")
      canaries.expectNone(in: daemon, "the daemon")
      for command in [
        ["journal", "list"], ["journal", "export"], ["why", RuleTexts.example, "--allow-volatile-state"],
      ] {
        let child = try world.start(command)
        _ = await child.exit()
        canaries.expectNone(in: child, command.joined(separator: " "))
      }
    }
  }
}
