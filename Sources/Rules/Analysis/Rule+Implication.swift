extension Rule {
  /// True when this rule, tried first, certainly takes every task that `later` would take.
  ///
  /// Only simple proofs are tried: false means that no proof was found, not that there is none.
  package func takesAll(of later: Rule) -> Bool {
    guard later.when.implies(when) else { return false }
    guard let unless else { return true }
    // What protects a task from this rule must protect it from the later one, too.
    return later.unless.map { unless.implies($0) } ?? false
  }
}

extension Condition {
  /// True when `other` certainly holds wherever this condition holds, and this one certainly fails wherever `other`
  /// fails.
  package func implies(_ other: Condition) -> Bool {
    if self == other { return true }
    switch (self, other) {
    case (.fact(_, let given), _): return given.implies(other)
    case (_, .fact(_, let needed)): return implies(needed)
    case (_, .all(let needed)): return needed.allSatisfy { implies($0) }
    case (.any(let choices), _): return choices.allSatisfy { $0.implies(other) }
    case (.all(let given), .any(let choices)):
      return given.contains { $0.implies(other) } || choices.contains { implies($0) }
    case (.all(let given), _): return given.contains { $0.implies(other) }
    case (_, .any(let choices)): return choices.contains { implies($0) }
    case (.none(let excluded), .none(let needed)):
      return needed.allSatisfy { condition in excluded.contains { condition.implies($0) } }
    case (.test(let test), .test(let needed)): return test.implies(needed)
    default: return false
    }
  }
}

extension TextTest {
  func implies(_ other: TextTest) -> Bool {
    if self == other { return true }
    switch (self, other) {
    case (.anyOf(let choices), _): return choices.allSatisfy { $0.implies(other) }
    // A definite text decides every other test.
    case (.equals(let text), _): return other.evaluate(.value(text)) == .yes
    case (_, .anyOf(let choices)): return choices.contains { implies($0) }
    case (.not(let excluded), .not(let needed)): return needed.implies(excluded)
    default: return false
    }
  }
}

extension AssigneeTest {
  func implies(_ other: AssigneeTest) -> Bool {
    if self == other { return true }
    switch (self, other) {
    case (.anyOf(let choices), _): return choices.allSatisfy { $0.implies(other) }
    case (_, .anyOf(let choices)): return choices.contains { implies($0) }
    case (.name(let test), .name(let needed)): return test.implies(needed)
    case (.not(let excluded), .not(let needed)): return needed.implies(excluded)
    default: return false
    }
  }
}
