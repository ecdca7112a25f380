import Foundation
import Glibc
import Needs
import Testing

/// How things stand, as it is told from beside a daemon and after it.
@Suite(.limit(minutes: 10)) struct StatusTests {
  /// What programs read.
  private struct Status: Decodable {
    struct Limit: Decodable {
      var endpoint: String
      var limit: Int
      var used: Int
      var foreign: Int
      var penalty: Int
      var nextFreeS: Int?
      var sharedWith: [String]
      var waiting: Int
      var drainS: Int
    }
    struct Problem: Decodable {
      var tenant: String
      var health: String
      var what: String
      var since: String?
      var advice: String
    }
    struct Hold: Decodable {
      var hold: Int
      var rule: String?
    }
    var tenant: String
    var health: String
    var problems: [Problem]
    var running: Bool
    var asOf: String?
    var mode: String?
    var trouble: String?
    var lastPoll: String?
    var tasks: Int?
    var queue: Int?
    var held: Int?
    var inDoubt: Int
    var inDoubtSince: String?
    var parked: Int
    var parkedSince: String?
    var refused: Int
    var blocked: Int?
    var capped: Int?
    var holds: [Hold]
    var rules: String
    var rulesLoaded: String?
    var rulesOnDisk: String?
    var limits: [Limit]
  }

  @Test("while the daemon runs, after it has stopped, and with rules on disk that are others, or wrong")
  func life() async throws {
    try await World.with { world in
      let daemon = try world.daemon()
      try await daemon.record("intent.done")
      let running = try await status(of: world)
      #expect(running.text.hasPrefix("tenant acme: running (status "), "\(running.text)")
      #expect(running.text.contains("rules") && running.text.contains(" loaded, as on disk\n"), "\(running.text)")
      #expect(running.text.contains("  ENDPOINT  USED "), "\(running.text)")
      #expect(running.json.health == "ok" && running.json.problems.isEmpty, "\(running.text)")
      #expect(await (try world.start("status", "--exit-code")).exit() == .code(0))
      #expect(running.json.running && running.json.rules == "as_on_disk")
      #expect(running.json.mode == "live" && running.json.trouble == nil)
      #expect(running.json.rulesLoaded == running.json.rulesOnDisk && running.json.rulesLoaded != nil)

      try world.write(RuleTexts.idle, to: "rules/rules.yaml")
      let changed = try await status(of: world)
      #expect(changed.text.contains(" loaded, differs from the files on disk: reload\n"), "\(changed.text)")
      #expect(changed.json.rules == "differ")
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))

      let stopped = try await status(of: world)
      #expect(stopped.text.hasPrefix("tenant acme: not running (status of 20"), "\(stopped.text)")
      #expect(stopped.text.contains("the next start loads them\n"), "\(stopped.text)")
      #expect(stopped.json.problems.map(\.what) == ["no daemon is running: nothing is done"])
      #expect(await (try world.start("status", "--exit-code")).exit() == .code(2))
      #expect(!stopped.json.running && stopped.json.lastPoll != nil && stopped.json.tasks ?? 0 > 0)
      #expect(stopped.json.limits.allSatisfy { $0.waiting == 0 && $0.drainS == 0 })

      try world.write("schema: 1\nrules: 7\n", to: "rules/rules.yaml")
      let wrong = try await status(of: world)
      #expect(wrong.text.contains("the files have mistakes: run capataz check\n"), "\(wrong.text)")
      #expect(wrong.json.rules == "mistakes" && wrong.json.rulesOnDisk == nil)
    }
  }

  @Test(
    "what is held and parked is told from the journal, whether or not a daemon has seen it",
    .enabled { try Need.sqlite.isMet() })
  func heldAndParked() async throws {
    try await World.with { world in
      #expect(try await world.runOnce().exit == .code(0))
      try world.sqlite("UPDATE intent SET state = 'parked', note = 'nobody knows' WHERE number = 1")
      let hold = try world.start("hold", "--rule", "send-welcome", "--why", "audit \u{1B}[2J")
      #expect(await hold.exit() == .code(0), "\(hold.errors.text)")
      let told = try await status(of: world)
      #expect(told.text.contains("  parked     1, the oldest for "), "\(told.text)")
      #expect(told.text.contains(" (acme-1); see capataz journal list --state parked\n"), "\(told.text)")
      #expect(told.text.contains("  holds      hold 1 on rule 'send-welcome', by "), "\(told.text)")
      #expect(told.json.parked == 1 && told.json.parkedSince != nil)
      #expect(told.json.holds.map(\.rule) == ["send-welcome"])
      #expect(!told.text.contains("\u{1B}"))
    }
  }

  @Test("a write that a killed daemon left behind is in doubt")
  func killed() async throws {
    try await World.with(setup: { $0.every = "60s" }) { world in
      try await world.sandbox.inject("delay:400", at: "complete")
      let daemon = try world.daemon()
      await world.sandbox.request("/complete -> 200")
      daemon.kill(SIGKILL)
      _ = await daemon.exit()
      let told = try await status(of: world)
      #expect(told.json.inDoubt == 1 && told.json.inDoubtSince != nil && !told.json.running)
      #expect(told.text.contains("  in doubt   1, the oldest for "), "\(told.text)")
    }
  }

  @Test(
    "what heals by itself ends with 1 where the exit code is asked for, what the server refused with 2, and says so",
    .enabled { try Need.sqlite.isMet() })
  func exitCodes() async throws {
    try await World.with { world in
      let daemon = try world.daemon()
      try await daemon.record("intent.done")
      try world.sqlite("UPDATE intent SET state = 'unknown' WHERE number = 1")
      let doubtful = try world.start("status", "--exit-code")
      #expect(await doubtful.exit() == .code(1), "\(doubtful.output.text)")
      #expect(doubtful.output.text.contains("  degraded   1 effect in doubt;"), "\(doubtful.output.text)")
      // As a poll that began after it would show the task.
      try world.sqlite("UPDATE intent SET state = 'refused', changed = changed + 86400 WHERE number = 1")
      let refused = try world.start("status", "--exit-code", "--problems")
      #expect(await refused.exit() == .code(2), "\(refused.output.text)")
      #expect(refused.output.text.contains("; a person is needed\n"), "\(refused.output.text)")
      #expect(refused.output.text.contains("  person     1 effect refused by the server;"), "\(refused.output.text)")
      #expect(refused.output.text.contains("decide: capataz journal show acme-1\n"), "\(refused.output.text)")
      #expect(try await status(of: world).json.refused == 1)
    }
  }

  @Test("it is drawn again on a terminal alone; elsewhere it says what to do instead")
  func watchInPipe() async throws {
    try await World.with { world in
      let piped = try world.start("status", "--watch")
      #expect(await piped.exit() == .code(64))
      #expect(piped.errors.text.contains("standard output is none; leave --watch out"), "\(piped.errors.text)")
      #expect(piped.output.text.isEmpty)
      let json = try world.start("status", "--watch", "--format", "json")
      #expect(await json.exit() == .code(64) && json.errors.text.contains("leave --format json out"))
    }
  }

  @Test("on a terminal it is drawn until Ctrl-C, which ends it with 0 and gives the cursor back")
  func watch() async throws {
    try await World.with { world in
      #expect(try await world.runOnce().exit == .code(0))
      let terminal = try PseudoTerminal()
      let child = try world.start(on: terminal, "status", "--watch")
      #expect(await terminal.shows("tenant acme: not running"))
      // The end of one drawing and the beginning of the next.
      #expect(await terminal.shows("\u{1B}[J\u{1B}[Hcapataz status, 20"))
      child.kill(SIGINT)
      #expect(await child.exit() == .code(0), "\(child.errors.text)")
      let drawn = await terminal.end()
      #expect(drawn.hasPrefix("\u{1B}[?25l\u{1B}[2J\u{1B}[H") && drawn.hasSuffix("\u{1B}[?25h"))
      // Of the tenant nothing has changed but the time.
      #expect(!drawn.contains("\u{1B}[7mtenant") && drawn.split(separator: "tenant acme: ").count > 2)
    }
  }

  @Test(
    "without a journal it ends with 74, with a wrong configuration with 78, of an unknown tenant with 1 and the nearest name"
  )
  func refused() async throws {
    try await World.with { world in
      let none = try world.start("status")
      #expect(await none.exit() == .code(74))
      #expect(none.errors.text.contains("there is no journal in"))
      let unknown = try world.start("status", "--tenant", "acne")
      #expect(await unknown.exit() == .code(1))
      let hint = "there is no tenant 'acne'; did you mean 'acme'?\n"
      #expect(unknown.errors.text.contains(hint + "Usage: capataz status "), "\(unknown.errors.text)")
      #expect(await (try world.start("status", "--tenant", "acne", "--exit-code")).exit() == .code(64))
      let right = try String(contentsOfFile: world.folder + "/config.yaml", encoding: .utf8)
      try world.write(right.replacing("timezone: ", with: "timezone: No/"), to: "config.yaml")
      let sick = try world.start("status")
      #expect(await sick.exit() == .code(78))
      #expect(sick.errors.text.contains("see all with: capataz check") && !sick.errors.text.contains("''"))
      try world.write("schema: 1\nstate: 7\n", to: "config.yaml")
      let wrong = try world.start("status")
      #expect(await wrong.exit() == .code(78))
      #expect(wrong.errors.text.contains("config.yaml:"), "\(wrong.errors.text)")
    }
  }

  private func status(of world: World) async throws -> (text: String, json: Status) {
    let text = try world.start("status")
    #expect(await text.exit() == .code(0), "\(text.errors.text)")
    let json = try world.start("status", "--format", "json")
    #expect(await json.exit() == .code(0), "\(json.errors.text)")
    #expect(json.output.lines.count == 1)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let status = try decoder.decode(Status.self, from: Data(json.output.text.utf8))
    #expect(status.limits.map(\.endpoint) == ["list", "detail", "complete", "reassign", "login"])
    try world.expectNoSecret(in: text, json)
    return (text.output.text, status)
  }
}
