import CalendarTime
import Foundation
import Rules
import Testing

@Suite struct WorkCalendarTests {
  static let newYork = Make.zone("America/New_York")
  static let lordHowe = Make.zone("Australia/Lord_Howe")

  /// Every day from one hour to another.
  static func daily(_ start: Int, _ end: Int, _ zone: TimeZone) -> WorkCalendar {
    let opening = [WorkCalendar.Opening(start: start * 60, end: end * 60)]
    return WorkCalendar(name: "c", zone: zone, open: Dictionary(uniqueKeysWithValues: (1...7).map { ($0, opening) }))
  }

  static let openings: [(text: String, isOpen: Bool, next: String)] = [
    ("2026-03-09T08:59:59", false, "2026-03-09T09:00:00"), ("2026-03-09T09:00:00", true, "2026-03-09T09:00:00"),
    ("2026-03-09T12:59:59", true, "2026-03-09T12:59:59"), ("2026-03-09T13:00:00", false, "2026-03-09T14:00:00"),
    ("2026-03-13T18:00:00", false, "2026-03-16T09:00:00"), ("2026-12-24T18:00:00", false, "2026-12-28T09:00:00"),
    ("2026-12-25T10:00:00", false, "2026-12-28T09:00:00"),
  ]

  @Test("a calendar is open in its openings, not at their end, nor on closed days", arguments: openings)
  func isOpen(text: String, isOpen: Bool, next: String) throws {
    let office = Make.office(closed: [try Make.day(2026, 12, 25)])
    #expect(office.isOpen(at: Make.date(text)) == isOpen)
    #expect(office.nextOpen(from: Make.date(text)) == Make.date(next))
  }

  @Test("a calendar that never opens has no next opening, and working time never passes by it")
  func never() {
    let calendar = WorkCalendar(name: "c", zone: .gmt, open: [:])
    #expect(calendar.nextOpen(from: Make.date("2026-03-09")) == nil)
    #expect(!calendar.isOpen(at: Make.date("2026-03-09")))
    #expect(Make.span("1bh").end(from: Make.date("2026-03-09"), by: calendar) == nil)
    #expect(Make.span("1bd").end(from: Make.date("2026-03-09"), by: calendar) == nil)
    #expect(Make.span("1bh").end(from: Make.date("2026-03-09"), by: nil) == nil)
  }

  @Test("nothing is looked for further than two years ahead")
  func twoYears() {
    let first = (Make.date("2026-03-09").timeIntervalSince1970 / 86_400).rounded(.down)
    let closed = Set((0..<740).map { CivilDate(daysSinceEpoch: Int(first) + $0) })
    #expect(Make.office(closed: closed).nextOpen(from: Make.date("2026-03-09")) == nil)
    #expect(Make.office(closed: closed).nextOpen(from: Make.date("2026-06-09")) != nil)
  }

  static let spans: [(start: String, span: String, end: String)] = [
    ("2026-03-06T17:00", "4bh", "2026-03-09T12:00"), ("2026-03-06T17:00", "1bh", "2026-03-06T18:00"),
    ("2026-03-07T12:00", "1bh", "2026-03-09T10:00"), ("2026-03-09T12:30", "1.5bh", "2026-03-09T15:00"),
    ("2026-03-09T09:00", "40bh", "2026-03-13T18:00"), ("2026-03-09T17:00", "1bd", "2026-03-10T17:00"),
    ("2026-03-06T17:00", "1bd", "2026-03-09T17:00"), ("2026-03-07T12:00", "1bd", "2026-03-09T18:00"),
    ("2026-03-09T09:00", "1bd", "2026-03-09T18:00"), ("2026-03-09T09:00", "0.5bd", "2026-03-09T13:00"),
    ("2026-03-09T12:00", "5bd", "2026-03-16T12:00"), ("2026-12-24T10:00", "1bd", "2026-12-28T10:00"),
    ("2026-03-06T17:00", "1d", "2026-03-07T17:00"), ("2026-03-06T17:00", "90m", "2026-03-06T18:30"),
  ]

  @Test("working time is counted in open hours, working days each as one", arguments: spans)
  func ends(start: String, span: String, end: String) throws {
    let office = Make.office(closed: [try Make.day(2026, 12, 25)])
    let span = Make.span(span)
    #expect(span.end(from: Make.date(start), by: office) == Make.date(end))
    #expect(span.hasPassed(from: Make.date(start), to: Make.date(end), by: office) == true)
    #expect(span.hasPassed(from: Make.date(start), to: Make.date(end) - 1, by: office) == false)
  }

  @Test("a working day is one working day, however short its hours")
  func shortFriday() {
    var calendar = Make.office()
    calendar.open[5] = [.init(start: 540, end: 660)]
    // Friday is open for two hours: half of it is one hour.
    #expect(Make.span("1bd").end(from: Make.date("2026-03-12T14:00"), by: calendar) == Make.date("2026-03-13T10:00"))
    #expect(Make.span("2bd").end(from: Make.date("2026-03-12T14:00"), by: calendar) == Make.date("2026-03-16T13:00"))
  }

  @Test("in New York an hour is missing in March and comes twice in November")
  func newYorkNights() {
    let zone = Self.newYork
    let night = Self.daily(0, 6, zone)
    let march = Make.date("2026-03-08T00:00", zone)
    let november = Make.date("2026-11-01T00:00", zone)
    #expect(night.openSeconds(from: march, to: march + 43_200) == 5 * 3_600)
    #expect(night.openSeconds(from: november, to: november + 43_200) == 7 * 3_600)
    #expect(Make.span("5bh").end(from: march, by: night) == Make.date("2026-03-08T06:00", zone))
    #expect(Make.span("7bh").end(from: november, by: night) == Make.date("2026-11-01T06:00", zone))
    #expect(Make.span("1bd").end(from: march, by: night) == Make.date("2026-03-08T06:00", zone))
    #expect(Make.span("1bd").end(from: november, by: night) == Make.date("2026-11-01T06:00", zone))
    // Half of seven hours.
    #expect(Make.span("0.5bd").end(from: november, by: night) == november + 3.5 * 3_600)
  }

  @Test("an opening that the clock leaps over does not come, and its day is no working day")
  func leaptOver() {
    let zone = Self.newYork
    let calendar = Self.daily(2, 3, zone)
    let eve = Make.date("2026-03-07T12:00", zone)
    #expect(calendar.nextOpen(from: eve) == Make.date("2026-03-09T02:00", zone))
    #expect(Make.span("1bd").end(from: eve, by: calendar) == Make.date("2026-03-09T03:00", zone))
    #expect(Make.span("2bh").end(from: eve, by: calendar) == Make.date("2026-03-10T03:00", zone))
  }

  @Test("an opening that begins in the missing hour begins where the clock goes on")
  func beginsInGap() {
    let zone = Self.newYork
    let calendar = WorkCalendar(name: "c", zone: zone, open: [7: [.init(start: 150, end: 300)]])
    #expect(calendar.nextOpen(from: Make.date("2026-03-08T00:00", zone)) == Make.date("2026-03-08T03:00", zone))
    #expect(
      Make.span("2bh").end(from: Make.date("2026-03-08", zone), by: calendar) == Make.date("2026-03-08T05:00", zone))
  }

  @Test("on Lord Howe half an hour is missing in October and comes twice in April")
  func lordHoweNights() {
    let zone = Self.lordHowe
    let night = Self.daily(1, 4, zone)
    let october = Make.date("2026-10-04T00:00", zone)
    let april = Make.date("2026-04-05T00:00", zone)
    #expect(night.openSeconds(from: october, to: october + 43_200) == 2.5 * 3_600)
    #expect(night.openSeconds(from: april, to: april + 43_200) == 3.5 * 3_600)
    #expect(Make.span("1bd").end(from: october, by: night) == october + 3.5 * 3_600)
    #expect(Make.span("3.5bh").end(from: april, by: night) == april + 4.5 * 3_600)
  }

  @Test("a task of five years is counted exactly")
  func years() throws {
    let office = Make.office(Self.newYork, closed: [try Make.day(2025, 12, 25), try Make.day(2024, 7, 4)])
    let start = Make.date("2021-03-08T09:00", Self.newYork)
    let end = Make.date("2026-03-09T09:00", Self.newYork)
    // 261 weeks of five days, without two holidays.
    #expect(Span.between(start, end, in: .businessDay, by: office) == Make.span("1303bd"))
    #expect(office.openSeconds(from: start, to: end) == 1_303 * 8 * 3_600)
  }

  @Test("an absurd span ends far away, and a moment at the end of time is no trouble", arguments: Span.Unit.allCases)
  func absurd(unit: Span.Unit) {
    let sliver = WorkCalendar(name: "c", zone: Self.newYork, open: [3: [.init(start: 0, end: 1)]])
    let span = Span(thousandths: .max, unit: unit)
    for start in [Date.distantPast, Make.date("2026-03-09"), .distantFuture] {
      for calendar in [Make.office(), sliver] {
        let end = span.end(from: start, by: calendar)
        #expect(end.map { $0 > start + 3e9 } == true)
        #expect(span.hasPassed(from: start, to: start + 86_400, by: calendar) == false)
      }
    }
  }
}
