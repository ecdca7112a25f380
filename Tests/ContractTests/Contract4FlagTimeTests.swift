import GeoTareas
import JSON
import Rules
import Testing

@Suite("Contract 4: flags and times")
struct Contract4FlagTimeTests {
  static let user = APITask().held(by: "Ana")
  static let group = APITask().held(by: "Audit", as: "assigned_to_group")
  static let due = APITask().with("due_date", "2026-03-10T09:00:00")

  static let flags: [(key: String, yes: APITask, no: APITask)] = [
    ("escalated", APITask().with("escalated", true), APITask()),
    ("overdue", APITask().with("due_date", "2026-03-09T15:00:00"), due), ("has_user", user, group),
    ("has_group", group, user), ("unassigned", APITask(), user), ("unassigned", APITask(), group),
    ("has_due_date", due, APITask()),
  ]

  @Test("escalated, overdue, has_user, has_group, unassigned (neither), has_due_date: true / false", arguments: flags)
  func flag(key: String, yes: APITask, no: APITask) throws {
    #expect(try truth("{ \(key): true }", yes) == .yes && truth("{ \(key): false }", yes) == .no)
    #expect(try truth("{ \(key): true }", no) == .no && truth("{ \(key): false }", no) == .yes)
    for word in ["yes", "\"true\"", "1", "null"] { #expect(try mistakes(when: "{ \(key): \(word) }").count == 1) }
  }

  /// Each unit with its length: from Friday 17:30 on, with the office closed on Wednesday, 11 March.
  ///
  /// Friday has half an hour left; a working day is 8 hours of opening, so that 1bd ends on Monday at 17:30.
  static let units: [(span: String, end: String)] = [
    ("90s", "2026-03-06T17:31:30"), ("45m", "2026-03-06T18:15:00"), ("2h", "2026-03-06T19:30:00"),
    ("1.5h", "2026-03-06T19:00:00"), ("3d", "2026-03-09T17:30:00"), ("1bh", "2026-03-09T09:30:00"),
    ("0.25bh", "2026-03-06T17:45:00"), ("5bh", "2026-03-09T14:30:00"), ("1bd", "2026-03-09T17:30:00"),
    ("2bd", "2026-03-10T17:30:00"), ("3bd", "2026-03-12T17:30:00"),
  ]
  static let start = "2026-03-06T17:30:00"

  /// What the comparisons say a second before the bound, at it, and a second after it.
  static let bounds: [(word: String, before: Truth, at: Truth, after: Truth)] = [
    ("at_least", .no, .yes, .yes), ("more_than", .no, .no, .yes), ("at_most", .yes, .yes, .no),
    ("less_than", .yes, .no, .no),
  ]

  private func second(_ time: String, _ step: Int) -> String {
    let parts = time.split(separator: ":").compactMap { Int($0.suffix(2)) }
    let seconds = (parts[0] * 60 + parts[1]) * 60 + parts[2] + step
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(time.prefix(11))\(two(seconds / 3_600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  }

  @Test(
    "age and overdue_by: at_least, less_than, also at_most, more_than; units s m h d and, by a calendar, bh bd",
    arguments: units, bounds)
  func past(
    unit: (span: String, end: String), bound: (word: String, before: Truth, at: Truth, after: Truth)
  ) throws {
    for (key, field) in [("age", "created_at"), ("overdue_by", "due_date")] {
      let task = APITask().with(field, .string(Self.start))
      for (step, expected) in [(-1, bound.before), (0, bound.at), (1, bound.after)] {
        let said = try truth(
          "{ \(key): { \(bound.word): \(unit.span) } }", task, at: second(unit.end, step), shared: office)
        #expect(said == expected, "\(key) \(bound.word) \(unit.span), \(step) s")
      }
    }
  }

  @Test("due_in counts down to the due date, with each comparison and unit", arguments: units, bounds)
  func future(
    unit: (span: String, end: String), bound: (word: String, before: Truth, at: Truth, after: Truth)
  ) throws {
    let task = { (step: Int) in APITask().with("due_date", .string(second(unit.end, step))) }
    for (step, expected) in [(-1, bound.before), (0, bound.at), (1, bound.after)] {
      let said = try truth(
        "{ due_in: { \(bound.word): \(unit.span) } }", task(step), at: Self.start, shared: office)
      #expect(said == expected, "due_in \(bound.word) \(unit.span), \(step) s")
    }
  }

  @Test("{ at_least: 2bd, less_than: 5bd }: both ends of a range hold")
  func range() throws {
    let when = "{ age: { at_least: 2bd, less_than: 5bd } }"
    let task = APITask().with("created_at", .string(Self.start))
    for (time, expected) in [
      ("2026-03-10T17:29", Truth.no), ("2026-03-10T17:30", .yes), ("2026-03-16T17:29", .yes),
      ("2026-03-16T17:30", .no),
    ] {
      #expect(try truth(when, task, at: time, shared: office) == expected, "\(time)")
    }
  }

  @Test("overdue_by is false before the due date, due_in after it")
  func otherSide() throws {
    #expect(try truth("{ overdue_by: { less_than: 9d } }", Self.due) == .no)
    #expect(try truth("{ due_in: { less_than: 9d } }", Self.due) == .yes)
    #expect(try truth("{ overdue_by: { less_than: 9d } }", Self.due, at: "2026-03-10T10:00") == .yes)
    #expect(try truth("{ due_in: { less_than: 9d } }", Self.due, at: "2026-03-10T10:00") == .no)
  }

  @Test("bh and bd are by a calendar: without one, without a unit, or with another unit is a mistake")
  func mistaken() throws {
    for span in ["2bd", "4bh", "2", "2w", "2ms", "-1h"] {
      #expect(try mistakes(when: "{ age: { at_least: \(span) } }").count == 1, "\(span)")
    }
    for unit in ["s", "m", "h", "d"] { #expect(try mistakes(when: "{ age: { at_least: 2\(unit) } }").isEmpty) }
    #expect(try mistakes(when: "{ age: { at_least: 2bd } }", shared: office).isEmpty)
    #expect(try mistakes(when: "{ age: {} }").count == 1)
  }
}
