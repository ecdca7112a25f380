import Foundation
import RuleFiles
import Testing
import YAML

/// Rule tests that need the evaluator for times, captured values and pools.
@Suite struct RuleTestEvaluationTests {
  static let good = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures/good").path

  @Test("the rules that are shipped pass the tests beside them")
  func shipped() {
    let report = RuleTests.run(paths: ["\(ExampleTests.root)/rules"])
    #expect(report.diagnostics.rendered() == "")
    #expect(report.lines() == ["35 passed"])
    #expect(report.isGood)
  }

  @Test("the documented test file passes on the documented rules")
  func documented() {
    let report = RuleTests.run(paths: ["\(Self.good)/contract"])
    #expect(report.diagnostics.rendered() == "")
    #expect(report.lines() == ["4 passed"])
  }

  static let overlaps: [(earlier: String, later: String, witness: String?)] = [
    ("age: { at_least: 2d }", "age: { less_than: 3d }", "a task with workflow 'W', age 2d"),
    ("age: { at_least: 3d }", "age: { less_than: 3d }", nil),
    (
      "captured: [ { step: Q, field: f, as: decimal, at_least: 5 } ]",
      "captured: [ { step: Q, field: f, as: decimal, less_than: 9 } ]", "a task with workflow 'W', Q.f '5'"
    ),
    (
      "captured: [ { step: Q, field: f, as: decimal, at_least: 9 } ]",
      "captured: [ { step: Q, field: f, as: decimal, less_than: 9 } ]", nil
    ),
    ("previous_result: { step: Q, is: a }", "previous_result: { step: Q, is: b }", nil),
    ("overdue: true", "due_in: { at_least: 1h }", nil),
    ("escalated: true", "has_due_date: true", "a task with workflow 'W', escalated true, has_due_date true"),
  ]

  @Test("an overlap by time or by value is shown with a task, and only where there is one", arguments: overlaps)
  func overlap(earlier: String, later: String, witness: String?) throws {
    let folder = try TemporaryFolder()
    let rules = [("a", earlier), ("b", later)].map { id, condition in
      "  - { id: \(id), stage: live, limit: { per_day: 1 }, when: { workflow: W, \(condition) }, "
        + "then: { complete: { result: \(id) } } }\n"
    }
    try folder.write("a.yaml", "schema: 1\nrules:\n" + rules.joined())
    let found = RuleSetLoader().load([folder.path]).diagnostics
    #expect(found.flatMap { $0.notes.map(\.message) }.last == witness.map { "for example \($0)" })
  }

  /// What is unreadable, and whether the three rules below are kept from the task by it.
  static let odd: [(paths: String, kept: [Bool])] = [
    ("task.entity_label", [false, false, false]), ("captured.Check.hold", [true, false, false]),
    ("captured.Check", [true, false, false]), ("captured", [false, false, true]), ("form.hold", [false, true, false]),
    ("form", [false, true, false]), ("captured.Never.hold", [false, false, true]),
  ]

  @Test("what a test makes unreadable is unknown, not absent", arguments: odd)
  func unreadable(paths: String, kept: [Bool]) throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "a.yaml",
      """
      schema: 1
      rules:
        - id: a
          when: { workflow: W, step: A, captured: [ { step: Check, field: hold, exists: false } ] }
          then: { complete: { result: ok } }
        - id: b
          when: { workflow: W, step: B }
          unless: { form: [ { field: hold, exists: true } ] }
          then: { complete: { result: ok } }
        - id: c
          when: { workflow: W, step: C, captured: [ { step: Never, field: hold, exists: false } ] }
          then: { complete: { result: ok } }
      """)
    let tests = zip(["a", "b", "c"], kept).map { id, isKept in
      """
        - name: \(id)
          given: { task: { workflow: W, step: \(id.uppercased()) }, captured: { Check: { total: 1 } } }
          unreadable: [\(paths)]
          expect: \(isKept ? "{ no_action: { near_miss: \(id) } }" : "{ rule: \(id) }")

      """
    }
    try folder.write("a.test.yaml", "schema: 1\ntimezone: UTC\nat: \"2026-01-01T00:00\"\ntests:\n" + tests.joined())
    let report = RuleTests.run(paths: [folder.path])
    #expect(report.isGood && report.passed == 3, "\(report.lines()) \(report.diagnostics.rendered())")
  }

  @Test("a test at a time when a rule's calendar is closed is kept by it, and says until when")
  func closed() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "a.yaml",
      """
      schema: 1
      calendars: { c: { timezone: UTC, open: { mon-fri: ["09:00-17:00"] } } }
      rules: [ { id: a, when: { step: X }, run_within: c, then: { complete: { result: x } } } ]
      """)
    try folder.write(
      "a.test.yaml",
      """
      schema: 1
      timezone: UTC
      at: "2026-01-10T12:00"
      tests:
        - name: closed
          given: { task: { step: X } }
          expect: { no_action: { near_miss: a, failed: run_within, matches_at: "2026-01-12T09:00" } }
        - { name: open, given: { task: { step: X } }, at: "2026-01-12T09:00", expect: { rule: a } }
        - { name: wrong, given: { task: { step: X } }, expect: { rule: a } }
      """)
    let report = RuleTests.run(paths: [folder.path])
    #expect(report.diagnostics.rendered() == "")
    #expect(
      report.results.map(\.problems) == [
        [], [],
        [
          "expected rule 'a' to act, got no action",
          "rule 'a' takes the task and is kept by 'run_within': calendar 'c' is closed",
        ],
      ])
  }
}
