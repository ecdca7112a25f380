import Foundation
package import Rules

/// Which rules are tested, and how far.
///
/// A rule is *matched* by a test in which it acts. A *near miss* is a test in which one condition alone keeps it from a
/// task that no rule before it takes: only such a test fails when that condition is lost.
package struct TestCoverage: Sendable {
  /// A rule and what the tests say of it.
  package struct Entry: Sendable, Equatable {
    package var rule: String
    package var source: Rule.Source
    /// How many tests it acts in.
    package internal(set) var matched = 0
    package internal(set) var nearMisses = 0
    /// The conditions that could keep it from a task, named as tests name them; without the workflow, the step and the
    /// status, which say where the rule belongs.
    package let conditions: [String]
    /// What its action says, named as in `then`.
    package let values: [String]
    var decided: Set<String> = []
    var checked: Set<String> = []

    /// The conditions that alone decided no test.
    package var undecided: [String] { conditions.filter { !decided.contains($0) } }
    /// The values that no test compares.
    package var unchecked: [String] { values.filter { !checked.contains($0) } }
    /// True where some test fails when the rule is lost, and some when it takes more than it should.
    package var isCovered: Bool { matched > 0 && nearMisses > 0 }

    init(_ rule: Rule) {
      self.rule = rule.id
      source = rule.source
      conditions = rule.conditionNames
      values = rule.action.valueNames
    }
  }

  /// In the order in which the rules were found.
  package private(set) var rules: [Entry] = []
  private var places: [Place: Int] = [:]

  /// The same for a rule that is read by several tests, through whatever path.
  private struct Place: Hashable {
    var file: String
    var rule: String
  }

  init(_ sets: [RuleSet] = []) {
    for set in sets { add(set) }
  }

  package var matched: Int { rules.count { $0.matched > 0 } }
  package var nearlyMissed: Int { rules.count { $0.nearMisses > 0 } }

  private mutating func add(_ set: RuleSet) {
    var files: [String: String] = [:]
    for rule in set.rules {
      let file = files[rule.source.file] ?? FileCheck.identity(of: rule.source.file)
      files[rule.source.file] = file
      let place = Place(file: file, rule: rule.id)
      guard places[place] == nil else { continue }
      places[place] = rules.count
      rules.append(Entry(rule))
    }
  }

  /// Takes in the tests of a file, about these rules.
  mutating func add(_ tests: [RuleTest], _ set: RuleSet) {
    add(set)
    let places = set.rules.map { self.places[Place(file: FileCheck.identity(of: $0.source.file), rule: $0.id)] }
    let runner = RuleTestRunner(rules: set)
    for test in tests {
      var taker = set.rules.count - 1
      switch runner.outcome(test.task, at: test.at) {
      case .acts(let rule, _, _):
        taker = set.rules.firstIndex { $0.id == rule.id } ?? taker
        if let place = places[taker] {
          rules[place].matched += 1
          if case .action(_, let expected?) = test.expectation { rules[place].check(expected) }
        }
      case .blocked(let rule, _): taker = set.rules.firstIndex { $0.id == rule.id } ?? taker
      case .nothing: break
      }
      for (rule, place) in zip(set.rules, places).prefix(taker + 1) {
        let reasons = rule.reasons(test.task, at: test.at)
        guard reasons.count == 1, let place else { continue }
        rules[place].nearMisses += 1
        rules[place].decided.formUnion(reasons[0].names.prefix(1))
      }
    }
  }
}

extension TestCoverage.Entry {
  fileprivate mutating func check(_ expected: RuleTest.ExpectedAction) {
    switch expected {
    case .complete(let result, let fields, let comment, let isExact):
      if isExact { return checked.formUnion(values) }
      if result != nil { checked.insert("result") }
      if comment != nil { checked.insert("comment") }
      checked.formUnion(fields.map { "captured_data.\($0.name)" })
    case .reassign(let assignee, let pool, let comment):
      if assignee != nil || pool != nil { checked.insert("reassign") }
      if comment != nil { checked.insert("comment") }
    }
  }
}

extension Rule {
  /// The first name of each condition that alone can keep the rule from a task, as ``reasons(_:at:)`` gives it.
  fileprivate var conditionNames: [String] {
    var names = when.outermost.compactMap(\.names.first)
    if unless != nil { names.append("unless") }
    if safeguards.runWithin != nil { names.append("run_within") }
    var seen: Set<String> = ["workflow", "step", "status"]
    return names.filter { seen.insert($0).inserted }
  }
}

extension Condition {
  /// The conditions that must all hold.
  fileprivate var outermost: [Condition] {
    if case .all(let parts) = self { parts.flatMap(\.outermost) } else { [self] }
  }
}

extension Action {
  /// What an action says, as tests compare it.
  fileprivate var valueNames: [String] {
    switch self {
    case .complete(let completion):
      ["result"] + completion.capturedData.map { "captured_data.\($0.name)" }
        + (completion.comment == nil ? [] : ["comment"])
    case .reassign(let reassignment): ["reassign"] + (reassignment.comment == nil ? [] : ["comment"])
    }
  }
}
