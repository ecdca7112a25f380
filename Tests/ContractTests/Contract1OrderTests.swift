import Engine
import GeoTareas
import JSON
import Records
import Rules
import Testing

/// The rule language, sentence by sentence: the order of the suites is that of the manual.
///
/// 1 order · 2 `when` and `unless` · 3 text · 4 flags and times · 5 details · 6 complete · 7 reassign and pools ·
/// 8 around the action · 9 limits · 10 shared definitions · 11 the examples · 12 rule tests.
@Suite("Contract 1: rules in their order")
struct Contract1OrderTests {
  private func rule(_ id: String, _ when: String = "{ workflow: Quote }", result: String = "ok") -> String {
    "  - { id: \(id), stage: live, limit: { per_day: 9 }, when: \(when), then: { complete: { result: \(result) } } }\n"
  }

  @Test("the smallest rule")
  func smallest() throws {
    let tenant = try Tenant(Example.smallest)
    var task = APITask(
      "674839201748392018", ["workflow_name": "New Account Onboarding", "step_name": "Send Welcome Email"])
    task["available_results"] = [["code": "sent"]]
    task = task.field("email_address", required: true).field("template", type: "select", required: true)
    var foreman = Foreman(try tenant.rules, [task])
    foreman.run(10)
    #expect(
      foreman.sent == [
        "674839201748392018 {\"result_code\":\"sent\",\"captured_data\":"
          + "{\"email_address\":\"contact@acme.com\",\"template\":\"Premium Welcome\"}}"
      ])
    for other in [
      task.with("escalated", true), task.with("step_name", "Other"), task.with("workflow_name", "Other"),
      task.entity("type", "CLIENTE"), task.with("status", "IN_PROGRESS"),
    ] {
      #expect(try tenant.taker(of: other) == nil)
    }
  }

  @Test("rules are tried in file-name order, then in file order")
  func order() throws {
    let tenant = try Tenant([
      "20-b.yaml": "rules:\n" + rule("c"), "10-a.yaml": "rules:\n" + rule("z") + rule("a"),
      "10-a/x.yaml": "rules:\n" + rule("sub"), "30.test.yaml": "nonsense",
    ])
    #expect(try tenant.rules.rules.map(\.id) == ["z", "a", "sub", "c"])
    #expect(try tenant.taker(of: APITask()) == "z")
  }

  @Test("the first match decides")
  func firstMatch() throws {
    let text = "rules:\n" + rule("never", "{ workflow: Other }") + rule("first") + rule("second")
    #expect(try Tenant(text).taker(of: APITask()) == "first")
  }

  @Test("a rule that only watches takes nothing away from the rules behind it, and tells what it would have done")
  func watching() throws {
    let text = "rules:\n" + rule("never", "{ workflow: Other }") + rule("first") + rule("second")
    let shadow = text.replacing("id: first, stage: live", with: "id: first, stage: shadow")
    #expect(try Tenant(shadow).taker(of: APITask()) == "second")
    var foreman = Foreman(try Tenant(shadow).rules, [APITask()])
    foreman.run(120)
    #expect(foreman.sent.count == 1 && foreman.said(.decisionShadow).count == 1, "\(foreman.said(.decisionShadow))")
  }

  @Test("a rule before it that is not known does not take the task, and does not keep others from it")
  func unknownIsPassed() throws {
    let text = "rules:\n" + rule("first", "{ escalated: true }") + rule("second")
    #expect(try Tenant(text).taker(of: APITask().without("escalated")) == "second")
  }

  @Test("one action per task per cycle")
  func oneAction() throws {
    let text = """
      rules:
        - { id: hand, stage: live, when: { unassigned: true }, then: { reassign: { user: "1" } } }
        - { id: close, stage: live, when: { has_user: true }, then: { complete: { result: ok } } }

      """
    var foreman = Foreman(try Tenant(text).rules, [APITask()])
    foreman.run(20)
    #expect(foreman.sent == ["1001 {\"assign_to_user_id\":\"1\"}"])
    foreman.run(60)
    #expect(foreman.sent.count == 2 && foreman.tasks["1001"]?["status"] == "COMPLETED")
  }
}
