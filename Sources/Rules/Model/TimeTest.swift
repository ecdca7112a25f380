/// A condition on how long ago or how far ahead something is.
package struct TimeTest: Sendable, Equatable {
  /// What is measured.
  package enum Field: String, Sendable, CaseIterable {
    /// From the task's creation to now.
    case age
    /// From the due date to now; false before it, and where there is none.
    case overdueBy = "overdue_by"
    /// From now to the due date; false after it, and where there is none.
    case dueIn = "due_in"
  }

  /// One side of the range.
  package struct Bound: Sendable, Hashable {
    package var span: Span
    /// Whether the span itself is inside: `at_least`, `at_most`; not for `more_than`, `less_than`.
    package var isInclusive: Bool

    package init(_ span: Span, isInclusive: Bool) {
      self.span = span
      self.isInclusive = isInclusive
    }
  }

  package var field: Field
  /// From `at_least` or `more_than`.
  package var lower: Bound?
  /// From `at_most` or `less_than`.
  package var upper: Bound?
  /// Measures working time; nil only where both bounds are clock time.
  package var calendar: WorkCalendar?

  package init(_ field: Field, lower: Bound?, upper: Bound?, calendar: WorkCalendar?) {
    self.field = field
    self.lower = lower
    self.upper = upper
    self.calendar = calendar
  }
}
