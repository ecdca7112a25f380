import CalendarTime

extension Predicate {
  /// See ``Condition/implies(_:)``.
  func implies(_ other: Predicate) -> Bool {
    switch (self, other) {
    case (.text(let field, let test), .text(let other, let needed)): field == other && test.implies(needed)
    case (.assignee(let field, let test), .assignee(let other, let needed)): field == other && test.implies(needed)
    case (.time(let test), .time(let needed)): test.implies(needed)
    // Both are measured from the same due date, and are false without one.
    case (.time(let test), .flag(.overdue, true)): test.field == .overdueBy && test.isAlwaysKnown
    case (.time(let test), .flag(.hasDueDate, true)): test.field != .age && test.isAlwaysKnown
    case (.value(let test), .value(let needed)): test.implies(needed)
    case (.previousResult(let step, let results), .previousResult(let other, let needed)):
      step == other && results.allSatisfy { needed.contains($0) }
    case (.resultAvailable(let results), .resultAvailable(let needed)):
      results.allSatisfy { needed.contains($0) }
    default: self == other
    }
  }
}

extension TimeTest {
  /// True when the answer is known wherever the date is.
  fileprivate var isAlwaysKnown: Bool {
    calendar != nil || ![lower, upper].contains { $0?.span.isWorkingTime == true }
  }

  /// True when this range is inside the other one, and both are measured in the same way.
  fileprivate func implies(_ other: TimeTest) -> Bool {
    guard field == other.field, isAlwaysKnown, other.isAlwaysKnown else { return false }
    let hasSameCalendar =
      if let calendar, let needed = other.calendar { calendar.isSameTime(as: needed) } else { false }
    func isWithin(_ bound: Bound?, _ needed: Bound?, isInside: (Fraction, Fraction) -> Bool) -> Bool {
      guard let needed else { return true }
      guard let bound, bound.span.isComparable(with: needed.span), hasSameCalendar || !bound.span.isWorkingTime
      else { return false }
      let (length, limit) = (bound.span.length, needed.span.length)
      return length == limit ? needed.isInclusive || !bound.isInclusive : isInside(length, limit)
    }
    return isWithin(lower, other.lower, isInside: >) && isWithin(upper, other.upper, isInside: <)
  }
}

extension Span {
  fileprivate func isComparable(with other: Span) -> Bool {
    unit == other.unit || (!isWorkingTime && !other.isWorkingTime)
  }
}

extension ValueTest {
  fileprivate func implies(_ other: ValueTest) -> Bool {
    place == other.place && type == other.type
      && other.comparisons.allSatisfy { needed in comparisons.contains { $0.implies(needed) } }
  }
}

extension ValueTest.Comparison {
  fileprivate func implies(_ other: ValueTest.Comparison) -> Bool {
    if self == other { return true }
    switch (self, other) {
    // `exists` is known where the others are not, so neither implies the other.
    case (.exists, _), (_, .exists): return false
    // Where there are only a few values, each can be tried.
    case (.oneOf(let values), _): return !values.isEmpty && values.allSatisfy { other.holds(for: $0) == .yes }
    case (.atLeast(let bound), .atLeast(let needed)), (.moreThan(let bound), .moreThan(let needed)),
      (.moreThan(let bound), .atLeast(let needed)):
      return bound.isLess(than: needed) == .no
    case (.atLeast(let bound), .moreThan(let needed)): return needed.isLess(than: bound) == .yes
    case (.atMost(let bound), .atMost(let needed)), (.lessThan(let bound), .lessThan(let needed)),
      (.lessThan(let bound), .atMost(let needed)):
      return needed.isLess(than: bound) == .no
    case (.atMost(let bound), .lessThan(let needed)): return bound.isLess(than: needed) == .yes
    default: return false
    }
  }
}
