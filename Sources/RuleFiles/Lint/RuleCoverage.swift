import Rules

/// The texts that a rule is limited to, where it names them plainly, such as a workflow and a step.
///
/// They quickly tell most pairs of rules apart.
struct RuleCoverage {
  /// The texts for each field; a field is missing if the rule does not limit it plainly.
  private(set) var names: [TextField: Set<String>] = [:]

  init(_ rule: Rule) { collect(rule.when) }

  private mutating func collect(_ condition: Condition) {
    switch condition {
    case .all(let parts): for part in parts { collect(part) }
    case .fact(_, let part): collect(part)
    case .test(.text(let field, let test)):
      guard let found = test.plainNames else { return }
      names[field] = names[field]?.intersection(found) ?? found
    case .any, .none, .test: return
    }
  }

  /// True when no task can be taken by both rules.
  func isApart(from other: RuleCoverage) -> Bool {
    names.contains { field, mine in other.names[field].map { mine.isDisjoint(with: $0) } ?? false }
  }

  /// False when there are obviously tasks of the other rule that a rule with this scope does not take.
  func mayHold(all other: RuleCoverage) -> Bool {
    names.allSatisfy { field, mine in other.names[field].map { $0.isSubset(of: mine) } ?? true }
  }
}

/// Finds the rules with which a rule may share tasks, without looking at those that its names exclude.
struct ScopeIndex {
  private var scopes: [RuleCoverage] = []
  private var places: [TextField: [String: [Int]]] = [:]
  /// The places of rules that do not limit a field plainly.
  private var open: [TextField: [Int]] = [:]

  /// Adds the next rule; the first has the place 0.
  mutating func add(_ scope: RuleCoverage) {
    for field in TextField.allCases {
      guard let names = scope.names[field] else {
        open[field, default: []].append(scopes.count)
        continue
      }
      for name in names { places[field, default: [:]][name, default: []].append(scopes.count) }
    }
    scopes.append(scope)
  }

  /// The places of the rules that may share tasks with a rule of this scope, in rising order.
  func neighbours(of scope: RuleCoverage) -> [Int] {
    let groups = scope.names.map { field, names in
      names.compactMap { places[field]?[$0] } + [open[field] ?? []]
    }
    // Use the field that leaves the fewest rules.
    let fewest = groups.min { count($0) < count($1) }
    let found = fewest.map { Set($0.joined()).sorted() } ?? Array(scopes.indices)
    return found.filter { !scopes[$0].isApart(from: scope) }
  }

  private func count(_ groups: [[Int]]) -> Int { groups.reduce(0) { $0 + $1.count } }
}

extension TextTest {
  /// The texts that the field must be one of; nil where the test is more than a list of texts.
  fileprivate var plainNames: Set<String>? {
    switch self {
    case .equals(let name): return [name]
    case .anyOf(let tests):
      let names = tests.compactMap { test in if case .equals(let name) = test { name } else { nil } }
      return names.count == tests.count ? Set(names) : nil
    case .like, .matches, .not: return nil
    }
  }
}
