import Daemon
import Foundation
import Inspection
import Records
import RuleFiles
import Rules
import Support
import Testing
import YAML

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
    #expect(finding.text.contains("'\(name)' was never seen"))
    #expect(finding.text.contains(hint))
    #expect(finding.rule.source.line == 7)
  }

  @Test("a step is looked for in the rule's own workflow")
  func stepOfAnotherWorkflow() throws {
    let tasks = [SeenTasks.json("1"), SeenTasks.json("2", workflow: "Collections", step: "Close")]
    let rule = SeenTasks.rule("r", [.workflow: "Quote", .step: "Close"])
    let findings = LiveCheck.findings(in: try SeenTasks.snapshot(tasks, rules: [rule]))
    #expect(findings.map(\.text) == ["step 'Close' was never seen on a task"])
  }

  @Test("an id of a group where a user is wanted is told apart from one never seen")
  func kinds() throws {
    let wrongKind = Reassignment(target: .user(id: "293847102938471029"))
    let rule = SeenTasks.rule("r", [.workflow: "Quote"], then: .reassign(wrongKind))
    #expect(try findings(rule).first?.text.contains("is the group 'Sales Team', not a user") == true)
  }

  @Test("every member of a pool and who stands in for them are looked up")
  func pools() throws {
    let pool = Pool(
      name: "people", pick: .roundRobin,
      members: [.init(target: .user(id: "182736450918273645")), .init(target: .user(id: "77"))],
      ifNobody: .group(id: "88"))
    let rule = SeenTasks.rule("r", [.workflow: "Quote"], then: .reassign(Reassignment(target: .pool(pool))))
    #expect(try findings(rule).map(\.text).count { $0.contains("'77'") || $0.contains("'88'") } == 2)
  }

  @Test("a result code or a field that the form does not have, and a required one not given, are errors")
  func forms() throws {
    let wrong = Completion(result: "aproved", capturedData: [CapturedField(name: "amont", value: .literal(.number(1)))])
    let rule = SeenTasks.rule("r", [.workflow: "Quote", .step: "Approve"], then: .complete(wrong))
    let findings = try findings(rule)
    #expect(findings.count == 2, "that the field it was meant to be is missing is the same mistake")
    #expect(findings.count { $0.isError } == 2)
    #expect(findings[0].text.contains("did you mean 'approved'?"))
    #expect(findings[1].text.contains("did you mean 'amount'?"))
    let lacking = SeenTasks.rule(
      "r", [.workflow: "Quote", .step: "Approve"], then: .complete(Completion(result: "approved")))
    #expect(try self.findings(lacking).map(\.text).first?.contains("requires the field 'amount' (number)") == true)
  }

  @Test(
    "a form that the daemon has kept is compared as well, with the day it was seen; what comes filled in may be left out"
  )
  func keptForms() throws {
    let wrong = Completion(result: "aproved")
    let rule = SeenTasks.rule("r", [.workflow: "Quote", .step: "Approve"], then: .complete(wrong))
    var snapshot = try SeenTasks.snapshot([SeenTasks.json("1")], rules: [rule])
    #expect(
      LiveCheck.lookedAt(snapshot).hasSuffix("of 0 steps; not known yet is the form of step 'Approve' of 'Quote'"))
    snapshot.forms = [try #require(try SeenTasks.form())]
    #expect(
      LiveCheck.findings(in: snapshot).map(\.text) == [
        "step 'Approve' of 'Quote' (seen 2026-03-09) has no result 'aproved', only 'approved'; did you mean "
          + "'approved'?",
        "the form of step 'Approve' of 'Quote' (seen 2026-03-09) requires the field 'amount' (number), which is not "
          + "given",
      ])
    #expect(LiveCheck.lookedAt(snapshot).hasSuffix("and the forms of 1 step; the oldest form is of 2026-03-09"))
    let other = SeenTasks.rule("s", [.workflow: "Quote", .step: "Send"], then: .complete(wrong))
    let several = try SeenTasks.snapshot(
      [SeenTasks.json("1"), SeenTasks.json("2", step: "Send")], rules: [rule, other])
    #expect(
      LiveCheck.lookedAt(several).hasSuffix(
        "; not known yet are the forms of step 'Approve' of 'Quote' and of 1 other step"))
  }

  @Test(
    "a value of another type than its field is an error, wherever it comes from",
    arguments: [
      (FieldValue.literal(.text("x")), "is of type 'number', and the rule gives the text 'x'" as String?),
      (.literal(.decimal("1.50")), nil), (.literal(.boolean(true)), "is of type 'number', and the rule gives true"),
      (.text(Template([.literal("1")])), "is of type 'number', and the rule gives a text"),
      (.today, "is of type 'number', and the rule gives a day"),
      (.captured(CapturedReference(step: "Quote", field: "total", as: .decimal)), nil),
      (
        .captured(CapturedReference(step: "Quote", field: "total", as: .boolean)),
        "is of type 'number', and the rule gives true or false"
      ),
    ])
  func types(value: FieldValue, problem: String?) throws {
    func texts(_ field: String) throws -> [String] {
      let others = field == "amount" ? [] : [SeenTasks.amount]
      let completion = Completion(
        result: "approved", capturedData: others + [CapturedField(name: field, value: value)])
      let rule = SeenTasks.rule("r", [.workflow: "Quote", .step: "Approve"], then: .complete(completion))
      var snapshot = try SeenTasks.snapshot([SeenTasks.json("1")], rules: [rule])
      snapshot.forms = [try #require(try SeenTasks.form())]
      return LiveCheck.findings(in: snapshot).map(\.text)
    }
    let place = "in the form of step 'Approve' of 'Quote' (seen 2026-03-09), the field 'amount' "
    #expect(try texts("amount") == (problem.map { [place + $0] } ?? []))
    // A text may be a date, and a literal one is looked at.
    let fits = [FieldValue.today, .text(Template([.literal("1")]))].contains(value)
    #expect(try texts("day").isEmpty == fits)
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

  @Test("a remark stands at the word that it is about: in the rule, in a fact, in a pool; else at the rule's id")
  func places() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(
      """
      schema: 1
      facts:
        account: { any_of: [ { entity_type: { not: CUENTAS } } ] }
      pools:
        people: { pick: round_robin, members: [ { user: "77" } ] }
      rules:
        - id: approve
          when: { workflow: [Quote, Quotes], captured: [ { step: Aprove, field: x, is: "a" } ], step: Aprove, all_of: [account] }
          unless: { assigned_user: { id: "78" } }
          then: { reassign: { pool: people } }
        - id: send
          when: { all_of: [account] }
          then: { reassign: { user: "78" } }

      """, to: "rules.yaml")
    let rules = try #require(RuleSetLoader().load([path]).value)
    let snapshot = try SeenTasks.snapshot([SeenTasks.json("1", user: SeenTasks.maria)], rules: rules.rules)
    let said = LiveCheck.diagnostics(LiveCheck.findings(in: snapshot), in: RulePlaces([path])).rendered()
    #expect(
      said.replacing(folder.path + "/", with: "") == """
        rules.yaml:3:46: warning: rules 'approve', 'send': entity type 'CUENTAS' was never seen on a task; did you mean 'CUENTA'?
          account: { any_of: [ { entity_type: { not: CUENTAS } } ] }
                                                     ^
        rules.yaml:5:51: warning: rule 'approve': user id '77' was never seen on a task
          people: { pick: round_robin, members: [ { user: "77" } ] }
                                                          ^
        rules.yaml:8:31: warning: rule 'approve': workflow 'Quotes' was never seen on a task; did you mean 'Quote'?
            when: { workflow: [Quote, Quotes], captured: [ { step: Aprove, field: x, is: "a" } ], step: Aprove, all_of: [account] }
                                      ^
        rules.yaml:8:97: warning: rule 'approve': step 'Aprove' was never seen on a task; did you mean 'Approve'?
            when: { workflow: [Quote, Quotes], captured: [ { step: Aprove, field: x, is: "a" } ], step: Aprove, all_of: [account] }
                                                                                                        ^
        rules.yaml:9:36: warning: rule 'approve': user id '78' was never seen on a task
            unless: { assigned_user: { id: "78" } }
                                           ^
        rules.yaml:13:31: warning: rule 'send': user id '78' was never seen on a task
            then: { reassign: { user: "78" } }
                                      ^

        """)
    let tenants = LiveCheck.diagnostics(
      LiveCheck.findings(
        in: try SeenTasks.snapshot([SeenTasks.json("1")], rules: [SeenTasks.rule("r", [.step: "No"])])),
      in: RulePlaces([]), namesTenants: true)
    #expect(
      tenants.rendered()
        == "rules/a.yaml:7:1: warning: tenant 'acme': rule 'r': step 'No' was never seen on a task\n")
  }
}
