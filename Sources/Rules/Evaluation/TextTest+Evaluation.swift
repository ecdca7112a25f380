import Patterns

extension TextTest {
  /// The truth of the test for a text.
  ///
  /// Comparing with none is false, so `not` of a comparison is true: a task without an assignee is not assigned to
  /// Audit. Every test of an unknown text is unknown.
  package func evaluate(_ text: Known<String>) -> Truth {
    switch self {
    // Swift compares strings by canonical equivalence, which is equality in NFC.
    case .equals(let wanted): text.truth { $0 == wanted }
    case .like(let glob): text.truth { glob.matches($0) }
    case .matches(let pattern):
      switch text {
      case .unknown: .unknown
      case .none: .no
      case .value(let text): pattern.truth(for: text)
      }
    case .not(let test): test.evaluate(text).negated
    case .anyOf(let tests): tests.truthOfAny { $0.evaluate(text) }
    }
  }
}

extension AssigneeTest {
  /// The truth of the test for a user or a group; none and unknown as in ``TextTest/evaluate(_:)``.
  package func evaluate(_ party: Known<Party>) -> Truth {
    switch self {
    case .name(let test): test.evaluate(party.name)
    case .id(let wanted): party.truth { $0.id == wanted }
    case .not(let test): test.evaluate(party).negated
    case .anyOf(let tests): tests.truthOfAny { $0.evaluate(party) }
    }
  }
}

extension Pattern {
  /// Unknown where matching the pattern was given up.
  fileprivate func truth(for text: String) -> Truth {
    switch matches(text.nfc) {
    case .match: .yes
    case .noMatch: .no
    case .gaveUp: .unknown
    }
  }
}
