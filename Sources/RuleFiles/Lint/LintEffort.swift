import Rules

/// How much work is left for comparing rules with each other.
///
/// It is counted in steps, not in time, so that the same rules give the same warnings on every machine. A step is about
/// one comparison of two texts.
final class LintEffort {
  private(set) var left: Int
  /// How many pairs of rules were not compared because the effort was spent.
  private(set) var missed = 0

  init(_ steps: Int) { left = steps }

  /// Spends some steps, at least one; false when none are left.
  func spend(_ steps: Int) -> Bool {
    guard left > 0 else { return false }
    left -= max(1, steps)
    return true
  }

  func miss(_ pairs: Int) { missed += pairs }
}

extension Condition {
  /// About how many steps it takes to evaluate the condition once.
  var size: Int {
    switch self {
    case .all(let parts), .any(let parts), .none(let parts): parts.reduce(0) { $0 + $1.size }
    case .fact(_, let part): part.size
    case .test(let test): test.size
    }
  }
}

extension Rules.Predicate {
  /// About how many steps it takes to evaluate the test once.
  var size: Int {
    switch self {
    case .text(_, let test): test.size
    case .assignee(_, let test): test.size
    case .flag: 1
    // Working hours are counted day by day.
    case .time: 8
    case .value(let test): test.comparisons.reduce(4) { $0 + $1.size }
    case .previousResult(_, let codes), .resultAvailable(let codes): codes.count
    }
  }
}

/// A regular expression is tried at every place of a text.
private let stepsOfPattern = 32

extension TextTest {
  fileprivate var size: Int {
    switch self {
    case .equals: 1
    case .like: 2
    case .matches: stepsOfPattern
    case .not(let test): test.size
    case .anyOf(let tests): tests.reduce(0) { $0 + $1.size }
    }
  }
}

extension AssigneeTest {
  fileprivate var size: Int {
    switch self {
    case .name(let test): test.size
    case .id: 1
    case .not(let test): test.size
    case .anyOf(let tests): tests.reduce(0) { $0 + $1.size }
    }
  }
}

extension ValueTest.Comparison {
  fileprivate var size: Int {
    switch self {
    case .oneOf(let values): values.count
    case .matches: stepsOfPattern
    case .like, .atLeast, .atMost, .moreThan, .lessThan, .exists: 2
    }
  }
}
