import Foundation
import RuleFiles
import Rules
import Testing
import YAML

/// Patterns in either form of Unicode mean the same.
@Suite("A pattern with letters and marks") struct NormalisedPatternTests {
  private func load(_ when: String) throws -> Loaded<RuleSet> {
    let folder = try TemporaryFolder()
    let text = "schema: 1\nrules:\n  - id: a\n    when: { \(when) }\n    then: { complete: { result: x } }\n"
    return RuleSetLoader().load([try folder.write("a.yaml", text)])
  }

  @Test(
    "written apart is the same pattern as written together, in conditions on names and on values",
    arguments: [
      ("matches", "^Cafe\u{301} (Nin\u{303}o|Bogota\u{301})", "^Café (Niño|Bogotá)"),
      ("matches", "[e\u{301}a-i\u{301}]+$", "[éa-í]+$"), ("matches", "Viê\u{323}t", "Việt"),
      ("matches", "q\u{301}\\\\.", "q\u{301}\\\\."), ("matches", "\u{1100}\u{1161}", "가"),
      ("like", "Cafe\u{301} [n\u{303}n]*", "Café [ñn]*"), ("matches", "\\\\p{L}\\\\p{M}*", "\\\\p{L}\\\\p{M}*"),
    ])
  func apart(_ key: String, _ apart: String, _ together: String) throws {
    for condition in [
      "workflow: { \(key): \"TEXT\" }", "assigned_user: { \(key): \"TEXT\" }",
      "captured: [{ step: s, field: f, \(key): \"TEXT\" }]",
    ] {
      let loaded = try [apart, together].map { try load(condition.replacing("TEXT", with: $0)) }
      let rules = try loaded.map { try #require($0.value?.rules.first, "\($0.diagnostics)") }
      #expect(rules[0].when == rules[1].when)
    }
  }

  @Test("written apart, a pattern in `unless` protects")
  func protects() throws {
    let folder = try TemporaryFolder()
    let text = """
      schema: 1
      rules:
        - id: a
          when: { workflow: Quote }
          unless: { step: { matches: "^Cafe\u{301} ?" } }
          then: { complete: { result: x } }
      """
    let set = try #require(RuleSetLoader().load([try folder.write("a.yaml", text)]).value)
    let test = """
      schema: 1
      timezone: America/Guayaquil
      at: "2026-03-09T15:30"
      fixtures: { a: { task: { workflow: Quote, step: Café } } }
      tests: [{ name: protected, given: a, expect: { no_action: { near_miss: a, failed: unless } } }]
      """
    try folder.write("a.test.yaml", test)
    let report = RuleTests.run(paths: [folder.path])
    #expect(set.rules.count == 1 && report.isGood && report.passed == 1, "\(report.lines())\n\(report.diagnostics)")
  }

  @Test(
    "a mark that belongs to no letter of the pattern is refused, with its place",
    arguments: [
      ("matches", "Caf.\u{301}", 5), ("matches", "(e)\u{301}", 4), ("matches", "[a-z]\u{301}", 6),
      ("matches", "\u{301}", 1), ("matches", "e?\u{301}", 3), ("matches", "[q\u{301}]", 3), ("matches", "[\u{301}]", 2),
      ("matches", "[^]\u{301}]", 4), ("matches", "\\\\w\u{302}", 3), ("matches", "e\\\\x{301}", 2),
      ("matches", "e\\\\N{U+0301}", 2), ("matches", "e\\\\o{1401}", 2), ("matches", "e{2}\u{301}", 5),
      ("matches", ".\u{1161}", 2), ("matches", ".\u{340}", 2), ("like", "*\u{301}", 2), ("like", "?\u{301}", 2),
      ("like", "[ab]\u{301}", 5), ("like", "[!x\u{300}]", 4), ("like", "e\\\\\u{301}", 2),
    ])
  func lone(_ key: String, _ pattern: String, _ place: Int) throws {
    let loaded = try load("workflow: { \(key): \"\(pattern)\" }")
    #expect(loaded.value == nil)
    let said = try #require(loaded.diagnostics.first?.message)
    #expect(said.contains("(character \(place)) belongs to no letter"), "\(said)")
    #expect(loaded.diagnostics.count == 1)
  }

  @Test(
    "a mark that makes no character with a letter may stand alone, for in texts it does so too",
    arguments: [".\u{20D2}", "[\u{FE0F}❤]", "[\u{93E}\u{93F}]"])
  func staysAlone(_ pattern: String) throws {
    #expect(try load("workflow: { matches: \"\(pattern)\" }").value != nil)
  }
}
