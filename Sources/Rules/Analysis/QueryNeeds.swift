/// Which tasks the rules of a set can match at all, as far as a list call can filter for them.
package struct QueryNeeds: Sendable, Equatable {
  /// The statuses that some rule matches; nil where some rule takes any.
  package var statuses: Set<String>?
  /// The entity types that some rule matches; nil where some rule takes any.
  package var entityTypes: Set<String>?
  /// True when some rule asks whether a task is overdue, so that the server's own answer is wanted.
  package var asksOverdue: Bool
  /// True when tasks that no rule matches matter as well.
  ///
  /// They do when a pool counts its members' open tasks, or when a limit is a share of all tasks of a step.
  package var countsOthers: Bool
}

extension RuleSet {
  /// What must be listed so that the rules see everything they can match.
  package var reach: QueryNeeds {
    let tests = rules.flatMap { $0.when.tests + ($0.unless?.tests ?? []) }
    return QueryNeeds(
      statuses: rules.map { $0.when.texts(of: .status) }.joined,
      entityTypes: rules.map { $0.when.texts(of: .entityType) }.joined,
      asksOverdue: tests.contains { if case .flag(.overdue, _) = $0 { true } else { false } },
      countsOthers: rules.contains(where: \.countsOthers))
  }
}

extension Rule {
  /// True when tasks that the rule does not match matter to it.
  ///
  /// They do when its pool counts its members' open tasks, or when its limit is a share of all tasks of a step.
  package var countsOthers: Bool {
    if safeguards.limit?.share != nil { return true }
    guard case .reassign(let reassignment) = action, case .pool(let pool) = reassignment.target else { return false }
    return pool.pick == .leastLoaded || pool.members.contains { $0.maxOpen != nil }
  }
}

extension Condition {
  /// The texts that `field` can have where the condition holds; nil where they cannot be listed.
  fileprivate func texts(of field: TextField) -> Set<String>? {
    switch self {
    case .all(let parts):
      let known = parts.compactMap { $0.texts(of: field) }
      return known.dropFirst().reduce(known.first) { $0?.intersection($1) }
    case .any(let parts): return parts.map { $0.texts(of: field) }.joined
    case .none: return nil
    case .test(.text(field, let test)): return test.texts
    case .test: return nil
    case .fact(_, let condition): return condition.texts(of: field)
    }
  }
}

extension TextTest {
  fileprivate var texts: Set<String>? {
    switch self {
    case .equals(let text): [text]
    case .anyOf(let tests): tests.map(\.texts).joined
    case .like, .matches, .not: nil
    }
  }
}

extension [Set<String>?] {
  /// All of them together; nil where one of them is not known.
  fileprivate var joined: Set<String>? {
    reduce(Set<String>?.some([])) { all, next in next.flatMap { all?.union($0) } }
  }
}
