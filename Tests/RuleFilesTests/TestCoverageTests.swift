import Foundation
import RuleFiles
import Rules
import Testing
import YAML

@Suite struct TestCoverageTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      "rules.yaml",
      """
      schema: 1
      facts: { urgent: { escalated: true } }
      rules:
        - id: close
          when: { workflow: Collections, step: Close, entity_type: CUENTA, none_of: [urgent] }
          unless: { has_user: true }
          then: { complete: { result: closed, captured_data: { receipt: none, count: 2 }, comment: C } }
        - id: hand-over
          when: { workflow: Collections, all_of: [urgent] }
          then: { reassign: { group: "29" } }
        - id: never-tested
          when: { workflow: Quote, escalated: true }
          then: { reassign: { group: "29" } }

      """)
  }

  private func coverage(_ tests: String, covering: [RuleSet]? = []) throws -> RuleTestReport {
    try folder.write(
      "a.test.yaml",
      """
      schema: 1
      timezone: UTC
      at: "2026-01-01T00:00"
      fixtures: { t: { task: { workflow: Collections, step: Close, entity_type: CUENTA, escalated: false } } }
      tests:
      \(tests)
      """)
    let report = RuleTests.run(paths: [folder.path], covering: covering)
    #expect(report.diagnostics.rendered() == "")
    return report
  }

  private static let matched = """
      - { name: closes, given: t, expect: { rule: close, complete: { result: closed, captured_data: { receipt: none } } } }

    """
  private static let near = """
      - name: urgent
        given: t
        with: { task.escalated: true }
        expect: { rule: hand-over, reassign: { group: "29" } }
      - name: somebody has it
        given: t
        with: { task.assigned_user: { id: "1", name: Ana } }
        expect: { no_action: { near_miss: close, failed: unless } }

    """

  @Test("a rule is matched by tests in which it acts, and nearly missed where one condition alone keeps it away")
  func counts() throws {
    let coverage = try #require(try self.coverage(Self.matched + Self.near).coverage)
    #expect(coverage.rules.map(\.rule) == ["close", "hand-over", "never-tested"])
    #expect(coverage.rules.map(\.matched) == [1, 1, 0])
    // What the first rule takes is no near miss of those behind it: their conditions decide nothing there.
    #expect(coverage.rules.map(\.nearMisses) == [2, 1, 0])
    #expect(coverage.rules.map(\.isCovered) == [true, true, false])
    #expect(coverage.matched == 2 && coverage.nearlyMissed == 2 && coverage.rules.contains { !$0.isCovered })
  }

  @Test("conditions that never decided alone are named, but for workflow, step and status; and what no test compares")
  func conditions() throws {
    let rules = try #require(try self.coverage(Self.matched + Self.near).coverage).rules
    #expect(rules[0].conditions == ["entity_type", "none_of", "unless"] && rules[0].undecided == ["entity_type"])
    #expect(rules[0].unchecked == ["captured_data.count", "comment"])
    #expect(rules[1].undecided.isEmpty && rules[1].unchecked.isEmpty)
    #expect(rules[2].undecided == ["escalated"] && rules[2].unchecked == ["reassign"])
  }

  @Test("two conditions that fail together are no near miss of either")
  func together() throws {
    let coverage = try #require(
      try self.coverage(
        """
          - name: urgent and taken
            given: t
            with: { task.escalated: true, task.assigned_user: { id: "1", name: Ana } }
            expect: { rule: hand-over }

        """
      ).coverage)
    #expect(coverage.rules.map(\.nearMisses) == [0, 0, 0])
  }

  @Test("rules that no test is about are told where they are asked for, and each rule once")
  func others() throws {
    let other = try TemporaryFolder()
    try other.write(
      "more.yaml",
      "schema: 1\nrules:\n  - { id: alone, when: { step: A }, then: { reassign: { group: \"1\" } } }\n")
    let sets = [other.path, folder.path].compactMap { RuleSetLoader().load([$0]).value }
    let coverage = try #require(try self.coverage(Self.matched, covering: sets).coverage)
    #expect(coverage.rules.map(\.rule) == ["alone", "close", "hand-over", "never-tested"])
    #expect(coverage.rules.map(\.matched) == [0, 1, 0, 0])
  }

  @Test("nobody asked, nothing is counted; the tests pass and fail as ever")
  func unasked() throws {
    let report = try self.coverage(Self.matched, covering: nil)
    #expect(report.coverage == nil && report.passed == 1)
  }
}
