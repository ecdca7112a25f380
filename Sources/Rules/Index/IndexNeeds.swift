import Patterns

extension Predicate {
  /// The marks without which a text that no rule names makes the test false, as the value of `field`.
  func marks(neededIn field: IndexField) -> TextMarks {
    switch self {
    case .text(let tested, let test) where IndexField(tested) == field: test.needed
    case .assignee(let tested, .name(let test)) where .name(of: tested) == field: test.needed
    default: TextMarks()
    }
  }

  /// The marks without which any text makes the test false.
  var neededByPattern: TextMarks {
    switch self {
    case .text(_, .like(let glob)), .assignee(_, .name(.like(let glob))): glob.needed
    case .text(_, .matches(let pattern)), .assignee(_, .name(.matches(let pattern))): pattern.needed
    default: TextMarks()
    }
  }
}

extension TextTest {
  fileprivate var needed: TextMarks {
    switch self {
    case .like(let glob): return glob.needed
    case .matches(let pattern): return pattern.needed
    // No such text is another one.
    case .equals, .not: return TextMarks()
    case .anyOf(let tests):
      // What all of them need; one that is equal to a text is false anyway.
      var common: TextMarks?
      for test in tests {
        if case .equals = test { continue }
        var needed = test.needed
        if let common { needed.formIntersection(common) }
        common = needed
      }
      return common ?? TextMarks()
    }
  }
}
