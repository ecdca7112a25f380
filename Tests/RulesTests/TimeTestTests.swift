import Foundation
import Rules
import Testing

@Suite struct TimeTestTests {
  static let created = Make.date("2026-03-06T17:00")
  static let task = Make.quote().with { $0.created = .value(created) }

  private func truth(_ condition: Condition, _ task: TaskView = Self.task, at now: String) -> Truth {
    condition.evaluate(task, at: Make.date(now))
  }

  /// A bound of four hours, and its truth a second before, at, and a second after.
  static let bounds: [(condition: Condition, before: Truth, at: Truth, after: Truth)] = [
    (Make.time(.age, atLeast: "4h"), .no, .yes, .yes), (Make.time(.age, moreThan: "4h"), .no, .no, .yes),
    (Make.time(.age, atMost: "4h"), .yes, .yes, .no), (Make.time(.age, lessThan: "4h"), .yes, .no, .no),
    (Make.time(.age, atLeast: "240m", lessThan: "14401s"), .no, .yes, .no),
  ]

  @Test("at_least and at_most take the bound itself, more_than and less_than do not", arguments: bounds)
  func inclusive(condition: Condition, before: Truth, at: Truth, after: Truth) {
    #expect(truth(condition, at: "2026-03-06T20:59:59") == before)
    #expect(truth(condition, at: "2026-03-06T21:00:00") == at)
    #expect(truth(condition, at: "2026-03-06T21:00:01") == after)
  }

  @Test("by a calendar the weekend does not count")
  func weekend() {
    let four = Make.time(.age, atLeast: "4bh", by: Make.office())
    #expect(truth(four, at: "2026-03-09T11:59:59") == .no)
    #expect(truth(four, at: "2026-03-09T12:00:00") == .yes)
    let day = Make.time(.age, atLeast: "1bd", by: Make.office())
    #expect(truth(day, at: "2026-03-09T16:59:59") == .no)
    #expect(truth(day, at: "2026-03-09T17:00:00") == .yes)
    #expect(truth(Make.time(.age, atLeast: "2d", lessThan: "1bd", by: Make.office()), at: "2026-03-09T09:00") == .yes)
  }

  @Test("working time without a calendar is unknown")
  func noCalendar() {
    #expect(truth(Make.time(.age, atLeast: "4bh"), at: "2026-03-09T12:00") == .unknown)
    #expect(truth(Make.time(.age, atLeast: "9d", atMost: "1bd"), at: "2026-03-09T12:00") == .no)
  }

  static let due: [(field: TimeTest.Field, now: String, truth: Truth)] = [
    (.overdueBy, "2026-03-06T16:59:59", .no), (.overdueBy, "2026-03-06T17:00:00", .no),
    (.overdueBy, "2026-03-06T17:00:01", .yes), (.dueIn, "2026-03-06T16:59:59", .yes),
    (.dueIn, "2026-03-06T17:00:00", .yes), (.dueIn, "2026-03-06T17:00:01", .no),
  ]

  @Test("overdue_by is false up to the due date, due_in is false after it", arguments: due)
  func sides(field: TimeTest.Field, now: String, expected: Truth) {
    let task = Self.task.with { $0.due = .value(Self.created) }
    #expect(truth(Make.time(field, atMost: "1h"), task, at: now) == expected)
    #expect(truth(.none([Make.time(field, atMost: "1h")]), task, at: now) == expected.negated)
  }

  @Test("due_in measures what is left, by a calendar too")
  func dueIn() {
    let task = Self.task.with { $0.due = .value(Make.date("2026-03-09T10:00")) }
    let two = Make.time(.dueIn, atMost: "2bh", by: Make.office())
    #expect(truth(two, task, at: "2026-03-06T16:59:59") == .no)
    #expect(truth(two, task, at: "2026-03-06T17:00:00") == .yes)
    #expect(truth(Make.time(.dueIn, atLeast: "1d"), task, at: "2026-03-08T10:00:00") == .yes)
    #expect(truth(Make.time(.dueIn, atLeast: "1d"), task, at: "2026-03-08T10:00:01") == .no)
  }

  @Test("no due date compares as false, one that is not known is unknown", arguments: TimeTest.Field.allCases)
  func missing(field: TimeTest.Field) {
    let condition = Make.time(field, atMost: "1h")
    let none = Self.task.with {
      $0.due = .none
      $0.created = .none
    }
    let unknown = Self.task.with {
      $0.due = .unknown
      $0.created = .unknown
    }
    #expect(truth(condition, none, at: "2026-03-06T17:00") == .no)
    #expect(truth(condition, unknown, at: "2026-03-06T17:00") == .unknown)
  }

  @Test("a task that seems to come from the future has the age zero")
  func future() {
    #expect(truth(Make.time(.age, lessThan: "1m"), at: "2026-03-06T16:00") == .yes)
    #expect(truth(Make.time(.age, atLeast: "1m"), at: "2026-03-06T16:00") == .no)
  }

  @Test("a day of 24 hours is not a day of the calendar where the clock changes")
  func clockDay() {
    let zone = WorkCalendarTests.newYork
    let task = Self.task.with { $0.created = .value(Make.date("2026-03-07T12:00", zone)) }
    let day = Make.time(.age, atLeast: "1d")
    #expect(day.evaluate(task, at: Make.date("2026-03-08T12:59:59", zone)) == .no)
    #expect(day.evaluate(task, at: Make.date("2026-03-08T13:00:00", zone)) == .yes)
  }
}
