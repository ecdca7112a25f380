import Patterns

extension Predicate {
  /// The marks that a value of `field` needs: a text that no rule names makes the test false without them.
  func marks(neededIn field: IndexField) -> TextMarks {
    switch self {
    case .text(let tested, let test) where IndexField(tested) == field: test.needed
    case .assignee(let tested, .name(let test)) where .name(of: tested) == field: test.needed
    default: TextMarks()
    }
  }

  /// The marks that every text needs: without them the test is false.
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
    // A text that no rule names is equal to none of these.
    case .equals, .not: return TextMarks()
    case .anyOf(let tests):
      // The marks that all of them need. A test that asks for an equal text is false anyway.
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
