import Foundation
import Glibc
import Needs
import Testing

/// What is typed, and what is printed.
@Suite(.limit(minutes: 10)) struct CommandLineTests {
  private static let golden = (#filePath as NSString).deletingLastPathComponent + "/Golden/"

  @Test(
    "the help of each command is what its page says",
    arguments: [
      ["--help"], ["init", "--help"], ["run", "--help"], ["check", "--help"], ["plan", "--help"],
      ["journal", "--help"],
      ["journal", "list", "--help"], ["journal", "decisions", "--help"], ["journal", "show", "--help"],
      ["journal", "export", "--help"],
      ["journal", "verify", "--help"], ["journal", "backup", "--help"],
      ["journal", "accept-restore", "--help"], ["test", "--help"], ["why", "--help"],
      ["forecast", "--help"], ["directory", "--help"], ["status", "--help"], ["answer-metrics", "--help"],
      ["report", "--help"],
      ["schema", "--help"], ["hold", "--help"],
      ["release", "--help"], ["resolve", "--help"], ["reload", "--help"], ["notify", "--help"],
    ])
  func help(_ arguments: [String]) async throws {
    let child = try ChildProcess(World.program, arguments, environment: ["COLUMNS": "100"])
    #expect(await child.exit() == .code(0))
    let name = (["capataz"] + arguments.dropLast()).joined(separator: "-") + ".txt"
    let expected = try String(contentsOfFile: Self.golden + name, encoding: .utf8)
    #expect(child.output.text == expected)
  }

  @Test(
    "what cannot be understood ends with 64 and a hint",
    arguments: [
      ["frobnicate"], ["run", "--twice"], ["plan", "--format", "xml"], ["journal", "list", "--state", "maybe"],
      ["journal", "list", "--limit", "many"], ["run", "now"], ["journal", "accept-restore"], ["journal", "show"],
      ["journal", "accept-restore", "--why", " "], ["journal", "export", "--since", "yesterday"],
      ["resolve", "acme-1", "--why", "seen"], ["resolve", "acme-1", "--done", "--drop", "--why", "seen"],
      ["report", "--lang", "fr"], ["report", "--since", "yesterday"], ["report", "--since", "2999-01-01"],
      ["report", "--format", "pdf"], ["status", "--by", "rule"], ["status", "--format", "openmetrics", "--watch"],
      ["status", "--format", "prometheus", "--problems"], ["status", "--format", "openmetrics", "--by", "task"],
    ])
  func usage(_ arguments: [String]) async throws {
    let child = try ChildProcess(World.program, arguments, environment: [:])
    #expect(await child.exit() == .code(64))
    #expect(child.output.text.isEmpty)
    #expect(child.errors.text.contains("Error:") && child.errors.text.contains("Usage:"), "\(child.errors.text)")
  }

  @Test("the configuration is named before the command, behind it, or by the environment")
  func configuration() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let path = world.folder + "/config.yaml"
      let ways: [([String], [String: String])] = [
        (["--config", path, "check"], [:]), (["check", "--config", path], [:]), (["check"], ["CAPATAZ_CONFIG": path]),
        (["--config", "/nowhere", "check", "--config", path], ["CAPATAZ_CONFIG": "/nowhere"]),
        (["--config", path, "check"], ["CAPATAZ_CONFIG": "/nowhere"]),
      ]
      for (arguments, environment) in ways {
        let child = try ChildProcess(World.program, arguments, environment: environment)
        #expect(await child.exit() == .code(0), "\(arguments): \(child.errors.text)")
        #expect(child.output.text.hasPrefix("ok\nacme: 1 rule (1 live), fingerprint "), "\(child.output.text)")
      }
    }
  }

  @Test("check looks at the files of secrets: one that would be refused is an error, one that is missing a warning")
  func checkSecrets() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let good = try world.start("check")
      #expect(await good.exit() == .code(0) && good.errors.text.isEmpty, "\(good.errors.text)")
      try FileManager.default.removeItem(atPath: world.folder + "/api-key")
      let missing = try world.start("check")
      #expect(await missing.exit() == .code(0))
      let place = "\(world.folder)/config.yaml"
      let first = try #require(missing.errors.lines.first)
      #expect(
        first.hasSuffix(
          ": warning: tenant 'acme': secret file '\(world.folder)/api-key' cannot be looked at: "
            + "No such file or directory"))
      #expect(first.hasPrefix("\(place):") && missing.errors.lines.count == 3, "\(missing.errors.text)")
      #expect(missing.output.text.hasPrefix("ok, with 1 warning\n"))
      chmod(world.folder + "/password", 0o644)
      // Mistakes in rules do not hide it.
      for rules in [RuleTexts.idle, "schema: 1\nrules: 7\n"] {
        try world.write(rules, to: "rules/rules.yaml")
        let unsafe = try world.start("check")
        #expect(await unsafe.exit() == .code(1))
        #expect(unsafe.errors.text.contains(": error: tenant 'acme': secret file "), "\(unsafe.errors.text)")
        #expect(unsafe.errors.text.contains("run: chmod 0400 \(world.folder)/password\n"), "\(unsafe.errors.text)")
        #expect(unsafe.output.text.isEmpty)
      }
    }
  }

  @Test("check with files needs no configuration: a line for each and one for all, as text and as JSON")
  func checkFiles() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      let place = world.folder + "/repository"
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
      try world.write(RuleTexts.idle, to: "repository/rules.yaml")
      try world.write(
        "schema: 1\ntimezone: UTC\nat: \"2026-01-01T00:00\"\ntests: []\n", to: "repository/rules.test.yaml")
      let bare = ["CAPATAZ_CONFIG": "/nowhere"]
      let good = try world.start(["check", place], environment: bare, bare: true)
      #expect(await good.exit() == .code(0), "\(good.errors.text)")
      #expect(
        good.output.text.replacing(place, with: "DIR")
          == "DIR/rules.test.yaml: 0 tests\nDIR/rules.yaml: 1 rule (1 live)\nok: 2 files, 1 rule (1 live), 0 tests\n")
      let json = try world.start(["check", place, "--format", "json"], environment: bare, bare: true)
      #expect(await json.exit() == .code(0))
      let files = [
        #"{"file":"DIR/rules.test.yaml","kind":"tests","tenants":0,"rules":0,"live":0,"tests":0,"named":false,"#,
        #""errors":0,"warnings":0},{"file":"DIR/rules.yaml","kind":"rules","tenants":0,"rules":1,"live":1,"tests":0,"#,
        #""named":false,"errors":0,"warnings":0}"#,
      ].joined()
      let summary =
        #"{"result":"ok","errors":0,"warnings":0,"tenants":[],"files":[\#(files)],"not_looked_at":[],"compared":[]}"#
      #expect(json.output.text.replacing(place, with: "DIR") == summary + "\n")
      try world.write(RuleTexts.idle.replacing("stage", with: "stge"), to: "repository/rules.yaml")
      let wrong = try world.start(["check", place + "/rules.yaml"], environment: bare, bare: true)
      #expect(await wrong.exit() == .code(1))
      #expect(wrong.errors.text.contains("did you mean 'stage'?"), "\(wrong.errors.text)")
      #expect(wrong.output.text.hasSuffix("1 error in 1 file\n"), "\(wrong.output.text)")
      let none = try world.start(["check", place + "/rules.ymal"], environment: bare, bare: true)
      #expect(await none.exit() == .code(1))
      let live = try world.start(["check", place, "--live"], environment: bare, bare: true)
      #expect(await live.exit() == .code(64))
    }
  }

  @Test("test --coverage says how far each rule is tested; only --require-coverage ends with 1 where one is not")
  func coverage() async throws {
    try await World.with(rules: RuleTexts.idle) { world in
      for command in [["test", "--coverage"], ["test", "--require-coverage"]] {
        let text = try world.start(command)
        #expect(await text.exit() == .code(command[1] == "--coverage" ? 0 : 1), "\(text.errors.text)")
        #expect(text.output.text.contains("coverage: 1 rule; acting in a test: 0; with a near miss: 0"))
        let isRefused = text.errors.text.contains("capataz: 1 rule not covered: each wants a test")
        #expect(isRefused == (command[1] != "--coverage"))
        #expect(text.output.text.contains("nothing  0 tests"), "\(text.output.text)")
      }
      let json = try world.start("test", "--coverage", "--format", "json")
      #expect(await json.exit() == .code(0))
      #expect(
        json.output.lines.last?.hasPrefix(#"{"rule":"nothing","file":"\#(world.folder)/rules/rules.yaml","line":"#)
          == true,
        "\(json.output.text)")
      #expect(json.output.lines.last?.contains(#""covered":false}"#) == true)
    }
  }

  @Test("check finds every mistake, as text and as JSON lines, and ends with 1")
  func check() async throws {
    try await World.with(rules: "schema: 1\nrules:\n  - { id: one, stage: lively, when: 7 }\n") { world in
      let text = try world.start("check")
      #expect(await text.exit() == .code(1))
      #expect(text.errors.text.contains("\(world.folder)/rules/rules.yaml:3:23: error: "), "\(text.errors.text)")
      let json = try world.start("check", "--format", "json")
      #expect(await json.exit() == .code(1))
      struct Finding: Decodable {
        var file: String
        var line: Int
        var column: Int
        var severity: String
        var message: String
        var source: String
      }
      let lines = json.output.lines
      let findings = try lines.dropLast().map { try JSONDecoder().decode(Finding.self, from: Data($0.utf8)) }
      #expect(lines.last?.hasPrefix(#"{"result":"findings","errors":\#(findings.count),"warnings":0,"#) == true)
      #expect(findings.count >= 3)
      for finding in findings {
        #expect(finding.line == 3 && finding.source == "  - { id: one, stage: lively, when: 7 }")
        #expect(text.errors.text.contains(":\(finding.column): \(finding.severity): \(finding.message)\n"))
      }
      #expect(json.errors.text.isEmpty)
    }
  }
}
