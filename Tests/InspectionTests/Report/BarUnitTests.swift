import CalendarTime
import Foundation
import Inspection
import Testing

@Suite("The parts in which a report counts") struct BarUnitTests {
  private static func bars(_ from: String, _ until: String, _ zone: String) throws -> (BarUnit, [String]) {
    let zone = TimeZone(checked: zone)
    let span = try #require(CivilTime(from)).date(in: zone)..<(try #require(CivilTime(until)).date(in: zone))
    let unit = BarUnit(for: span)
    let bars = unit.bars(of: span, in: zone)
    #expect(bars.first?.lowerBound == span.lowerBound && bars.last?.upperBound == span.upperBound)
    for (bar, next) in zip(bars, bars.dropFirst()) { #expect(bar.upperBound == next.lowerBound) }
    return (unit, bars.map { String(CivilTime($0.lowerBound, in: zone).description) })
  }

  @Test("a day is counted in hours by the clock, the first and the last as far as they are in it")
  func hours() throws {
    let (unit, bars) = try Self.bars("2026-03-15T12:01:30", "2026-03-16T12:01:30", "America/Guayaquil")
    #expect(unit == .hour && bars.count == 25)
    #expect(bars.prefix(2) == ["2026-03-15T12:01:30", "2026-03-15T13:00:00"] && bars.last == "2026-03-16T12:00:00")
  }

  @Test("where clocks are set back an hour is there twice, where they are set forward it is left out")
  func changes() throws {
    let back = try Self.bars("2026-10-25T00:00", "2026-10-25T05:00", "Europe/Madrid").1.map { $0.suffix(8).prefix(2) }
    #expect(back == ["00", "01", "02", "02", "03", "04"])
    let forward = try Self.bars("2026-03-29T00:00", "2026-03-29T05:00", "Europe/Madrid").1.map {
      $0.suffix(8).prefix(2)
    }
    #expect(forward == ["00", "01", "03", "04"])
    let half = try Self.bars("2026-04-04T23:30", "2026-04-05T04:00", "Australia/Lord_Howe").1.map {
      $0.suffix(8).prefix(5)
    }
    #expect(half == ["23:30", "00:00", "01:00", "01:30", "02:00", "03:00"])
  }

  @Test("longer spans are counted in days, weeks from Monday, and months")
  func days() throws {
    let (day, days) = try Self.bars("2026-03-27T08:00", "2026-03-31T08:00", "Europe/Madrid")
    #expect(day == .day && days.dropFirst().allSatisfy { $0.hasSuffix("T00:00:00") } && days.count == 5)
    let (week, weeks) = try Self.bars("2025-12-01T00:00", "2026-06-01T00:00", "America/Guayaquil")
    #expect(week == .week && weeks.count == 26)
    #expect(weeks.allSatisfy { CivilTime($0)?.day.weekday == 1 })
    let (month, months) = try Self.bars("2023-01-31T00:00", "2026-03-01T00:00", "America/Guayaquil")
    #expect(month == .month && months.count == 38)
    #expect(months.dropFirst().allSatisfy { $0.hasSuffix("-01T00:00:00") })
  }

  @Test("a span without any length has one part")
  func nothing() throws {
    let now = Date(timeIntervalSince1970: 1_773_680_460)
    #expect(BarUnit(for: now..<now).bars(of: now..<now, in: .gmt) == [now..<now])
  }
}
