import Foundation
import Rules
import Testing

@Suite struct PredicateTests {
  static let now = Date(timeIntervalSince1970: 1_000_000)
  static let audit = Party(id: "42", name: "Audit")

  private func truth(_ predicate: Rules.Predicate, _ change: (inout TaskView) -> Void) -> Truth {
    var task = TaskView(id: "1", instanceID: "2")
    change(&task)
    return predicate.evaluate(task, at: Self.now)
  }

  @Test("text is compared by canonical equivalence and with its case")
  func text() throws {
    func truth(_ test: TextTest, _ text: String) -> Truth { test.evaluate(.value(text)) }
    #expect(truth(.equals("Caf\u{E9}"), "Cafe\u{301}") == .yes)
    #expect(truth(.equals("Cafe\u{301}"), "Caf\u{E9}") == .yes)
    #expect(truth(.equals("Café"), "café") == .no)
    #expect(truth(.equals("fi"), "\u{FB01}") == .no)
    #expect(truth(.like(try Glob("Caf?")), "Cafe\u{301}") == .yes)
    #expect(truth(.not(.equals("A")), "B") == .yes)
    #expect(truth(.anyOf([.equals("A"), .like(try Glob("B*"))]), "Bc") == .yes)
    #expect(truth(.anyOf([.equals("A"), .not(.equals("A"))]), "x") == .yes)
  }

  /// A test of an assignee, and its truth where the assignee is unknown, none, and Audit.
  static let assigneeTests: [(test: AssigneeTest, unknown: Truth, none: Truth, audit: Truth)] = [
    (.name(.equals("Audit")), .unknown, .no, .yes),
    (.name(.equals("Sales")), .unknown, .no, .no),
    (.id("42"), .unknown, .no, .yes),
    (.id("43"), .unknown, .no, .no),
    // Comparing with none is false, so that its opposite is true: nobody is not Audit.
    (.not(.name(.equals("Audit"))), .unknown, .yes, .no),
    (.name(.not(.equals("Audit"))), .unknown, .yes, .no),
    (.not(.id("43")), .unknown, .yes, .yes),
    (.not(.not(.id("42"))), .unknown, .no, .yes),
    (.anyOf([.id("43"), .name(.equals("Audit"))]), .unknown, .no, .yes),
    (.not(.anyOf([.id("43"), .name(.equals("Audit"))])), .unknown, .yes, .no),
  ]

  @Test("an assignee that is unknown decides nothing, and none compares as false", arguments: assigneeTests)
  func assignee(test: AssigneeTest, unknown: Truth, none: Truth, audit: Truth) {
    #expect(truth(.assignee(.group, test)) { $0.assignedGroup = .unknown } == unknown)
    #expect(truth(.assignee(.group, test)) { $0.assignedGroup = .none } == none)
    #expect(truth(.assignee(.group, test)) { $0.assignedGroup = .value(Self.audit) } == audit)
    #expect(truth(.assignee(.user, test)) { $0.assignedUser = .value(Self.audit) } == audit)
  }

  @Test("none compares as false for text as well")
  func noText() {
    #expect(TextTest.equals("").evaluate(.none) == .no)
    #expect(TextTest.not(.equals("x")).evaluate(.none) == .yes)
    #expect(TextTest.not(.equals("x")).evaluate(.unknown) == .unknown)
  }

  @Test("each text field is read from its place", arguments: TextField.allCases)
  func fields(field: TextField) {
    let task = TaskView(
      id: "1", instanceID: "2", workflow: .value("workflow"), step: .value("step"), status: .value("status"),
      entityType: .value("entity_type"), entityID: .value("entity_id"), entityLabel: .value("entity_label"))
    #expect(task[field] == .value(field.rawValue))
  }

  static let parties: [(Known<Party>, Truth)] = [(.unknown, .unknown), (.none, .no), (.value(audit), .yes)]
  static let partyPairs = parties.flatMap { user in parties.map { (user, $0) } }

  @Test("unassigned is neither user nor group, unknown where the rest does not decide", arguments: partyPairs)
  func unassigned(user: (Known<Party>, Truth), group: (Known<Party>, Truth)) {
    let expected: Truth
    if user.1 == .yes || group.1 == .yes {
      expected = .no
    } else {
      expected = user.1 == .no && group.1 == .no ? .yes : .unknown
    }
    func truth(_ flag: FlagField, _ wanted: Bool = true) -> Truth {
      self.truth(.flag(flag, wanted)) {
        $0.assignedUser = user.0
        $0.assignedGroup = group.0
      }
    }
    #expect(truth(.unassigned) == expected)
    #expect(truth(.unassigned, false) == expected.negated)
    #expect(truth(.hasUser) == user.1)
    #expect(truth(.hasGroup, false) == group.1.negated)
  }

  /// A due date, whether the server listed the task as overdue, and the truth of `overdue`.
  static let dueDates: [(due: Known<Date>, listed: Bool, truth: Truth)] = [
    (.unknown, false, .unknown), (.unknown, true, .yes), (.none, false, .no), (.none, true, .yes),
    (.value(now - 1), false, .yes), (.value(now), false, .no), (.value(now + 1), false, .no),
    (.value(now + 1), true, .yes),
  ]

  @Test("overdue is the server's word or a due date that has passed", arguments: dueDates)
  func overdue(due: Known<Date>, listed: Bool, expected: Truth) {
    for (wanted, answer) in [(true, expected), (false, expected.negated)] {
      let found = truth(.flag(.overdue, wanted)) {
        $0.due = due
        $0.listedAsOverdue = listed
      }
      #expect(found == answer)
    }
  }

  @Test("escalated is known only where the server said true or false")
  func escalated() {
    #expect(truth(.flag(.escalated, true)) { $0.escalated = .value(true) } == .yes)
    #expect(truth(.flag(.escalated, false)) { $0.escalated = .value(true) } == .no)
    #expect(truth(.flag(.escalated, false)) { $0.escalated = .none } == .unknown)
    #expect(truth(.flag(.escalated, true)) { _ in } == .unknown)
  }

  @Test("a due date is there, is not, or is unknown")
  func dueDate() {
    #expect(truth(.flag(.hasDueDate, true)) { $0.due = .value(Self.now) } == .yes)
    #expect(truth(.flag(.hasDueDate, true)) { $0.due = .none } == .no)
    #expect(truth(.flag(.hasDueDate, false)) { $0.due = .none } == .yes)
    #expect(truth(.flag(.hasDueDate, false)) { _ in } == .unknown)
  }
}
