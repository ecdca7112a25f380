import Foundation
import RuleFiles
import Testing
import YAML

/// Remarks on rules that load; the whole texts stand in `Fixtures/wrong`.
@Suite struct LintTests {
  private func said(_ rules: String, at now: Date? = nil, steps: Int? = nil) throws -> [String] {
    let folder = try TemporaryFolder()
    try folder.write("a.yaml", "schema: 1\n\(rules)")
    return RuleSetLoader(lintSteps: steps).load([folder.path], at: now).diagnostics.map(\.message)
  }

  private func live(_ id: String, _ when: String, _ then: String) -> String {
    "  - { id: \(id), stage: live, limit: { per_day: 1 }, when: \(when), then: \(then) }\n"
  }

  static let quiet: [(earlier: String, later: String)] = [
    // They exclude each other.
    ("{ workflow: A, escalated: true }", "{ workflow: A, escalated: false }"),
    ("{ workflow: A, step: X }", "{ workflow: B, entity_type: Y }"),
    ("{ workflow: A, step: { like: \"S*\" } }", "{ workflow: A, step: Quote, escalated: true }"),
    ("{ workflow: A, has_user: true }", "{ workflow: A, step: X, unassigned: true }"),
    // The exception stands before its rule.
    ("{ workflow: A, step: X }", "{ workflow: A }"),
  ]

  @Test("rules that exclude each other, and an exception before its rule, are no overlap", arguments: quiet)
  func noOverlap(earlier: String, later: String) throws {
    #expect(
      try said(
        "rules:\n" + live("a", earlier, "{ complete: { result: x } }") + live("b", later, "{ complete: { result: y } }")
      )
      .isEmpty)
  }

  @Test("an overlap is no matter where both do the same, or one only watches")
  func harmless() throws {
    let one = "{ workflow: A, escalated: true }"
    let other = "{ workflow: A, step: X }"
    #expect(
      try said(
        "rules:\n" + live("a", one, "{ complete: { result: x } }") + live("b", other, "{ complete: { result: x } }")
      )
      .isEmpty)
    #expect(
      try said(
        "rules:\n" + live("a", one, "{ complete: { result: x } }")
          + live("b", other, "{ complete: { result: y } }").replacing("live", with: "shadow")
      ).isEmpty)
  }

  @Test(
    "a rule keeps its tasks from one behind it where it is live, or will be when that one is; trying out is no mistake",
    arguments: [
      ("live", "live", "can never match: rule 'a' before it takes all its tasks"),
      ("live", "shadow", "can never match: rule 'a' before it takes all its tasks"),
      ("shadow", "shadow", "will never act: rule 'a' before it takes all its tasks once it is live"),
      ("canary", "canary", "will never act: rule 'a' before it takes all its tasks once it is live"),
      ("shadow", "live", nil), ("canary", "live", nil), ("shadow", "canary", nil),
    ])
  func reach(first: String, second: String, message: String?) throws {
    func rule(_ id: String, _ stage: String, _ when: String) -> String {
      live(id, when, "{ complete: { result: x } }")
        .replacing("stage: live", with: "stage: \(stage)" + (stage == "canary" ? ", canary: { share: 10% }" : ""))
    }
    let said = try said(
      "rules:\n" + rule("a", first, "{ workflow: A }") + rule("b", second, "{ workflow: A, step: X }"))
    #expect(said == (message.map { ["rule 'b' \($0)"] } ?? []))
  }

  @Test("what 'unless' protects is not part of the overlap")
  func unless() throws {
    let rules =
      "rules:\n"
      + "  - { id: a, stage: live, limit: { per_day: 1 }, when: { workflow: A, escalated: true }, unless: { step: X }, "
      + "then: { complete: { result: x } } }\n" + live("b", "{ workflow: A, step: X }", "{ complete: { result: y } }")
    #expect(try said(rules).isEmpty)
  }

  @Test("rules are compared with each other however many stand between them, and those that names tell apart are not")
  func manyRules() throws {
    let names = (1...300).map { number in
      live("r\(number)", "{ workflow: W, step: S\(number), escalated: true }", "{ complete: { result: x\(number) } }")
    }
    let twin = live("twin", "{ step: S290, entity_type: T }", "{ complete: { result: y } }")
    let messages = try said("rules:\n" + names.joined() + twin)
    #expect(messages.count == 1 && messages[0].hasPrefix("rules 'r290' and 'twin' take some of the same tasks"))
    #expect(try said("rules:\n" + names.joined(), steps: 1_000).isEmpty)
  }

  @Test("work that would be too much is left, and it is told of how many pairs: by counted steps, so always the same")
  func bounded() throws {
    let rules = (1...40).map { number in
      let globs = (1...20).map { "{ like: \"*\(number) x \($0)*\" }" }.joined(separator: ", ")
      return live("r\(number)", "{ step: [\(globs)] }", "{ complete: { result: x\(number) } }")
    }
    let whole = try said("rules:\n" + rules.joined())
    #expect(!whole.isEmpty && !whole.contains { $0.contains("were not compared") })
    let bounded = try said("rules:\n" + rules.joined(), steps: 50_000)
    let note = try #require(bounded.first { $0.contains("were not compared") })
    let pairs = try #require(Int(note.prefix { $0 != " " }))
    #expect(pairs > 0 && pairs < 40 * 39 / 2 && note.hasPrefix("\(pairs) pairs of rules were not compared"), "\(note)")
    #expect(bounded.count < whole.count && Set(bounded).subtracting([note]).isSubset(of: whole))
    #expect(try said("rules:\n" + rules.joined(), steps: 50_000) == bounded)
  }

  static let days: [(day: Int, ending: String?)] = [
    (-61, nil), (-60, "end on 2026-03-31, in 60 days"), (-1, "end on 2026-03-31, tomorrow"),
    (0, "end on 2026-03-31, today"), (1, "ended on 2026-03-31"),
  ]

  @Test("holidays that end within 60 days are told, by the day in the calendar's zone", arguments: days)
  func holidays(day: Int, ending: String?) throws {
    // 2026-03-31T23:30 in Guayaquil, when it is the next day in UTC.
    let now = Date(timeIntervalSince1970: 1_775_017_800 + TimeInterval(day) * 86_400)
    let messages = try said(
      """
      calendars:
        c: { timezone: America/Guayaquil, open: { mon: ["09:00-10:00"] }, holidays_known_until: "2026-03-31" }
      rules:
        - { id: a, run_within: c, when: { step: X }, then: { complete: { result: x } } }
      """, at: now)
    let expected = ending.map {
      ["the known holidays of calendar 'c' \($0); add the next to 'closed' and raise 'holidays_known_until'"]
    }
    #expect(messages == expected ?? [])
  }

  @Test(
    "a reassignment that cannot go round is not remarked on",
    arguments: [
      "{ step: X, unassigned: true }", "{ step: X, assigned_group: { not: { id: \"1\" } } }",
    ])
  func noCircle(when: String) throws {
    #expect(try said("rules:\n" + live("a", when, "{ reassign: { group: \"1\" } }")).isEmpty)
  }
}
