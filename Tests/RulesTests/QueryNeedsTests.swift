import Foundation
import Rules
import Testing

@Suite("Which tasks rules can match at all")
struct QueryNeedsTests {
  private func text(_ field: TextField, _ texts: String...) -> Condition {
    .test(.text(field, texts.count == 1 ? .equals(texts[0]) : .anyOf(texts.map { .equals($0) })))
  }

  private func reach(_ rules: Rule...) -> QueryNeeds { RuleSet(rules: rules, fingerprint: "f").reach }

  @Test("the values of all rules together, each within what its own conditions leave")
  func values() {
    let pending = text(.status, "PENDING")
    let both = text(.status, "PENDING", "IN_PROGRESS")
    let account = text(.entityType, "CUENTA")
    let reach = reach(
      Make.rule("a", .all([pending, account])),
      Make.rule("b", .all([both, .any([account, text(.entityType, "CLIENTE")]), text(.step, "Send")])),
      Make.rule("c", .all([both, pending, .fact("f", account)])))
    #expect(reach.statuses == ["PENDING", "IN_PROGRESS"])
    #expect(reach.entityTypes == ["CUENTA", "CLIENTE"])
    #expect(!reach.asksOverdue && !reach.countsOthers)
  }

  @Test(
    "a rule that does not name its values may match any",
    arguments: [
      Condition.test(.text(.step, .equals("Send"))), .test(.text(.entityType, .not(.equals("CUENTA")))),
      .none([.test(.text(.entityType, .equals("CUENTA")))]),
      .any([.test(.text(.entityType, .equals("CUENTA"))), .test(.flag(.escalated, true))]),
    ])
  func any(condition: Condition) {
    let reach = reach(Make.rule("a", text(.entityType, "CUENTA")), Make.rule("b", condition))
    #expect(reach.entityTypes == nil)
  }

  @Test("what protects a task narrows nothing down, but may ask whether it is overdue")
  func unless() {
    let reach = reach(
      Make.rule("a", text(.step, "Send"), unless: .all([text(.entityType, "CUENTA"), .test(.flag(.overdue, true))])))
    #expect(reach.entityTypes == nil && reach.asksOverdue)
  }

  @Test("pools that count what their members have, and shares of a step, need all tasks")
  func counts() {
    var pool = Pool(name: "p", pick: .roundRobin, members: [.init(target: .user(id: "ana"))])
    func counts(_ pool: Pool) -> Bool {
      reach(Make.rule("a", text(.step, "Send"), then: .reassign(Reassignment(target: .pool(pool))))).countsOthers
    }
    #expect(!counts(pool))
    pool.pick = .leastLoaded
    #expect(counts(pool))
    pool.pick = .weighted
    pool.members[0].maxOpen = 3
    #expect(counts(pool))
    var share = Make.rule("a", text(.step, "Send"))
    share.safeguards.limit = Safeguards.Limit(share: 0.1)
    #expect(reach(share).countsOthers)
  }
}
