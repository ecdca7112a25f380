package import CalendarTime

/// A condition on how long ago or how far ahead something is.
package struct TimeTest: Sendable, Equatable {
  /// What is measured.
  package enum Field: String, Sendable, CaseIterable {
    /// From the task's creation to now.
    case age
    /// From the due date to now; false before the due date, and without one.
    case overdueBy = "overdue_by"
    /// From now to the due date; false after the due date, and without one.
    case dueIn = "due_in"
  }

  /// One side of the range.
  package struct Bound: Sendable, Hashable {
    package var span: Span
    /// Whether the span itself is in the range: yes for `at_least` and `at_most`, no for `more_than` and `less_than`.
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
  /// The calendar that measures working time; nil only where both bounds are clock time.
  package var calendar: WorkCalendar?

  package init(_ field: Field, lower: Bound?, upper: Bound?, calendar: WorkCalendar?) {
    self.field = field
    self.lower = lower
    self.upper = upper
    self.calendar = calendar
  }
}
