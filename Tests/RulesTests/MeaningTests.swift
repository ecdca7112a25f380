import CalendarTime
import Foundation
import Patterns
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

  @Test("a duration counts by its value, and a calendar only where working time is measured")
  func durations() {
    #expect(meaning(Make.time(.age, atLeast: "60m")) == meaning(Make.time(.age, atLeast: "1h", by: Make.office())))
    #expect(meaning(Make.time(.age, atLeast: "1d")) == meaning(Make.time(.age, atLeast: "24h")))
    let office = Make.office()
    var renamed = office
    renamed.name = "other"
    renamed.holidaysKnownUntil = CivilDate(daysSinceEpoch: 1)
    #expect(
      meaning(Make.time(.age, atLeast: "1bd", by: office)) == meaning(Make.time(.age, atLeast: "1bd", by: renamed)))
  }

  @Test("groups of one, groups in groups and the names of facts change nothing")
  func shapes() throws {
    #expect(meaning(.all([Self.step])) == meaning(.any([.fact("x", Self.step)])))
    #expect(
      meaning(.all([Self.step, .all([Self.workflow])])) == meaning(.all([.all([.all([Self.workflow]), Self.step])])))
    #expect(meaning(.none([.any([Self.step, Self.workflow])])) == meaning(.none([Self.workflow, Self.step])))
    #expect(
      meaning(.test(.text(.step, .anyOf([.anyOf([.equals("a"), .equals("b")]), .equals("c")]))))
        == meaning(.test(.text(.step, .anyOf([.equals("c"), .equals("b"), .equals("a")])))))
    #expect(meaning(.fact("a", Self.step)) == meaning(.fact("b", Self.step)))
    let (one, two) = (try Make.decimal("5000.00"), try Make.decimal("2"))
    #expect(meaning(Make.value(.oneOf([one, two]))) == meaning(Make.value(.oneOf([two, try Make.decimal("5000")]))))
    #expect(
      meaning(Make.value(.atLeast(one), .exists(true))) == meaning(Make.value(.exists(true), .atLeast(one))))
  }

  @Test("each part of times, values and safeguards is meant")
  func newParts() throws {
    let (one, two) = (try Make.decimal("1"), try Make.decimal("2"))
    let office = Make.office()
    let holiday = Make.office(closed: [try Make.day(2026, 12, 25)])
    let conditions: [Condition] = [
      Make.time(.age, atLeast: "1h"), Make.time(.age, moreThan: "1h"), Make.time(.age, atMost: "1h"),
      Make.time(.age, lessThan: "1h"), Make.time(.dueIn, atLeast: "1h"), Make.time(.overdueBy, atLeast: "1h"),
      Make.time(.age, atLeast: "1bh", by: office), Make.time(.age, atLeast: "1bd", by: office),
      Make.time(.age, atLeast: "1bd", by: holiday), Make.time(.age, atLeast: "1bd"), Make.value(.atLeast(one)),
      Make.value(.atLeast(two)), Make.value(.atMost(one)), Make.value(.moreThan(one)), Make.value(.lessThan(one)),
      Make.value(.oneOf([one])), Make.value(.oneOf([one, two])), Make.value(.exists(true)), Make.value(.exists(false)),
      Make.value(as: .text, .oneOf([.text("1")])), Make.value(as: .text, .like(try Glob("1"))),
      Make.value(as: .text, .matches(try Pattern("1"))), Make.value(in: .form(field: "total"), .atLeast(one)),
      Make.value(in: .captured(step: "Quote", field: "x"), .atLeast(one)), Make.value(as: .number, .atLeast(one)),
      Make.value(as: .date, .atLeast(.date(civilSeconds: 1))), .test(.previousResult(step: "a", oneOf: ["b"])),
      .test(.previousResult(step: "a", oneOf: ["b", "c"])), .test(.resultAvailable(["a"])),
      .test(.resultAvailable(["a", "b"])), .test(.text(.step, .matches(try Pattern("a")))),
    ]
    #expect(Set(conditions.map { meaning($0) }).count == conditions.count)
    let changes: [(inout Safeguards) -> Void] = [
      { _ in }, { $0.limit = .init(perCycle: 1) }, { $0.limit = .init(perHour: 1) }, { $0.limit = .init(perDay: 1) },
      { $0.limit = .init(share: 1) }, { $0.limit = .init(sumPerDay: .init(of: "a", atMost: 1)) },
      { $0.limit = .init(sumPerDay: .init(of: "b", atMost: 1)) }, { $0.cooldown = Make.span("1h") },
      { $0.afterHumanTouch = Make.span("1h") }, { $0.maxHops = 1 }, { $0.runWithin = office },
      { $0.runWithin = holiday }, { $0.canaryShare = 0.1 }, { $0.cooldown = Make.span("1bd") },
    ]
    let texts = changes.map { change in
      var safeguards = Safeguards()
      change(&safeguards)
      return Rule.meaning(stage: .canary, when: Self.step, unless: nil, action: Self.action, safeguards: safeguards)
    }
    #expect(Set(texts).count == texts.count)
  }

  @Test("each part of an action's values and of a pool is meant")
  func actions() throws {
    func value(_ value: FieldValue) -> Action {
      .complete(Completion(result: "x", capturedData: [CapturedField(name: "f", value: value)]))
    }
    func reference(_ type: ValueType, _ missing: CapturedReference.IfMissing) -> Action {
      value(.captured(CapturedReference(step: "a", field: "b", as: type, ifMissing: missing)))
    }
    func pool(_ change: (inout Pool) -> Void) -> Action {
      var pool = Pool(
        name: "p", pick: .weighted, members: [.init(target: .user(id: "1")), .init(target: .user(id: "2"))])
      change(&pool)
      return .reassign(Reassignment(target: .pool(pool)))
    }
    let day = CivilDate(daysSinceEpoch: 1)
    let actions = [
      value(.today), value(.now), value(.literal(.decimal("1.0"))), value(.literal(.decimal("1.00"))),
      value(.literal(.text("1.0"))), value(.literal(.number(1))), reference(.text, .skipTask), reference(.text, .fail),
      reference(.decimal, .skipTask), reference(.text, .use(.text(""))), reference(.text, .use(.boolean(true))),
      value(.text(Template([.reference(.taskID)]))), value(.text(Template([.literal("id")]))),
      value(.text(Template([.reference(.captured(step: "a", field: "b"))]))), pool { _ in }, pool { $0.name = "q" },
      pool { $0.pick = .roundRobin }, pool { $0.members.reverse() }, pool { $0.members[0].weight = 2 },
      pool { $0.members[0].away = [day...day] }, pool { $0.members[0].maxOpen = 1 },
      pool { $0.members[0].target = .group(id: "1") }, pool { $0.prefersLongestIdle = true },
      pool { $0.ifNobody = .user(id: "3") },
      .reassign(Reassignment(target: .user(id: "1"), notToCurrent: true)),
      .reassign(Reassignment(target: .user(id: "1"), keepsPersonPerInstance: true)),
    ]
    #expect(Set(actions.map { meaning(Self.step, action: $0) }).count == actions.count)
    #expect(
      meaning(Self.step, action: pool { $0.members[0].note = "Ana" }) == meaning(Self.step, action: pool { _ in }))
    #expect(
      meaning(Self.step, action: value(.text(Template([.literal("a"), .literal("b"), .reference(.step)]))))
        == meaning(Self.step, action: value(.text(Template([.literal("ab"), .reference(.step)])))))
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
