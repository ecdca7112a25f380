import Foundation
import Rules
import Testing

@Suite struct MeaningTests {
  static let workflow = Condition.test(.text(.workflow, .equals("Quote")))
  static let step = Condition.test(.text(.step, .equals("Send")))
  static let action = Action.complete(Completion(result: "sent"))

  private func meaning(
    _ when: Condition, unless: Condition? = nil, action: Action = Self.action, stage: Rule.Stage = .live
  ) -> String {
    Rule.meaning(stage: stage, when: when, unless: unless, action: action)
  }

  private func data(_ fields: (String, Scalar)...) -> Action {
    .complete(
      Completion(result: "x", capturedData: fields.map { CapturedField(name: $0.0, value: .literal($0.1)) }))
  }

  @Test("order and repetition do not change the meaning")
  func order() {
    #expect(meaning(.all([Self.workflow, Self.step])) == meaning(.all([Self.step, Self.workflow, Self.step])))
    #expect(
      meaning(Self.step, action: data(("a", .text("1")), ("b", .text("2"))))
        == meaning(Self.step, action: data(("b", .text("2")), ("a", .text("1")))))
  }

  @Test("whatever changes what the rule does changes the meaning")
  func differences() {
    let meanings = [
      meaning(Self.step), meaning(Self.workflow), meaning(Self.step, stage: .shadow),
      meaning(Self.step, unless: Self.workflow), meaning(Self.workflow, unless: Self.step),
      meaning(.all([Self.step, Self.workflow])), meaning(.any([Self.step, Self.workflow])),
      meaning(.none([Self.step, Self.workflow])), meaning(.test(.flag(.overdue, true))),
      meaning(.test(.flag(.overdue, false))), meaning(.test(.assignee(.user, .id("1")))),
      meaning(.test(.assignee(.user, .name(.equals("1"))))), meaning(.test(.assignee(.group, .id("1")))),
      meaning(Self.step, action: data(("a", .text("1")))), meaning(Self.step, action: data(("a", .number(1)))),
      meaning(Self.step, action: data(("a", .text("true")))), meaning(Self.step, action: data(("a", .boolean(true)))),
      meaning(Self.step, action: .complete(Completion(result: "x", comment: "()"))),
      meaning(Self.step, action: .complete(Completion(result: "x"))),
      meaning(Self.step, action: .reassign(Reassignment(target: .user(id: "1")))),
      meaning(Self.step, action: .reassign(Reassignment(target: .group(id: "1")))),
      meaning(.test(.text(.step, .equals("a) (b")))),
      meaning(.test(.text(.step, .anyOf([.equals("a"), .equals("b")])))),
    ]
    #expect(Set(meanings).count == meanings.count)
  }

  @Test("a fingerprint is FNV-1a of 64 bits in 16 digits")
  func fingerprint() {
    #expect(Fingerprint.of("") == "cbf29ce484222325")
    #expect(Fingerprint.of("a") == "af63dc4c8601ec8c")
    #expect(Fingerprint.of("foobar") == "85944171f73967e8")
  }

  @Test("a set's fingerprint changes with ids, order and meaning")
  func set() {
    func rule(_ id: String, _ fingerprint: String = "1") -> Rule {
      Rule(
        id: id, stage: .live, when: Self.step, action: Self.action, fingerprint: fingerprint,
        source: .init(file: "f", line: 1))
    }
    let sets = [
      RuleSet([]), RuleSet([rule("a")]), RuleSet([rule("a"), rule("b")]), RuleSet([rule("b"), rule("a")]),
      RuleSet([rule("a", "2")]),
    ]
    #expect(Set(sets.map(\.fingerprint)).count == sets.count)
  }
}
