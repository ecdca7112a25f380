import Foundation
import RuleFiles
import Rules
import Testing
import YAML

@Suite struct RuleTestRunnerTests {
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
          when: { workflow: Collections, step: Close, none_of: [urgent] }
          unless: { has_user: true }
          then: { complete: { result: closed, captured_data: { receipt: none, count: 2, checked: true }, comment: C } }
        - id: hand-over
          when: { workflow: Collections, all_of: [urgent] }
          then: { reassign: { group: "29", comment: Please } }
      """)
  }

  private func run(_ tests: String) throws -> RuleTestReport {
    let fixtures = "fixtures: { t: { task: { workflow: Collections, step: Close } } }"
    try folder.write("a.test.yaml", "schema: 1\ntimezone: UTC\nat: \"2026-01-01T00:00\"\n\(fixtures)\ntests:\n\(tests)")
    return RuleTests.run(paths: [folder.path])
  }

  private func problems(_ expect: String, _ more: String = "") throws -> [String] {
    let report = try run("  - name: n\n    given: t\n    expect: \(expect)\n\(more)")
    #expect(report.diagnostics.rendered() == "")
    return try #require(report.results.first).problems
  }

  static let passing = [
    ("{ rule: close }", ""),
    ("{ complete: { result: closed } }", ""),
    ("{ rule: close, complete: { captured_data: { count: 2, receipt: none } } }", ""),
    (
      "{ complete: { result: closed, captured_data: { receipt: none, count: 2.0, checked: true }, comment: C, exact: true } }",
      ""
    ),
    ("{ rule: hand-over, reassign: { group: \"29\", comment: Please } }", "    with: { task.escalated: true }\n"),
    ("{ no_action: { near_miss: close, failed: unless } }", "    with: { task.assigned_user: Ana }\n"),
    ("{ no_action: { near_miss: close, failed: has_user } }", "    with: { task.assigned_user: Ana }\n"),
    ("{ no_action: { near_miss: close, failed: step } }", "    with: { task.step: Call }\n"),
    ("{ no_action: { near_miss: close } }", "    with: { task.step: Call }\n"),
    (
      "{ no_action: { near_miss: close, failed: [step, unless] } }",
      "    with: { task.step: Call, task.assigned_user: Ana }\n"
    ),
    ("{ no_action: { near_miss: close, unknown: urgent } }", "    without: [task.escalated]\n"),
    ("{ no_action: { near_miss: close, unknown: none_of } }", "    without: [task.escalated]\n"),
    ("{ no_action: { near_miss: close, failed: status } }", "    with: { task.status: COMPLETED }\n"),
  ]

  @Test("a test that tells the truth passes", arguments: passing)
  func passes(expect: String, more: String) throws {
    #expect(try problems(expect, more) == [])
  }

  static let failing: [(expect: String, more: String, problems: [String])] = [
    (
      "{ rule: hand-over }", "",
      ["rule: expected 'hand-over', got 'close'", "rule 'hand-over': 'urgent' does not hold"]
    ),
    ("{ complete: { result: done } }", "", ["result: expected \"done\", got \"closed\""]),
    (
      "{ complete: { captured_data: { receipt: \"2\", count: \"2\", checked: null } } }", "",
      [
        "captured_data.receipt: expected \"2\", got \"none\"", "captured_data.count: expected \"2\", got 2",
        "captured_data.checked: expected nothing, got true",
      ]
    ),
    (
      "{ complete: { result: closed, exact: true } }", "",
      [
        "captured_data.receipt: expected nothing, got \"none\"", "captured_data.count: expected nothing, got 2",
        "captured_data.checked: expected nothing, got true", "comment: expected nothing, got \"C\"",
      ]
    ),
    ("{ complete: { comment: D } }", "", ["comment: expected \"D\", got \"C\""]),
    (
      "{ reassign: { group: \"29\" } }", "",
      ["action: expected reassign, got complete with \"closed\", receipt: \"none\", count: 2, checked: true"]
    ),
    (
      "{ reassign: { user: \"29\" } }", "    with: { task.escalated: true }\n",
      ["reassign: expected user 29, got group 29"]
    ),
    (
      "{ rule: close }", "    with: { task.assigned_user: Ana }\n",
      ["expected rule 'close' to act, got no action", "rule 'close': 'unless' holds (has_user)"]
    ),
    (
      "{ no_action: { near_miss: close, failed: step } }", "",
      [
        "expected no action, got rule 'close': complete with \"closed\", receipt: \"none\", count: 2, checked: true"
      ]
    ),
    (
      "{ no_action: { near_miss: close, failed: step } }", "    with: { task.assigned_user: Ana }\n",
      [
        "failed: expected 'step', got rule 'close': 'unless' holds (has_user)",
        "near_miss: 'unless' holds (has_user) as well, which the test does not name",
      ]
    ),
    (
      "{ no_action: { near_miss: close, failed: step } }", "    with: { task.step: Call, task.assigned_user: Ana }\n",
      ["near_miss: 'unless' holds (has_user) as well, which the test does not name"]
    ),
    (
      "{ no_action: { near_miss: close } }", "    with: { task.step: Call, task.workflow: Quote }\n",
      [
        "near_miss: expected one condition that does not hold, got rule 'close': 'workflow' does not hold "
          + "(the task has \"Quote\"), 'step' does not hold (the task has \"Call\")"
      ]
    ),
    (
      "{ no_action: { near_miss: close, failed: urgent } }", "    without: [task.escalated]\n",
      [
        "failed: expected 'urgent', got rule 'close': 'none_of' is unknown",
        "near_miss: 'none_of' is unknown as well, which the test does not name",
      ]
    ),
    (
      "{ no_action: { near_miss: close, failed: step, matches_at: \"2026-01-02\" } }",
      "    with: { task.step: Call }\n", ["matches_at: expected 2026-01-02T00:00, got never"]
    ),
  ]

  @Test("a test that does not is told expected against actual, field by field", arguments: failing)
  func fails(expect: String, more: String, problems: [String]) throws {
    #expect(try self.problems(expect, more) == problems)
  }

  @Test("a wrong test is a mistake with a place, and the others are run")
  func wrongTest() throws {
    let report = try run(
      "  - { name: a, given: t, expect: { rule: clos } }\n  - { name: b, given: t, expect: { rule: close } }\n")
    #expect(report.results.map(\.name) == ["b"])
    #expect(report.diagnostics.map(\.message) == ["unknown rule 'clos'; did you mean 'close'?"])
    #expect(!report.isGood)
    #expect(report.lines() == ["1 passed, 1 mistake in the files"])
  }

  @Test("the report names the file and line of what failed, with the counts below")
  func lines() throws {
    let report = try run(
      "  - { name: a, given: t, expect: { rule: close } }\n"
        + "  - { name: b, given: t, expect: { complete: { result: x } } }\n")
    #expect(!report.isGood)
    #expect(
      report.lines() == [
        "\(folder.path)/a.test.yaml:7: failed: b", "    result: expected \"x\", got \"closed\"", "1 passed, 1 failed",
      ])
  }

  @Test("rules are those beside the tests, or those that the file names")
  func rulesElsewhere() throws {
    try folder.write(
      "sub/b.test.yaml",
      "schema: 1\nrules: ../rules.yaml\ntimezone: UTC\nat: \"2026-01-01\"\ntests:\n"
        + "  - { name: a, given: { task: { workflow: Collections, step: Close } }, expect: { rule: close } }\n")
    let report = RuleTests.run(paths: ["\(folder.path)/sub"])
    #expect(report.diagnostics.rendered() == "")
    #expect(report.lines() == ["1 passed"])
    try folder.write("sub/b.test.yaml", "schema: 1\ntimezone: UTC\nat: \"2026-01-01\"\ntests: []\n")
    #expect(
      RuleTests.run(paths: ["\(folder.path)/sub"]).diagnostics.map(\.message)
        == ["no rules were found; nothing will be done"])
  }

  @Test("no tests and missing files are told")
  func nothing() {
    #expect(RuleTests.run(paths: [folder.path]).diagnostics.map(\.message) == ["no rule tests were found"])
    let missing = RuleTests.run(paths: ["\(folder.path)/none"])
    #expect(!missing.isGood)
    #expect(missing.diagnostics.count == 1)
  }

  @Test("stages are not looked at")
  func stages() throws {
    let text = try String(contentsOfFile: "\(folder.path)/rules.yaml", encoding: .utf8)
    try folder.write("rules.yaml", text.replacing("schema: 1\n", with: "schema: 1\ndefaults: { stage: live }\n"))
    #expect(try problems("{ rule: close }") == [])
  }

  @Test("a report in XML has every test, what failed and what is wrong, escaped")
  func junit() throws {
    let report = try run(
      "  - { name: \"<a> & \\\"b\\\"\", given: t, expect: { complete: { result: \"x\\u0001\" } } }\n"
        + "  - { name: c, given: t, expect: { rule: close } }\n  - { name: d, given: other, expect: { rule: close } }\n"
    )
    let path = "\(folder.path)/a.test.yaml"
    let xml = JUnit.xml(report)
    #expect(
      xml.hasPrefix(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"3\" failures=\"1\" errors=\"1\">\n"))
    #expect(xml.contains("<testsuite name=\"\(path)\" tests=\"2\" failures=\"1\" errors=\"0\">"))
    #expect(xml.contains("<testcase classname=\"\(path)\" name=\"&lt;a&gt; &amp; &quot;b&quot;\" line=\"6\">"))
    #expect(xml.contains("<testcase classname=\"\(path)\" name=\"c\" line=\"7\"/>"))
    #expect(xml.contains("<error message=\"unknown fixture 'other'; expected 't'\">"))
    #expect(!xml.contains("\u{1}"))
  }
}
