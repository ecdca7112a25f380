import Foundation
import Rules
import Testing

@Suite struct VerdictTests {
  static let now = Make.date("2026-03-09T15:30")
  static let listed = Make.quote().with { $0.details = nil }

  static let quote = Condition.test(.text(.workflow, .equals("Quote")))
  static let other = Condition.test(.text(.workflow, .equals("Other")))
  static let unknown = Condition.test(.assignee(.user, .id("1")))

  static func small(_ limit: String = "5000.00") throws -> Condition {
    Make.value(as: .decimal, .atMost(try Make.decimal(limit)))
  }

  @Test("a rule that only the detail can decide stops the search")
  func needsDetails() throws {
    let rules = RuleSet([
      Make.rule("a", Self.other), Make.rule("b", .all([Self.quote, try Self.small()])), Make.rule("c", Self.quote),
    ])
    #expect(rules.verdict(on: Self.listed, at: Self.now) == Verdict(match: nil, needsDetails: 1))
    #expect(rules.verdict(on: Make.quote(), at: Self.now) == Verdict(match: 1))
    #expect(rules.verdict(on: Make.quote(total: .text("5000.01")), at: Self.now) == Verdict(match: 2))
    #expect(rules.verdict(on: Make.quote(total: nil), at: Self.now) == Verdict(match: 2, undecided: [1]))
  }

  @Test("a rule in shadow takes nothing away from those behind it: it matches, is not known, or asks for the detail")
  func shadow() throws {
    func shadow(_ id: String, _ when: Condition) -> Rule {
      var rule = Make.rule(id, when)
      rule.stage = .shadow
      return rule
    }
    let small = Condition.all([Self.quote, try Self.small()])
    let rules = RuleSet([
      shadow("a", Self.quote), shadow("b", small), shadow("c", Self.other), Make.rule("d", Self.quote),
      shadow("e", Self.quote),
    ])
    #expect(rules.verdict(on: Self.listed, at: Self.now) == Verdict(match: 3, watching: [0], watcherNeedsDetails: 1))
    #expect(rules.verdict(on: Make.quote(), at: Self.now) == Verdict(match: 3, watching: [0, 1]))
    #expect(rules.verdict(on: Make.quote(total: nil), at: Self.now) == Verdict(match: 3, watching: [0], undecided: [1]))
    let alone = RuleSet(Array(rules.rules[..<3]))
    #expect(alone.verdict(on: Make.quote(), at: Self.now) == Verdict(match: nil, watching: [0, 1]))
    #expect(alone.verdict(on: Make.quote(), at: Self.now).taker == 0)
    #expect(rules.ignoringStages.verdict(on: Self.listed, at: Self.now) == Verdict(match: 0))
  }

  @Test("a rule in canary acts on the instances of its share, and only watches the others")
  func canary() throws {
    var sample = Make.rule("sample", Self.quote)
    sample.stage = .canary
    sample.safeguards.canaryShare = 0.5
    let rules = RuleSet([sample, Make.rule("all", Self.quote)])
    let instances = (0..<200).map { String($0) }
    let verdicts = instances.map { id in rules.verdict(on: Make.quote().with { $0.instanceID = id }, at: Self.now) }
    for (id, verdict) in zip(instances, verdicts) {
      #expect(verdict == (sample.isInCanary(instance: id) ? Verdict(match: 0) : Verdict(match: 1, watching: [0])))
    }
    #expect(Set(verdicts.map(\.match)) == [0, 1])
  }

  @Test("a rule whose cheap conditions make it no never needs the detail")
  func cheapNo() throws {
    let small = try Self.small()
    let rules = RuleSet([
      Make.rule("a", .all([small, Self.other])), Make.rule("b", small, unless: Self.quote),
      Make.rule("c", .all([Self.quote, .none([.any([small, Self.quote])])])), Make.rule("d", Self.quote),
    ])
    #expect(rules.verdict(on: Self.listed, at: Self.now) == Verdict(match: 3))
  }

  @Test("a rule that its cheap conditions make match needs no detail to decide")
  func cheapYes() throws {
    let rules = RuleSet([Make.rule("a", .any([Self.quote, try Self.small()]))])
    #expect(rules.verdict(on: Self.listed, at: Self.now) == Verdict(match: 0))
  }

  @Test("a detail in unless is asked for as well")
  func unless() throws {
    let rules = RuleSet([Make.rule("a", Self.quote, unless: try Self.small())])
    #expect(rules.verdict(on: Self.listed, at: Self.now) == Verdict(match: nil, needsDetails: 0))
    #expect(rules.verdict(on: Make.quote(total: .text("9999")), at: Self.now) == Verdict(match: 0))
    #expect(rules.verdict(on: Make.quote(total: nil), at: Self.now) == Verdict(match: nil, undecided: [0]))
  }

  @Test("where a list field is not known either, the detail could not help and is not asked for")
  func hopeless() throws {
    let task = Self.listed.with { $0.assignedUser = .unknown }
    let rules = RuleSet([Make.rule("a", .all([Self.unknown, try Self.small()])), Make.rule("b", Self.quote)])
    #expect(rules.verdict(on: task, at: Self.now) == Verdict(match: 1, undecided: [0]))
  }

  @Test("a rule needs the detail for conditions and for values of its action")
  func ruleNeedsDetails() throws {
    func completing(_ value: FieldValue) -> Rule {
      Make.rule(
        "r", Self.quote,
        then: .complete(Completion(result: "x", capturedData: [CapturedField(name: "f", value: value)])))
    }
    let reference = CapturedReference(step: "Quote", field: "total", as: .decimal)
    #expect(Make.rule("r", .fact("small", try Self.small())).needsDetails)
    #expect(Make.rule("r", Self.quote, unless: .any([Self.other, try Self.small()])).needsDetails)
    #expect(completing(.captured(reference)).needsDetails)
    #expect(completing(.text(Template([.reference(.captured(step: "Quote", field: "total"))]))).needsDetails)
    #expect(!completing(.text(Template([.literal("x"), .reference(.entityLabel)]))).needsDetails)
    #expect(!completing(.now).needsDetails)
    #expect(!Make.rule("r", Self.quote).needsDetails)
  }

  @Test("asking for the detail agrees with trying every answer it could hold", arguments: [UInt64(3), 4])
  func exhaustive(seed: UInt64) {
    var random = SmallGenerator(state: seed)
    var asked = 0
    for _ in 0..<400 {
      // Each test of the detail stands once, so that its answers are independent.
      var results = 0
      func condition(_ depth: Int) -> Condition {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 4), using: &random) {
        case 0: return Self.quote
        case 1: return Self.other
        case 2: return Self.unknown
        case 3:
          results += 1
          return .test(.previousResult(step: "s\(results)", oneOf: ["y"]))
        case 4: return .all([condition(depth - 1), condition(depth - 1)])
        case 5: return .any([condition(depth - 1), condition(depth - 1)])
        default: return .none([condition(depth - 1), condition(depth - 1)])
        }
      }
      let rule = Make.rule("r", condition(3), unless: condition(1))
      guard results <= 5 else { continue }
      let task = Self.listed.with { $0.assignedUser = .unknown }
      let answers = (0..<Int(pow(3, Double(results)))).map { number in
        var rest = number
        let steps = (1...max(1, results)).compactMap { step -> StepRecord? in
          defer { rest /= 3 }
          return [StepRecord(step: "s\(step)", result: "y"), StepRecord(step: "s\(step)", result: "n"), nil][rest % 3]
        }
        return rule.matches(task.with { $0.details = TaskDetails(steps: steps) }, at: Self.now)
      }
      let needed = RuleSet([rule]).verdict(on: task, at: Self.now).needsDetails != nil
      asked += needed ? 1 : 0
      let isDecided = rule.matches(task, at: Self.now) != .unknown
      #expect(
        needed == (!isDecided && answers.contains(.yes)), "\(rule.when) unless \(String(describing: rule.unless))")
    }
    #expect(asked > 20)
  }
}
