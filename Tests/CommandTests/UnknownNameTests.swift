import Foundation
import Glibc
import Needs
import Testing

/// Who types a name that is nowhere is told the nearest one, and how the command is used that was typed.
@Suite(.limit(minutes: 10)) struct UnknownNameTests {
  /// Each command with a wrong tenant, rule or intent in it, and what is meant.
  private static let wrong: [(command: [String], nearest: String)] = [
    (["status", "--tenant", "acne"], "acme"), (["status", "--format", "openmetrics", "--tenant", "acne"], "acme"),
    (["report", "--tenant", "acne"], "acme"),
    (["plan", "--tenant", "acne"], "acme"), (["why", "1", "--tenant", "acne"], "acme"),
    (["forecast", "--tenant", "acne"], "acme"), (["directory", "--tenant", "acne"], "acme"),
    (["check", "--live", "--tenant", "acne"], "acme"), (["journal", "list", "--tenant", "acne"], "acme"),
    (["journal", "decisions", "--tenant", "acne"], "acme"), (["journal", "export", "--tenant", "acne"], "acme"),
    (["journal", "list", "--rule", "nothin"], "nothing"), (["journal", "decisions", "--rule", "nothin"], "nothing"),
    (["journal", "show", "acme-9"], "acme-1"), (["resolve", "acme-9", "--drop", "--why", "x"], "acme-1"),
    (["hold", "--tenant", "acne", "--why", "x"], "acme"), (["hold", "--rule", "nothin", "--why", "x"], "nothing"),
    (["release", "--tenant", "acne"], "acme"), (["release", "--rule", "nothin"], "nothing"),
    (["why", "674839201748392081"], "674839201748392018"),
  ]

  @Test(
    "any command with an unknown tenant, rule, intent or task names the nearest, shows its own usage and ends with 1")
  func names() async throws {
    let rules = RuleTexts.welcome + "\n" + RuleTexts.idle.split(separator: "\n").dropFirst(2).joined(separator: "\n")
    try await World.with(rules: rules) { world in
      let run = try await world.runOnce()
      #expect(run.exit == .code(0), "\(run.process.errors.text)")
      for scope in [["--tenant", "acme"], ["--rule", "nothing"]] {
        #expect(await (try world.start(["hold", "--why", "audit"] + scope)).exit() == .code(0))
      }
      for (command, nearest) in Self.wrong {
        let volatile = Self.writes.contains(command[0]) ? ["--allow-volatile-state"] : []
        let child = try world.start(command + volatile)
        #expect(await child.exit() == .code(1), "\(command): \(child.errors.text)")
        let text = child.errors.text
        #expect(text.contains("did you mean '\(nearest)'?"), "\(command): \(text)")
        let name = (["capataz"] + command.prefix(command[0] == "journal" ? 2 : 1)).joined(separator: " ")
        #expect(text.contains("\nUsage: \(name) ["), "\(command): \(text)")
        #expect(text.hasSuffix("  See '\(name) --help' for more information.\n"), "\(command): \(text)")
        #expect(child.output.text.isEmpty, "\(command): \(child.output.text)")
      }
      // What is known, and has nothing to show, is no wrong name.
      let none = try world.start("journal", "list", "--rule", "nothing")
      #expect(await none.exit() == .code(0), "\(none.errors.text)")
      #expect(none.errors.text == "capataz: no intents fit\n")
    }
  }

  /// Commands that open the journal for themselves.
  private static let writes: Set = ["plan", "why", "forecast", "directory", "check"]

  @Test("a name that is near nothing is told with the names that there are")
  func far() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let child = try world.start("status", "--tenant", "wholly-different")
      #expect(await child.exit() == .code(1))
      #expect(child.errors.text.contains("there is no tenant 'wholly-different'; expected 'acme'\n"))
      let hostile = try world.start("status", "--tenant", "a\u{1B}[2J")
      #expect(await hostile.exit() == .code(1))
      #expect(hostile.errors.text.contains("there is no tenant 'a\\u{1b}[2J'"), "\(hostile.errors.text)")
    }
  }

  @Test(
    "an unknown command is told with the nearest one and the usage of the command above it, and ends with 64",
    arguments: [
      (["plna"], "plna", "plan", "capataz"), (["--config", "x", "stauts"], "stauts", "status", "capataz"),
      (["--config=x", "jounal", "list"], "jounal", "journal", "capataz"),
      (["journal", "lsit"], "journal lsit", "journal list", "capataz journal"),
      (["journal", "--config", "x", "verfy"], "journal verfy", "journal verify", "capataz journal"),
    ])
  func commands(_ arguments: [String], _ typed: String, _ meant: String, _ parent: String) async throws {
    let child = try ChildProcess(World.program, arguments, environment: [:])
    #expect(await child.exit() == .code(64))
    #expect(
      child.errors.text.hasPrefix(
        "Error: there is no command '\(typed)'; did you mean '\(meant)'?\nUsage: \(parent) "),
      "\(child.errors.text)")
    #expect(child.errors.text.hasSuffix("See '\(parent) --help' for more information.\n"), "\(child.errors.text)")
  }

  @Test("what a command itself refuses is shown with the usage of that command")
  func ownUsage() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let setup = Setup(url: world.sandbox.url)
      try world.write(setup.yaml + "\n" + setup.tenant("north") + "\n", to: "config.yaml")
      try world.write("[]", to: "task.json")
      let child = try world.start("why", "--task", world.folder + "/task.json")
      #expect(await child.exit() == .code(64))
      #expect(child.errors.text.contains("there are several tenants"), "\(child.errors.text)")
      #expect(child.errors.text.contains("\nUsage: capataz why ["), "\(child.errors.text)")
    }
  }
}
