import Foundation
import RuleFiles
import Testing
import YAML

@Suite("Contract 12: rule tests")
struct Contract12RuleTestTests {
  private func run(_ tests: String, rules: String = Example.fuller, at path: String = "") throws -> RuleTestReport {
    let folder = FileManager.default.temporaryDirectory.appending(path: "contract-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createDirectory(at: folder.appending(path: "tests"), withIntermediateDirectories: true)
    try Data(rules.utf8).write(to: folder.appending(path: "rules.yaml"))
    try Data(tests.utf8).write(to: folder.appending(path: "\(path)quotes.test.yaml"))
    return RuleTests.run(paths: [folder.path])
  }

  private static let names = [
    "small quote is approved, amount exact", "one cent too much", "unknown is not zero", "the weekend does not count",
  ]

  @Test("all four tests of the example pass")
  func passes() throws {
    let report = try run(Example.ruleTest)
    #expect(report.diagnostics.map(\.message) == [])
    #expect(report.results.map(\.name) == Self.names && report.lines() == ["4 passed"])
  }

  static let altered: [(test: Int, from: String, to: String, said: String)] = [
    (0, "approved_total: \"4300.50\"", "approved_total: \"4300.5\"", "expected \"4300.5\", got \"4300.50\""),
    (0, "result: approved,", "result: rejected,", "result: expected \"rejected\", got \"approved\""),
    (
      0, "rule: approve-small-quote, complete: { result: approved, captured_data: { approved_total: \"4300.50\" } }",
      "rule: overdue-collections", "rule: expected 'overdue-collections', got 'approve-small-quote'"
    ),
    (1, "captured.Quote.total: \"5000.01\"", "captured.Quote.total: \"5000.00\"", "expected no action"),
    (1, "failed: small_amount", "failed: age", "failed: expected 'age'"),
    (1, "failed: small_amount", "unknown: small_amount", "unknown: expected 'small_amount'"),
    (2, "unknown: small_amount", "failed: small_amount", "failed: expected 'small_amount'"),
    (3, "matches_at: \"2026-03-09T12:00\"", "matches_at: \"2026-03-09T12:01\"", "got 2026-03-09T12:00"),
    (3, "matches_at: \"2026-03-09T12:00\"", "matches_at: never", "expected never"),
  ]

  @Test("a failing test prints expected against actual", arguments: altered.indices)
  func fails(row: Int) throws {
    let (test, from, to, said) = Self.altered[row]
    let text = Example.ruleTest.replacing(from, with: to)
    #expect(text != Example.ruleTest)
    let report = try run(text)
    #expect(report.results.filter { !$0.hasPassed }.map(\.name) == [Self.names[test]], "\(report.diagnostics)")
    #expect(report.lines().contains { $0.contains(said) }, "\(report.lines())")
  }

  @Test("rules: defaults to the test file's folder")
  func folder() throws {
    #expect(try run(Example.ruleTest.replacing("rules: .", with: "#")).lines() == ["4 passed"])
    let beside = Example.ruleTest.replacing("rules: . ", with: "rules: ../rules.yaml ")
    #expect(try run(beside, at: "tests/").lines() == ["4 passed"])
    #expect(try !run(Example.ruleTest, at: "tests/").isGood)
  }

  @Test("tests ignore stage", arguments: ["shadow", "live"])
  func stage(stage: String) throws {
    #expect(
      try run(Example.ruleTest, rules: Example.fuller.replacing("stage: canary", with: "stage: \(stage)")).isGood)
  }

  @Test(
    "a test that names an unknown rule, fact or field fails",
    arguments: [
      ("rule: approve-small-quote", "rule: approve-smal-quote"), ("failed: small_amount", "failed: smal_amount"),
      ("approved_total: \"4300.50\"", "aproved_total: \"4300.50\""),
      ("with: { captured.Quote.total:", "with: { captured.Quote.totl:"),
      ("without: [captured.Quote.total]", "without: [captured.Quote.totl]"), ("task.created:", "task.craeted:"),
      ("given: quote", "given: qoute"), ("at: \"2026-03-07", "att: \"2026-03-07"),
    ])
  func unknownNames(from: String, to: String) throws {
    let report = try run(Example.ruleTest.replacing(from, with: to))
    #expect(!report.isGood && report.diagnostics.contains { $0.message.contains("did you mean") })
  }

  @Test("a result that the fixture does not offer is not sent, as the daemon would not")
  func results() throws {
    func run(_ results: String, _ expect: String) throws -> RuleTestReport {
      let tests = """
        schema: 1
        timezone: UTC
        at: "2026-03-09"
        tests:
          - name: n
            given: { task: { step: X }, results: \(results) }
            expect: \(expect)

        """
      let rules = "schema: 1\nrules: [ { id: r, when: { step: X }, then: { complete: { result: ok } } } ]\n"
      return try self.run(tests, rules: rules)
    }
    #expect(try run("[ok, failed]", "{ rule: r, complete: { result: ok } }").isGood)
    let failed = try run("[sent, failed]", "{ rule: r, complete: { result: ok } }")
    #expect(
      failed.results.map(\.problems) == [
        [
          "expected rule 'r' to act, got no action",
          "rule 'r' takes the task and is kept by 'then': result 'ok' is not among the task's results ('sent', 'failed')",
        ]
      ])
    #expect(try run("[sent, failed]", "{ no_action: { near_miss: r, failed: then } }").isGood)
  }
}
