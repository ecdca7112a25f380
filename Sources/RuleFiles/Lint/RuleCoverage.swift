import Rules

/// The texts that a rule is limited to, where it names them plainly, as a workflow and a step: it tells most pairs of
/// rules apart at once.
struct RuleCoverage {
  /// By field; what a rule says nothing plain about is not in it.
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

  /// True when no task can be taken by both.
  func isApart(from other: RuleCoverage) -> Bool {
    names.contains { field, mine in other.names[field].map { mine.isDisjoint(with: $0) } ?? false }
  }

  /// False when it is plain that there are tasks of the other's that a rule of this scope does not take.
  func mayHold(all other: RuleCoverage) -> Bool {
    names.allSatisfy { field, mine in other.names[field].map { $0.isSubset(of: mine) } ?? true }
  }
}

/// Finds the rules that a rule may share tasks with, without a look at those that its names tell apart.
struct ScopeIndex {
  private var scopes: [RuleCoverage] = []
  private var places: [TextField: [String: [Int]]] = [:]
  /// The places of rules that say nothing plain about a field.
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

  /// The places of the rules that may share tasks with one of this scope, rising.
  func neighbours(of scope: RuleCoverage) -> [Int] {
    let groups = scope.names.map { field, names in
      names.compactMap { places[field]?[$0] } + [open[field] ?? []]
    }
    // The field that leaves the fewest is the one to go by.
    let fewest = groups.min { count($0) < count($1) }
    let found = fewest.map { Set($0.joined()).sorted() } ?? Array(scopes.indices)
    return found.filter { !scopes[$0].isApart(from: scope) }
  }

  private func count(_ groups: [[Int]]) -> Int { groups.reduce(0) { $0 + $1.count } }
}

extension TextTest {
  /// The texts of which it must be one; nil where it is more than a list of texts.
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
