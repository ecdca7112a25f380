import Daemon
import Foundation
import Inspection
import Rules
import Support
import Testing

@Suite("The explanation of a rule")
struct ExplanationTextTests {
  private static let when = Explanation.Node(
    key: "when", truth: .unknown,
    children: [
      .init(key: "workflow", truth: .yes, wanted: "'Quote'", seen: "'Quote'"),
      .init(key: "step", truth: .no, wanted: "'Send'", seen: "'Approve'"),
      .init(
        key: "small_amount", isFact: true, truth: .unknown,
        children: [.init(key: "captured Quote.total", truth: .unknown, wanted: "at most 5000")]),
    ])

  private func lines(_ explanation: Explanation, turn: ExplanationText.Turn = .asked) throws -> [String] {
    let zone = try #require(TimeZone(identifier: "America/Guayaquil"))
    let rule = SeenTasks.rule("approve", [.workflow: "Quote"])
    return ExplanationText(zone: zone).lines(of: explanation, rule: rule, number: 3, turn: turn)
  }

  @Test("each condition has its truth, what is asked for and what was seen, nested as in the rule")
  func nested() throws {
    let explanation = Explanation(rule: "approve", truth: .no, when: Self.when)
    #expect(
      try lines(explanation) == [
        "3. approve  live  false  rules/a.yaml:7",
        "   unknown when",
        "      true    workflow 'Quote'",
        "      false   step 'Send'  saw 'Approve'",
        "      unknown fact small_amount",
        "         unknown captured Quote.total at most 5000  not known",
      ])
  }

  @Test("what protects the task and the time of the coming match stand below")
  func unlessAndTime() throws {
    let explanation = Explanation(
      rule: "approve", truth: .no, when: .init(key: "when", truth: .yes),
      unless: .init(
        key: "unless", truth: .yes, children: [.init(key: "escalated", truth: .yes, wanted: "true", seen: "true")]),
      matchesAt: SeenTasks.noon)
    #expect(
      try lines(explanation).dropFirst() == [
        "   true    when", "   true    unless", "      true    escalated true",
        "   matches at 2026-03-16 12:00:00 -05:00 (Mon) if nothing but time changes",
      ])
  }

  @Test(
    "the rule that decides and those behind it say so",
    arguments: [
      (ExplanationText.Turn.decides, "  <- decides  rules"), (.behind("first"), "  not asked: 'first' decides  rules"),
    ])
  func turns(turn: ExplanationText.Turn, ending: String) throws {
    let explanation = Explanation(rule: "approve", truth: .yes, when: Self.when)
    #expect(try lines(explanation, turn: turn)[0].contains(ending))
  }

  @Test("what a task holds cannot drive the terminal")
  func hostileValue() throws {
    let when = Explanation.Node(key: "entity_label", truth: .no, wanted: "'x'", seen: "'\u{1B}[2J'")
    let lines = try lines(Explanation(rule: "approve", truth: .no, when: when))
    #expect(!lines.joined().unicodeScalars.contains("\u{1B}"))
  }
}
