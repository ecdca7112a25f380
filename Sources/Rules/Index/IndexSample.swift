/// A value of one field, on which a condition is tried while the index is built.
///
/// All other fields count as unknown, so that the answer is `no` only where it is so whatever they hold.
enum IndexSample {
  case unknown, none
  /// A text that no rule names.
  case other
  case text(String)
  /// One of the states of a field without text.
  case state(Int)
}

extension Condition {
  /// The truth as far as `field` decides it.
  func truth(where field: IndexField, is sample: IndexSample) -> Truth {
    switch self {
    case .all(let conditions): conditions.truthOfAll { $0.truth(where: field, is: sample) }
    case .any(let conditions): conditions.truthOfAny { $0.truth(where: field, is: sample) }
    case .none(let conditions): conditions.truthOfAny { $0.truth(where: field, is: sample) }.negated
    case .test(let predicate): predicate.truth(where: field, is: sample)
    case .fact(_, let condition): condition.truth(where: field, is: sample)
    }
  }
}

extension Predicate {
  func truth(where field: IndexField, is sample: IndexSample) -> Truth {
    switch self {
    case .text(let tested, let test): IndexField(tested) == field ? test.truth(for: sample) : .unknown
    case .assignee(let tested, let test): test.truth(of: tested, where: field, is: sample)
    case .flag(let flag, let wanted):
      wanted ? flag.truth(where: field, is: sample) : flag.truth(where: field, is: sample).negated
    case .time(let test): test.truth(where: field, is: sample)
    case .value, .previousResult, .resultAvailable: .unknown
    }
  }
}

extension TextTest {
  func truth(for sample: IndexSample) -> Truth {
    switch (self, sample) {
    case (.equals, .other), (.equals, .none): .no
    case (.equals(let wanted), .text(let text)): Truth(wanted == text)
    case (.like(let glob), .text(let text)): Truth(glob.matches(text))
    case (.like, .none), (.matches, .none): .no
    // A regular expression is tried only on texts that tasks hold.
    case (.equals, _), (.like, _), (.matches, _): .unknown
    case (.not(let test), _): test.truth(for: sample).negated
    case (.anyOf(let tests), _): tests.truthOfAny { $0.truth(for: sample) }
    }
  }
}

extension AssigneeTest {
  func truth(of tested: AssigneeField, where field: IndexField, is sample: IndexSample) -> Truth {
    switch self {
    case .name(let test): field == .name(of: tested) ? test.truth(for: sample) : .unknown
    case .id(let id): field == .id(of: tested) ? TextTest.equals(id).truth(for: sample) : .unknown
    case .not(let test): test.truth(of: tested, where: field, is: sample).negated
    case .anyOf(let tests): tests.truthOfAny { $0.truth(of: tested, where: field, is: sample) }
    }
  }
}

extension FlagField {
  func truth(where field: IndexField, is sample: IndexSample) -> Truth {
    guard case .state(let state) = sample else { return .unknown }
    switch (self, field) {
    case (.escalated, .flags), (.hasUser, .people): return Truth(rank: state / 3)
    case (.overdue, .flags), (.hasGroup, .people): return Truth(rank: state % 3)
    case (.unassigned, .people): return Truth(rank: state / 3).negated.and(Truth(rank: state % 3).negated)
    case (.hasDueDate, .due): return state < 2 ? Truth(rank: 1 - state) : .yes
    default: return .unknown
    }
  }
}

extension TimeTest {
  func truth(where field: IndexField, is sample: IndexSample) -> Truth {
    guard field == .due, self.field != .age, case .state(let number) = sample, let state = DueState(rawValue: number)
    else { return .unknown }
    switch state {
    case .unknown, .near: return .unknown
    case .none: return .no
    case .past: return self.field == .dueIn ? .no : .unknown
    case .future: return self.field == .overdueBy ? .no : .unknown
    }
  }
}
