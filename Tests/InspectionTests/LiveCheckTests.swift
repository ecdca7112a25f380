import Daemon
import Foundation
import Inspection
import Rules
import Support
import Testing

@Suite("Comparing rules with the tenant")
struct LiveCheckTests {
  private func findings(_ rule: Rule, detail: Bool = true) throws -> [LiveCheck.Finding] {
    let task = SeenTasks.json(
      "1", user: SeenTasks.maria, group: SeenTasks.sales, more: detail ? SeenTasks.detail : "")
    return LiveCheck.findings(in: try SeenTasks.snapshot([task], rules: [rule]))
  }

  @Test("a rule that fits what was seen leads to nothing")
  func fits() throws {
    #expect(
      try findings(SeenTasks.rule("approve", [.workflow: "Quote", .step: "Approve", .entityType: "CUENTA"])).isEmpty)
  }

  @Test(
    "a name that stands on no task is a warning, with the name that may have been meant",
    arguments: [
      (TextField.workflow, "Quotes", "did you mean 'Quote'?"), (.step, "aprove", "did you mean 'Approve'?"),
      (.entityType, "CUENTAS", "did you mean 'CUENTA'?"),
    ])
  func unseenName(field: TextField, name: String, hint: String) throws {
    let finding = try #require(try findings(SeenTasks.rule("r", [field: name])).first)
    #expect(!finding.isError)
    #expect(finding.message.contains("'\(name)' was never seen"))
    #expect(finding.message.contains(hint))
    #expect(finding.source.line == 7)
  }

  @Test("a step is looked for in the rule's own workflow")
  func stepOfAnotherWorkflow() throws {
    let tasks = [SeenTasks.json("1"), SeenTasks.json("2", workflow: "Collections", step: "Close")]
    let rule = SeenTasks.rule("r", [.workflow: "Quote", .step: "Close"])
    let findings = LiveCheck.findings(in: try SeenTasks.snapshot(tasks, rules: [rule]))
    #expect(findings.map(\.message) == ["rule 'r': step 'Close' was never seen on a task"])
  }

  @Test("an id of a group where a user is wanted is told apart from one never seen")
  func kinds() throws {
    let wrongKind = Reassignment(target: .user(id: "293847102938471029"))
    let rule = SeenTasks.rule("r", [.workflow: "Quote"], then: .reassign(wrongKind))
    #expect(try findings(rule).first?.message.contains("is the group 'Sales Team', not a user") == true)
  }

  @Test("every member of a pool and who stands in for them are looked up")
  func pools() throws {
    let pool = Pool(
      name: "people", pick: .roundRobin,
      members: [.init(target: .user(id: "182736450918273645")), .init(target: .user(id: "77"))],
      ifNobody: .group(id: "88"))
    let rule = SeenTasks.rule("r", [.workflow: "Quote"], then: .reassign(Reassignment(target: .pool(pool))))
    #expect(try findings(rule).map(\.message).count { $0.contains("'77'") || $0.contains("'88'") } == 2)
  }

  @Test("a result code or a field that the form does not have, and a required one not given, are errors")
  func forms() throws {
    let wrong = Completion(result: "aproved", capturedData: [CapturedField(name: "amont", value: .literal(.number(1)))])
    let rule = SeenTasks.rule("r", [.workflow: "Quote", .step: "Approve"], then: .complete(wrong))
    let findings = try findings(rule)
    #expect(findings.count == 3)
    #expect(findings.count { $0.isError } == 3)
    #expect(findings[0].message.contains("did you mean 'approved'?"))
    #expect(findings[1].message.contains("did you mean 'amount'?"))
    #expect(findings[2].message.contains("requires the field 'amount' (number)"))
  }

  @Test("a form that was not read is no reason to complain")
  func unreadForm() throws {
    let wrong = SeenTasks.rule(
      "r", [.workflow: "Quote", .step: "Approve"], then: .complete(Completion(result: "aproved")))
    #expect(try findings(wrong, detail: false).isEmpty)
  }

  @Test("only steps that a completing rule names are worth a request")
  func wantedSteps() {
    let rules = RuleSet([
      SeenTasks.rule("a", [.workflow: "Quote", .step: "Approve"]), SeenTasks.rule("b", [.workflow: "Collections"]),
      SeenTasks.rule(
        "c", [.workflow: "Quote", .step: "Send"], then: .reassign(Reassignment(target: .user(id: "1")))),
    ])
    #expect(LiveCheck.wantedSteps(rules) == [.init(workflow: "Quote", step: "Approve")])
  }
}
