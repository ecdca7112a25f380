import Foundation
import Needs
import Testing

/// Text of others never drives the terminal of who looks at it.
@Suite(.limit(minutes: 10)) struct TerminalTests {
  /// What others may write: control characters of both kinds, direction, no width, separators, and one beyond 16 bits.
  private static let text = "L\u{9B}31m\u{85}\u{7F}\u{1B}[2J\u{2028}\u{202E}\u{2066}\u{200B}\u{200D}\u{FEFF}\u{E0001}R"
  /// The same in the escapes of JSON.
  private static let json =
    #"L\u009b31m\u0085\u007f\u001b[2J\u2028\u202e\u2066\u200b\u200d\ufeff\udb40\udc01R"#
  /// And in those of YAML.
  private static let yaml = #"L\u009b31m\u0085\u007f\u001b[2J\u2028\u202e\u2066\u200b\u200d\ufeff\U000e0001R"#

  private func expectHarmless(_ child: ChildProcess, _ command: [String]) async {
    _ = await child.exit()
    for scalar in (child.output.text + child.errors.text).unicodeScalars where scalar != "\n" {
      let kind = scalar.properties.generalCategory
      let acts = [.control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned].contains(kind)
      #expect(!acts, "\(command.prefix(2)) printed U+\(String(scalar.value, radix: 16))")
    }
  }

  @Test("no command prints what others wrote so that it acts on a terminal; JSON and rule tests keep the value")
  func commands() async throws {
    let rules = RuleTexts.welcome.replacing("template: Premium Welcome", with: "template: \"\(Self.yaml)\"")
    try await World.with(rules: rules) { world in
      let task = """
        {"id": "7", "instance_id": "9", "workflow_name": "\(Self.json)", "step_name": "Send Welcome Email", \
        "status": "PENDING", "assigned_to_user": {"id": "1", "name": "\(Self.json)"}, "assigned_to_group": null, \
        "entity": {"type": "CUENTA", "id": "738291047382910473", "label": "\(Self.json)"}, "due_date": null, \
        "escalated": false, "created_at": "2026-03-15T11:30:01"}
        """
      try world.write(task, to: "task.json")
      let file = world.folder + "/task.json"
      for command in [
        ["hold", "--why", Self.text, "--allow-volatile-state"], ["hold", "--why", Self.text, "--format", "json"],
        ["plan", "--allow-volatile-state"], ["plan", "--format", "json", "--by-rule", "--allow-volatile-state"],
        ["why", "--task", file], ["why", RuleTexts.example, "--allow-volatile-state"],
        ["why", RuleTexts.example, "--format", "json", "--allow-volatile-state"],
        ["why", "--task", file, "--at", Self.text], ["release", "1"], ["status"], ["status", "--format", "json"],
        ["journal", "export"], ["journal", "export", "--format", "text"], ["journal", "show", Self.text],
        ["check", "--live", "--allow-volatile-state"], ["forecast", "--allow-volatile-state"],
      ] {
        await expectHarmless(try world.start(command), command)
      }
      let plan = try world.start("plan", "--format", "json", "--allow-volatile-state")
      await expectHarmless(plan, ["plan"])
      let planned = "\(try JSONSerialization.jsonObject(with: Data(plan.output.text.utf8)))"
      #expect(planned.contains("\u{E0001}R") || plan.output.text.contains("\\udb40\\udc01R"), "\(planned)")
      let why = try world.start("why", "--task", file, "--format", "json")
      await expectHarmless(why, ["why"])
      let object = try JSONSerialization.jsonObject(with: Data(why.output.text.utf8))
      #expect("\(object)".contains("\u{E0001}R") || why.output.text.contains("\\udb40\\udc01R"))
      let test = try world.start("why", "--task", file, "--as-test")
      await expectHarmless(test, ["why", "--as-test"])
      #expect(test.output.text.contains("workflow: \"\(Self.yaml)\""), "\(test.output.text)")
      #expect(test.output.text.contains("entity_label: \"\(Self.yaml)\""), "\(test.output.text)")
      let run = try await world.runOnce()
      #expect(run.exit == .code(0), "\(run.process.errors.text)")
      for command in [
        ["journal", "list"], ["journal", "list", "--format", "json"], ["journal", "show", "acme-1"],
        ["journal", "show", "acme-1", "--format", "json"],
      ] {
        await expectHarmless(try world.start(command), command)
      }
    }
  }

  @Test("check cuts the lines of files to the terminal, with the caret under its place, and in a pipe to nothing")
  func width() async throws {
    let line =
      "    when: { workflow: New Account Onboarding, captured: [ { step: Quote, field: total, as: decimal, at_most: 5.00 } ] }"
    try await World.with(rules: RuleTexts.idle) { world in
      let rules = "schema: 1\nrules:\n  - id: one\n\(line)\n    then: { complete: { result: x } }\n"
      try world.write(rules, to: "rules/rules.yaml")
      let piped = try world.start("check")
      #expect(await piped.exit() == .code(1))
      #expect(piped.errors.text.contains("\n\(line)\n\(String(repeating: " ", count: 109))^\n"), "\(piped.errors.text)")
      // A terminal that does not tell its size has 80 columns.
      let terminal = try PseudoTerminal()
      let check = try world.start(errorsOn: terminal, "check")
      #expect(await check.exit() == .code(1))
      let drawn = await terminal.end().split(whereSeparator: \.isNewline).map(String.init)
      let first = try #require(drawn.firstIndex { $0.hasPrefix("…") }, "\(drawn)")
      #expect(drawn[first].count <= 80 && line.hasSuffix(drawn[first].dropFirst()), "\(drawn)")
      let caret = drawn[first + 1].prefix { $0 == " " }.count
      #expect(drawn[first].dropFirst(caret).hasPrefix("5.00 }") && drawn[first + 1].hasSuffix("^"), "\(drawn)")
    }
  }
}
