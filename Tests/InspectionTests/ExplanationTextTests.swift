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

  @Test(
    "lengths of time are said as people do, those seen never longer than they are; moments have their offset",
    arguments: [
      ("at least 2bd", "1.9999bd", "at least 2 business days  saw 1.99 business days"),
      (
        "at least 1.5bh and less than 1bd", "1bh",
        "at least 1.5 business hours and less than 1 business day  saw 1 business hour"
      ),
      ("more than 2d", "161767.674s", "more than 2 d  saw 1 d 20 h"),
      ("at most 90m", "1.5h", "at most 1 h 30 min  saw 1 h 30 min"), ("at least 1d", "1d", "at least 1 d  saw 1 d"),
      ("less than 100000s", "45.678s", "less than 1 d 3 h 46 min 40 s  saw 45 s"),
      ("at least 0.5s", "0.004s", "at least 0.5 s  saw 0 s"), ("at least 3d", "3600.5s", "at least 3 d  saw 1 h"),
      ("at least 1h", "due 2026-03-17T11:30:00", "at least 1 h  saw due 2026-03-17 11:30:00 -05:00"),
      ("at least 1h", "none", "at least 1 h  saw none"),
    ])
  func spans(wanted: String, seen: String, line: String) throws {
    let node = Explanation.Node(key: "age", truth: .no, wanted: wanted, seen: seen)
    #expect(try lines(Explanation(rule: "approve", truth: .no, when: node))[1] == "   false   age \(line)")
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
