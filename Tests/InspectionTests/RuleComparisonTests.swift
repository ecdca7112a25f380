import Foundation
import GeoTareas
import Inspection
import JSON
import Records
import Rules
import Support
import Testing

@Suite("What other rules would decide differently")
struct RuleComparisonTests {
  private static let tasks = [
    SeenTasks.json("1", group: SeenTasks.sales), SeenTasks.json("2", workflow: "Collections", user: SeenTasks.maria),
    SeenTasks.json("3", workflow: "Collections", step: "Close"), SeenTasks.json("4", workflow: "Other"),
    SeenTasks.json("5", workflow: "Weigh"),
  ]

  private static func handing(_ id: String, _ workflow: String, to target: Reassignment.Target) -> Rule {
    SeenTasks.rule(id, [.workflow: workflow], then: .reassign(Reassignment(target: target)))
  }

  private static let maria = Reassignment.Target.user(id: "182736450918273645")

  private func comparison() throws -> RuleComparison {
    let pool = Pool(name: "people", pick: .roundRobin, members: [.init(target: .user(id: "77"), note: "Ana")])
    let weighing = CapturedReference(step: "Quote", field: "total", as: .number)
    let now = [
      Self.handing("quotes", "Quote", to: Self.maria),
      SeenTasks.rule("collect", [.workflow: "Collections"], stage: .shadow),
      SeenTasks.rule("same", [.workflow: "Other"]),
    ]
    let captured = ValueTest(
      .captured(step: weighing.step, field: weighing.field), as: .decimal, [.exists(true)])
    let then = [
      Self.handing("quotes", "Quote", to: .pool(pool)),
      SeenTasks.rule("collect", [.workflow: "Collections", .step: "Approve"]),
      SeenTasks.rule("same", [.workflow: "Other"]),
      Rule(
        id: "weigh", stage: .live, when: .all([.test(.text(.workflow, .equals("Weigh"))), .test(.value(captured))]),
        action: .complete(Completion(result: "ok")), fingerprint: "w", source: .init(file: "b.yaml", line: 1)),
    ]
    return RuleComparison(
      try SeenTasks.snapshot(Self.tasks, rules: now), with: RuleSet(then), at: "new/", now: SeenTasks.noon)
  }

  @Test("the counts come first, then each task as it is decided now and then")
  func text() throws {
    #expect(
      try comparison().lines().joined(separator: "\n") == """
        tenant acme: the rules of new/ against those of the configuration, on 5 tasks
        1 rule added (weigh)
        3 of 5 tasks would be decided differently, of 1 more only the detail can tell, which was not read

          1  Quote / Approve        Acme Corp
            now   quotes: Sales Team -> Maria Garcia
            then  quotes: Sales Team -> somebody of pool 'people'

          2  Collections / Approve  Acme Corp
            now   collect (shadow): complete 'approved'
            then  collect: complete 'approved'

          3  Collections / Close    Acme Corp
            now   collect (shadow): complete 'approved'
            then  nothing
        """)
  }

  @Test("for programs: one object with the counts, then one per task; what no rule takes is null")
  func json() throws {
    let lines = try comparison().jsonLines
    #expect(
      lines.first == #"{"tenant":"acme","path":"new/","seen_at":"2026-03-16T17:00:00Z","tasks":5,"differing":3,"#
        + #""unclear":1,"rules":{"added":["weigh"],"removed":[],"changed":[],"reordered":false}}"#)
    #expect(
      lines.last == #"{"tenant":"acme","task":"3","workflow":"Collections","step":"Close","entity_label":"Acme Corp","#
        + #""now":{"rule":"collect","stage":"shadow","endpoint":"complete","#
        + #""body":{"result_code":"approved","captured_data":{"amount":1500}}},"then":null}"#)
    #expect(lines.count == 4)
  }
}
