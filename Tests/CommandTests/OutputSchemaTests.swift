import Foundation
import Glibc
import Needs
import Testing

/// What commands print for programs, and the schemas that describe it.
@Suite(.limit(minutes: 10)) struct OutputSchemaTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The names of the schemas, as the program lists them.
  private static func names() async throws -> [String] {
    let child = try ChildProcess(World.program, ["schema", "output"], environment: [:])
    #expect(await child.exit() == .code(64))
    let line = try #require(child.errors.lines.first { $0.contains("say of which command: ") })
    return try #require(line.components(separatedBy: "command: ").last).components(separatedBy: ", ")
  }

  @Test("schemas/output is what the program prints; Scripts/write-key-texts writes it anew")
  func files() async throws {
    let names = try await Self.names()
    #expect(names.count > 15)
    for name in names {
      let child = try ChildProcess(World.program, ["schema", "output", name], environment: [:])
      #expect(await child.exit() == .code(0), "\(child.errors.text)")
      let path = "\(PrintedJSON.folder)/\(name).json"
      if ProcessInfo.processInfo.environment["CAPATAZ_WRITE_KEY_TEXTS"] != nil {
        try FileManager.default.createDirectory(atPath: PrintedJSON.folder, withIntermediateDirectories: true)
        try Data(child.output.text.utf8).write(to: URL(filePath: path))
      }
      let written = try? String(contentsOfFile: path, encoding: .utf8)
      #expect(written == child.output.text, "\(path) is old; run: Scripts/write-key-texts")
    }
    let files = try FileManager.default.contentsOfDirectory(atPath: PrintedJSON.folder)
    #expect(files.sorted() == names.map { "\($0).json" }.sorted())
  }

  @Test("each command that prints JSON has a schema")
  func complete() async throws {
    let golden = Self.root.appending(path: "Tests/CommandTests/Golden")
    let pages = try FileManager.default.contentsOfDirectory(atPath: golden.path)
    let printing = try pages.filter { page in
      try String(contentsOf: golden.appending(path: page), encoding: .utf8).contains("--format <format>")
    }
    let names = Set(try await Self.names())
    #expect(printing.count > 12)
    for page in printing { #expect(names.contains(String(page.dropFirst("capataz-".count).dropLast(".txt".count)))) }
  }

  /// The keys of every object in a schema.
  private static func keys(_ value: Any) -> Set<String> {
    if let list = value as? [Any] { return list.reduce(into: []) { $0.formUnion(keys($1)) } }
    guard let map = value as? [String: Any] else { return [] }
    var found: Set<String> = []
    if map["additionalProperties"] as? Bool == false {
      found.formUnion((map["properties"] as? [String: Any] ?? [:]).keys)
    }
    for inner in map.values { found.formUnion(keys(inner)) }
    return found
  }

  @Test("every key of a schema stands in capataz(8), and every schema is named there")
  func manual() throws {
    let page = try String(contentsOf: Self.root.appending(path: "man/capataz.8"), encoding: .utf8)
    for file in try FileManager.default.contentsOfDirectory(atPath: PrintedJSON.folder) {
      let data = try Data(contentsOf: URL(filePath: "\(PrintedJSON.folder)/\(file)"))
      let missing = Self.keys(try JSONSerialization.jsonObject(with: data)).filter { key in
        !page.contains("\\fB\(key)\\fR")
      }
      #expect(missing.sorted() == [], "\(file)")
      #expect(page.contains("\\fB\(file.dropLast(5).replacing("-", with: "\\-"))\\fR"), "\(file)")
    }
  }

  @Test(
    "a key that a schema does not know, one that is missing, and a number as text are found",
    .enabled { try PrintedJSON.need.isMet() })
  func found() async throws {
    let good =
      #"{"hold":1,"tenant":null,"rule":null,"task":null,"why":"w","by":"b","since":"2026-03-09T15:30:00Z","#
      + #""until":null}"#
    let bad = [
      good.replacing(#""hold":1"#, with: #""hold":"1""#), good.replacing(#""hold":1"#, with: #""hold":1,"more":1"#),
      good.replacing(#""rule":null,"#, with: ""), good.replacing("30:00Z", with: "30:00+01:00"), "hold 1",
    ]
    let folder = FileManager.default.temporaryDirectory.appending(path: "printed-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let command = ["hold", "--why", "w", "--format", "json"]
    #expect(try await PrintedJSON.mistakes(in: [(command, [good])], place: folder) == [])
    for line in bad {
      #expect(try await PrintedJSON.mistakes(in: [(command, [line])], place: folder).count == 1, "\(line)")
    }
  }

  /// Runs a command and says what it printed; the world holds that against its schema.
  private static func print(_ world: World, _ arguments: [String], code: Int32 = 0) async throws -> String {
    let child = try world.start(arguments + (arguments.contains("export") ? [] : ["--format", "json"]))
    #expect(await child.exit() == .code(code), "\(arguments): \(child.errors.text)")
    #expect(!child.output.text.isEmpty, "\(arguments)")
    return child.output.text
  }

  @Test(
    "what the commands that look and those of people print fits their schemas: numbers are numbers, none is null",
    .enabled { try Need.sqlite.isMet() && PrintedJSON.need.isMet() })
  func printed() async throws {
    try await World.with(rules: RuleTexts.mixed + "\n" + Self.held) { world in
      try world.write(RuleTexts.handOver, to: "other/rules.yaml")
      let volatile = "--allow-volatile-state"
      let plan = try await Self.print(world, ["plan", volatile])
      #expect(plan.contains(#""held_until":null"#) && !plan.contains(#":"""#))
      _ = try await Self.print(world, ["plan", "--by-rule", volatile])
      let limits = try await Self.print(world, ["plan", "--limits", volatile])
      #expect(limits.contains(#"{"tenant":"acme","endpoint":"list","limit":"#))
      _ = try await Self.print(world, ["plan", "--rules", world.folder + "/other", volatile])
      _ = try await Self.print(world, ["forecast", volatile])
      #expect(try await Self.print(world, ["directory", volatile]).contains(#""remark":null"#))
      #expect(try await world.runOnce().exit == .code(0))
      for sub in [["list"], ["decisions"], ["export"], ["verify"], ["show", "acme-1"]] {
        _ = try await Self.print(world, ["journal"] + sub)
      }
      let show = try await Self.print(world, ["journal", "show", "acme-1"])
      #expect(show.contains(#""body":{"#) && show.contains(#""attempts":1,"#) && show.contains(#""seq":"#))
      _ = try await Self.print(world, ["status"])
      _ = try await Self.print(world, ["report"])
      try world.sqlite("UPDATE intent SET state = 'parked', note = 'nobody knows' WHERE number = 1")
      _ = try await Self.print(world, ["report", "--since", "7d"])
      _ = try await Self.print(world, ["resolve", "acme-1", "--drop", "--why", "seen"])
      let hold = try await Self.print(world, ["hold", "--why", "audit"])
      #expect(hold.hasPrefix(#"{"hold":1,"tenant":null,"rule":null,"#))
      _ = try await Self.print(world, ["status"])
      _ = try await Self.print(world, ["release", "1"])
      let accepted = try await Self.print(world, ["journal", "accept-restore", "--why", "nothing", volatile])
      #expect(accepted == #"{"accepted":false,"what":null}"# + "\n")
      try world.sqlite("DROP TRIGGER audit_is_kept; DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)")
      #expect(
        try await Self.print(world, ["journal", "verify"], code: 1).hasPrefix(#"{"result":"broken","lines":null,"#))
    }
  }

  /// A rule whose effects something holds back.
  private static let held = """
      - id: at-night
        stage: live
        when: { step: Send Welcome Email }
        then: { complete: { result: sent, captured_data: { email_address: contact@acme.com, template: Premium Welcome } } }
        run_within: never-now
    calendars:
      never-now: { timezone: UTC, open: { mon: ["00:00-00:01"] } }
    """

  @Test(
    "what why, test, check and reload print fits their schemas", .enabled { try PrintedJSON.need.isMet() })
  func explained() async throws {
    try await World.with { world in
      let test = """
        schema: 1
        timezone: UTC
        at: "2026-03-09T15:30"
        tests:
          - { name: right, given: { task: { step: Close } }, expect: { no_action: { near_miss: send-welcome, failed: step } } }
          - { name: wrong, given: { task: { step: Close } }, expect: { rule: send-welcome } }
        """
      try world.write(test, to: "rules/x.test.yaml")
      _ = try await Self.print(world, ["test"], code: 1)
      _ = try await Self.print(world, ["why", RuleTexts.example, "--allow-volatile-state"])
      let daemon = try world.daemon()
      try await daemon.record("intent.done")
      _ = try await Self.print(world, ["why", RuleTexts.example])
      try world.write(RuleTexts.idle, to: "rules/rules.yaml")
      #expect(try await Self.print(world, ["reload"]).contains(#""why":null,"since":null,"mistakes":[],"rules":{"#))
      try world.write("schema: 1\nrules: 7\n", to: "rules/rules.yaml")
      _ = try await Self.print(world, ["check"], code: 1)
      _ = try await Self.print(world, ["reload"], code: 1)
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
    }
  }
}
