import Foundation
import Glibc
import Needs
import Testing

/// What is read out of the journal.
@Suite(.limit(minutes: 10)) struct JournalCommandTests {
  @Test("show, export and verify tell the same story, while the daemon runs and after; its head is in the log")
  func story() async throws {
    try await World.with { world in
      let daemon = try world.daemon()
      try await daemon.record("intent.done")
      let running = try world.start("journal", "verify", "--format", "json")
      #expect(await running.exit() == .code(0), "\(running.errors.text)")
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0), "\(daemon.errors.text)")

      let verify = try world.start("journal", "verify", "--format", "json")
      #expect(await verify.exit() == .code(0), "\(verify.errors.text)")
      struct Verdict: Decodable {
        var audit_seq: Int
        var audit_hash: String
      }
      let verdict = try JSONDecoder().decode(Verdict.self, from: Data(verify.output.text.utf8))
      let stop = try #require(daemon.records(of: "daemon.stop").first)
      #expect(stop.fields["audit_seq"] == String(verdict.audit_seq))
      #expect(stop.fields["audit_hash"] == verdict.audit_hash)
      #expect(daemon.records(of: "daemon.start").first?.fields["audit_seq"] == "0")

      let export = try world.start("journal", "export")
      #expect(await export.exit() == .code(0))
      struct Line: Decodable {
        var seq: Int
        var kind: String
        var hash: String
        var prev: String
      }
      let lines = try export.output.lines.map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
      #expect(lines.last?.hash == verdict.audit_hash && lines.map(\.seq) == [1, 2, 3])
      for (line, next) in zip(lines, lines.dropFirst()) { #expect(line.hash == next.prev) }
      #expect(lines.map(\.kind) == ["rules.start", "intent.armed", "intent.done"])
      if try PrintedJSON.need.isMet() { try await Self.checkByScript(world, export.output.text) }

      let show = try world.start("journal", "show", "acme-1")
      #expect(await show.exit() == .code(0), "\(show.errors.text)")
      #expect(show.output.text.contains(#"complete {"result_code":"#), "\(show.output.text)")
      #expect(show.output.text.contains("intent.armed  attempt 1  capataz"), "\(show.output.text)")
      #expect(!show.output.text.contains("capataz resolve"))
      let json = try world.start("journal", "show", "acme-1", "--format", "json")
      #expect(await json.exit() == .code(0))
      #expect(json.output.text.contains(#""verdicts":[]"#), "\(json.output.text)")
      let none = try world.start("journal", "show", "acme-77")
      #expect(await none.exit() == .code(1))
      #expect(none.errors.text.contains("no intent 'acme-77'"))
      try world.expectNoSecret(in: daemon, show, export)
    }
  }

  /// Runs the script of capataz(8) that checks an export.
  private static func checkByScript(_ world: World, _ export: String) async throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "man/capataz.8")
    let text = try String(contentsOf: page, encoding: .utf8)
    let example = try #require(text.components(separatedBy: ".EX\n").first { $0.hasPrefix("import hashlib") })
    let script = example.components(separatedBy: ".EE")[0].replacing("\\-", with: "-")
    try world.write(script, to: "check.py")
    try world.write(export, to: "export.jsonl")
    try world.write(export.replacing("send-welcome", with: "send-nothing"), to: "forged.jsonl")
    for (file, code) in [("export.jsonl", 0), ("forged.jsonl", 1)] as [(String, Int32)] {
      let command = "exec python3 \(world.folder)/check.py <\(world.folder)/\(file)"
      let child = try ChildProcess("/bin/sh", ["-c", command], environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"])
      #expect(await child.exit() == .code(code), "\(child.errors.text)")
    }
  }

  @Test("a backup beside the daemon says what it saved and how it is restored; it overwrites nothing")
  func backup() async throws {
    try await World.with { world in
      let daemon = try world.daemon()
      try await daemon.record("intent.done")
      let file = world.folder + "/saved.sqlite"
      let backup = try world.start("journal", "backup", file)
      #expect(await backup.exit() == .code(0), "\(backup.errors.text)")
      #expect(backup.errors.text.isEmpty)
      #expect(backup.output.lines.first?.hasPrefix("saved: \(file), ") == true, "\(backup.output.text)")
      #expect(
        backup.output.lines.first?.contains("its audit trail is whole: 3 lines, the last is 3 with hash ") == true)
      #expect(backup.output.lines.last?.contains("capataz journal accept-restore --why TEXT") == true)
      let before = try Data(contentsOf: URL(filePath: file))
      let again = try world.start("journal", "backup", file)
      #expect(await again.exit() == .code(1))
      #expect(again.errors.text == "capataz: \(file) exists, and a backup overwrites nothing; give another name\n")
      #expect(try Data(contentsOf: URL(filePath: file)) == before)
      daemon.kill(SIGTERM)
      #expect(await daemon.exit() == .code(0))
      let json = try world.start("journal", "backup", world.folder + "/second.sqlite", "--format", "json")
      #expect(await json.exit() == .code(0), "\(json.errors.text)")
      #expect(json.output.text.hasPrefix(#"{"result":"ok","file":"\#(world.folder)/second.sqlite","bytes":"#))
      #expect(json.output.text.contains(#""lines":3,"audit_seq":3,"#))
      try world.expectNoSecret(in: daemon, backup, json)
    }
  }

  @Test(
    "a trail that was cut short is found by verify, with 1 and what is missing", .enabled { try Need.sqlite.isMet() })
  func cut() async throws {
    try await World.with { world in
      let run = try await world.runOnce()
      #expect(run.exit == .code(0), "\(run.process.errors.text)")
      try world.sqlite("DROP TRIGGER audit_is_kept; DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)")
      let verify = try world.start("journal", "verify")
      #expect(await verify.exit() == .code(1))
      #expect(verify.errors.text.contains("were cut off the end"), "\(verify.errors.text)")
    }
  }

  @Test("a parked intent is shown with the three things a person can say", .enabled { try Need.sqlite.isMet() })
  func parked() async throws {
    try await World.with { world in
      let run = try await world.runOnce()
      #expect(run.exit == .code(0), "\(run.process.errors.text)")
      try world.sqlite("UPDATE intent SET state = 'parked', note = 'nobody knows' WHERE number = 1")
      let show = try world.start("journal", "show", "acme-1")
      #expect(await show.exit() == .code(0), "\(show.errors.text)")
      for verb in ["--done", "--not-done", "--drop"] {
        #expect(show.output.text.contains("capataz resolve acme-1 \(verb) --why TEXT"), "\(show.output.text)")
      }
    }
  }
}
