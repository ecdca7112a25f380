import CalendarTime
import Foundation
import Rules
import Testing

/// Random calendars against a count minute by minute.
@Suite struct WorkCalendarPropertyTests {
  /// A zone, and a day shortly before its clock changes.
  static let nights: [(zone: String, day: String)] = [
    ("America/New_York", "2026-03-06"), ("America/New_York", "2026-10-30"), ("Australia/Lord_Howe", "2026-10-02"),
    ("Australia/Lord_Howe", "2026-04-03"), ("America/Guayaquil", "2026-03-06"), ("Africa/Casablanca", "2026-02-13"),
    ("Pacific/Apia", "2011-12-28"), ("Atlantic/Azores", "2026-10-23"),
  ]

  private static func calendar(_ zone: TimeZone, near day: Int, _ random: inout SmallGenerator) -> WorkCalendar {
    var open: [Int: [WorkCalendar.Opening]] = [:]
    for weekday in 1...7 where Int.random(in: 0..<5, using: &random) > 0 {
      var edges: Set<Int> = []
      while edges.count < 4 { edges.insert(Int.random(in: 0...288, using: &random) * 5) }
      let sorted = edges.sorted()
      open[weekday] = [.init(start: sorted[0], end: sorted[1]), .init(start: sorted[2], end: sorted[3])]
    }
    open[1] = open[1] ?? [.init(start: 0, end: 1440)]
    let closed = Set((0..<2).map { _ in CivilDate(daysSinceEpoch: day + Int.random(in: 0...5, using: &random)) })
    return WorkCalendar(name: "c", zone: zone, open: open, closed: closed)
  }

  /// The definition: a minute is open if the wall clock stands in an opening of a day that is not closed.
  private static func wall(_ date: Date, _ zone: TimeZone) -> (day: Int, minute: Int) {
    let seconds = Int(date.timeIntervalSince1970) + zone.secondsFromGMT(for: date)
    let day = (seconds - ((seconds % 86_400) + 86_400) % 86_400) / 86_400
    return (day, (seconds - day * 86_400) / 60)
  }

  private static func isOpen(_ calendar: WorkCalendar, _ day: Int, _ minute: Int) -> Bool {
    guard !calendar.closed.contains(CivilDate(daysSinceEpoch: day)) else { return false }
    return (calendar.open[((day + 3) % 7 + 7) % 7 + 1] ?? []).contains { $0.start <= minute && minute < $0.end }
  }

  @Test("open hours and working days agree with a count minute by minute", arguments: nights)
  func agreement(zoneName: String, dayName: String) {
    let zone = Make.zone(zoneName)
    var random = SmallGenerator(state: 5)
    let start = Make.date(dayName, zone)
    let firstDay = Self.wall(start, zone).day
    for _ in 0..<5 {
      let calendar = Self.calendar(zone, near: firstDay, &random)
      var openOfDay: [Int: Int] = [:]
      var minutes: [(date: Date, day: Int, isOpen: Bool)] = []
      for minute in 0..<(5 * 1440) {
        let date = start + Double(minute * 60)
        let (day, time) = Self.wall(date, zone)
        let isOpen = Self.isOpen(calendar, day, time)
        minutes.append((date, day, isOpen))
        if isOpen { openOfDay[day, default: 0] += 1 }
      }
      var open = 0
      var days = 0.0
      var next: [Date?] = []
      for (date, day, isOpen) in minutes {
        if Int.random(in: 0..<97, using: &random) == 0 {
          #expect(calendar.isOpen(at: date) == isOpen)
          #expect(calendar.openSeconds(from: start, to: date) == Double(open * 60))
          let passed = Span.between(start, date, in: .businessDay, by: calendar)
          // The last day of the window is cut off, so that its length is not known to the count.
          if date < start + 4 * 86_400 {
            #expect(abs(Double(passed?.thousandths ?? -9_000) / 1_000 - days) <= 0.002, "\(date) \(calendar)")
          }
        }
        if isOpen {
          open += 1
          days += 1 / Double(openOfDay[day] ?? 1)
        }
      }
      var upcoming: Date?
      for (date, _, isOpen) in minutes.reversed() {
        if isOpen { upcoming = date }
        next.append(upcoming)
      }
      for (place, expected) in next.reversed().enumerated() where place % 61 == 0 {
        if let expected { #expect(calendar.nextOpen(from: minutes[place].date) == expected) }
      }
    }
  }

  @Test("the end of a span is the first moment at which it has passed", arguments: nights)
  func roundTrip(zoneName: String, dayName: String) throws {
    let zone = Make.zone(zoneName)
    var random = SmallGenerator(state: 6)
    let day = Self.wall(Make.date(dayName, zone), zone).day
    for _ in 0..<150 {
      let calendar = Self.calendar(zone, near: day, &random)
      let start = Make.date(dayName, zone) + Double(Int.random(in: 0..<500_000, using: &random))
      let unit = try #require([Span.Unit.businessHour, .businessDay, .hour].randomElement(using: &random))
      let span = Span(thousandths: Int64.random(in: 1...9_000, using: &random), unit: unit)
      let end = try #require(span.end(from: start, by: calendar))
      #expect(span.hasPassed(from: start, to: end, by: calendar) == true)
      #expect(span.hasPassed(from: start, to: end - 0.001, by: calendar) == false, "\(span) \(start) \(end)")
      if unit == .businessHour {
        #expect(abs(calendar.openSeconds(from: start, to: end) - Double(span.thousandths) * 3.6) < 0.001)
      }
    }
  }

  @Test("working time never runs backwards", arguments: nights)
  func monotone(zoneName: String, dayName: String) throws {
    let zone = Make.zone(zoneName)
    var random = SmallGenerator(state: 7)
    let start = Make.date(dayName, zone)
    let calendar = Self.calendar(zone, near: Self.wall(start, zone).day, &random)
    var last = Span(thousandths: 0, unit: .businessDay)
    for step in 0..<600 {
      let passed = try #require(Span.between(start, start + Double(step * 700), in: .businessDay, by: calendar))
      #expect(passed.thousandths >= last.thousandths)
      last = passed
    }
  }
}
