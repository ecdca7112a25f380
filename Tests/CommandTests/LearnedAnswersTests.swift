import Foundation
import Glibc
import Needs
import Testing

/// What the daemon learns of the tenant's answers, and what commands make of it.
@Suite(.limit(minutes: 10)) struct LearnedAnswersTests {
  private static let rules = """
    schema: 1
    rules:
      - id: send-quote
        stage: shadow
        limit: { per_day: 10 }
        when: { workflow: Quote, step: Send }
        then:
          complete:
            result: snet
            captured_data: { email_address: true }

    """

  /// What a command prints, once it prints what is waited for.
  private static func eventually(
    _ world: World, _ arguments: [String], _ isMeant: (ChildProcess) -> Bool
  ) async throws -> ChildProcess {
    while true {
      let child = try world.start(arguments)
      _ = await child.exit()
      if isMeant(child) || Task.isCancelled { return child }
    }
  }

  @Test(
    "forms are learned by the daemon; directory, check and why use them while it runs, and without secrets or a lock after it"
  )
  func forms() async throws {
    try await World.with(rules: Self.rules, setup: { $0.every = "750ms" }) { world in
      let daemon = try world.daemon()
      try await daemon.record("tenant.ok")
      let directory = try await Self.eventually(world, ["directory", "--forms"]) {
        $0.output.lines.contains { $0.hasPrefix("withdrawn ") && $0.contains("Send") && $0.contains("Quote") }
      }
      #expect(await directory.exit() == .code(0) && directory.errors.text.isEmpty, "\(directory.errors.text)")
      #expect(directory.output.lines.contains { $0.hasPrefix("RESULT ") && $0.hasSuffix(" SEEN") })
      #expect(
        directory.output.lines.contains {
          $0.hasPrefix("email_address ") && $0.contains(/\ 20[0-9]{2}-[0-9]{2}-[0-9]{2}$/)
        },
        "\(directory.output.text)")
      let check = try world.start("check", "--live")
      #expect(await check.exit() == .code(1))
      let told = check.errors.text.replacing(world.folder + "/", with: "").replacing(
        /seen 20[0-9]{2}-[0-9]{2}-[0-9]{2}/, with: "seen DAY")
      #expect(
        told.contains(
          "rules/rules.yaml:9:17: error: rule 'send-quote': step 'Send' of 'Quote' (seen DAY) has no result 'snet', only "
            + "'sent', 'withdrawn'; did you mean 'sent'?"), "\(told)")
      #expect(
        told.contains(
          "rules/rules.yaml:10:26: error: rule 'send-quote': in the form of step 'Send' of 'Quote' (seen DAY), the field "
            + "'email_address' is of type 'text', and the rule gives true"), "\(told)")
      #expect(check.output.text.contains(", as the daemon saw them at "), "\(check.output.text)")
      let task = try #require(try await world.sandbox.tasks().first { $0.workflow == "Quote" && $0.step == "Send" })
      let why = try world.start("why", task.id)
      #expect(await why.exit() == .code(0), "\(why.errors.text)")
      #expect(why.output.text.contains("tasks of this step, as seen on 20"), "\(why.output.text)")
      #expect(why.output.text.contains("\n  results: sent, withdrawn\n"), "\(why.output.text)")

      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
      await world.sandbox.stop()
      try world.configure {
        $0.password = "{ credential: acme-password }"
        $0.apiKey = "{ credential: acme-api-key }"
      }
      for (command, code) in [(["directory", "--forms"], 0), (["check", "--live"], 1), (["why", task.id], 0)] {
        let child = try world.start(command)
        #expect(await child.exit() == .code(Int32(code)), "\(command): \(child.errors.text)")
        #expect(
          child.errors.text.contains(
            "credential 'acme-password' is not here, so the server is not asked: this is what the daemon saw last"),
          "\(child.errors.text)")
        #expect(child.output.text.contains("withdrawn") || child.errors.text.contains("withdrawn"))
      }
      for command in [["plan"], ["directory", "--fresh"]] {
        let child = try world.start(command + ["--allow-volatile-state"])
        #expect(await child.exit() == .code(77), "\(child.errors.text)")
      }
    }
  }

  @Test("where no daemon runs, details are read only of steps whose form is not known, and all of them with --fresh")
  func unknownForms() async throws {
    try await World.with(rules: Self.rules, setup: { $0.every = "750ms" }) { world in
      let before = try world.start("directory", "--forms", "--allow-volatile-state")
      #expect(await before.exit() == .code(0), "\(before.errors.text)")
      let all = try await world.sandbox.traffic()["detail"]?.total ?? 0
      #expect(all > 10)
      let daemon = try world.daemon()
      // Before that the command would find no daemon and ask the server itself.
      try await daemon.record("tenant.ok")
      _ = try await Self.eventually(world, ["directory", "--forms"]) {
        $0.output.lines.contains { $0.hasPrefix("withdrawn ") && $0.contains("Send") }
      }
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
      let some = try await world.sandbox.traffic()["detail"]?.total ?? 0
      let after = try world.start("directory", "--forms", "--allow-volatile-state")
      #expect(await after.exit() == .code(0), "\(after.errors.text)")
      let less = try await world.sandbox.traffic()["detail"]?.total ?? 0
      #expect(less - some < all, "what is known is not read again")
      let fresh = try world.start("directory", "--forms", "--fresh", "--allow-volatile-state")
      #expect(await fresh.exit() == .code(0), "\(fresh.errors.text)")
      #expect(try await world.sandbox.traffic()["detail"]?.total ?? 0 == less + all)
    }
  }

  @Test("an answer that is not as before is told once: where, what, since when, and what it means")
  func changed() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      func run(_ body: (ChildProcess) async throws -> Void) async throws -> [String] {
        let daemon = try world.daemon()
        try await daemon.record("tenant.ok")
        try await body(daemon)
        daemon.kill(SIGTERM)
        #expect(await daemon.exit() == .code(0))
        return daemon.records.filter { $0.event == "api.changed" }.map(\.message)
      }
      #expect(try await run { _ in } == [])
      try await world.sandbox.inject("extra_key:priority", at: "list", count: -1)
      let told = try await run { try await $0.record("api.changed") }
      #expect(told.count == 1)
      #expect(
        told.first?.hasPrefix(
          "acme: the answers to 'list' calls are not as before: new key 'priority' of data[] is there (number); since 20"
        )
          == true, "\(told)")
      #expect(try await run { _ in } == [])
    }
  }
}
