import Daemon
import Engine
import Foundation
import Inspection
import Pacing
import Records
import Rules
import Support
import Testing

@Suite("A rule test made of a task")
struct RuleTestTextTests {
  private func text(_ task: String, _ rules: [Rule]) throws -> String {
    let snapshot = try SeenTasks.snapshot([task], rules: rules)
    let now = ClockReading(boot: "b", instant: Instant(nanoseconds: 0), wall: SeenTasks.noon)
    return RuleTestText(
      TaskExplanation(about: try #require(snapshot.listing.rows.first), in: snapshot, at: now)
    ).text
  }

  @Test("the task, its detail and the expected request are written out")
  func whole() throws {
    let rule = SeenTasks.rule("approve", [.workflow: "Quote"])
    #expect(
      try text(SeenTasks.json("1", group: SeenTasks.sales, more: SeenTasks.detail), [rule]) == """
        schema: 1
        timezone: America/Guayaquil
        at: "2026-03-16T12:00"
        fixtures:
          task-1:
            task:
              id: "1"
              instance_id: "91"
              workflow: Quote
              step: Approve
              status: PENDING
              entity_type: CUENTA
              entity_id: "738291047382910473"
              entity_label: Acme Corp
              assigned_user: null
              assigned_group: { id: "293847102938471029", name: Sales Team }
              escalated: false
              created: "2026-03-15T11:30:01"
              due: "2026-03-17T11:30"
            captured:
              Quote: { note: "as agreed", total: 4300.50 }
            previous_result:
              Quote: quoted
            form: { amount: null }
            results: [approved, rejected]
        tests:
          - name: task 1 is taken by approve
            given: task-1
            expect:
              rule: approve
              complete:
                result: approved
                captured_data:
                  amount: 1500

        """)
  }

  @Test("text that YAML would read as something else is in quotes")
  func quoting() throws {
    let text = try text(SeenTasks.json("1", workflow: "no", step: #"a: \"b\" # c\\"#), [])
    #expect(text.contains(#"workflow: "no""#))
    #expect(text.contains(##"step: "a: \"b\" # c\\""##))
  }

  @Test("where no rule comes near, it says only that nothing is done")
  func noAction() throws {
    #expect(try text(SeenTasks.json("1"), []).hasSuffix("    expect:\n      no_action: {}\n"))
  }
}
