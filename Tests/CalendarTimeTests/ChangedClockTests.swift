import CalendarTime
import Foundation
import Testing

/// Times that clocks show twice or leave out.
@Suite("Where clocks change")
struct ChangedClockTests {
  @Test(
    "a time that is shown twice means the first moment, one that is left out is read as if the clock had not been moved",
    arguments: [
      // A tenant's zone that never changes.
      ("America/Guayaquil", "2026-03-29T02:30", "2026-03-29T07:30", true),
      ("Europe/Madrid", "2026-03-29T01:59", "2026-03-29T00:59", true),
      ("Europe/Madrid", "2026-03-29T02:30", "2026-03-29T01:30", false),
      ("Europe/Madrid", "2026-03-29T03:00", "2026-03-29T01:00", true),
      ("Europe/Madrid", "2026-10-25T02:30", "2026-10-25T00:30", true),
      ("America/New_York", "2026-03-08T02:00", "2026-03-08T07:00", false),
      ("America/New_York", "2026-11-01T01:30", "2026-11-01T05:30", true),
      // Half an hour.
      ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:45", false),
      // A whole day that nobody had.
      ("Pacific/Apia", "2011-12-30T12:00", "2011-12-30T22:00", false),
    ])
  func moment(name: String, text: String, moment: String, exists: Bool) throws {
    let zone = try #require(TimeZone(identifier: name))
    let utc = try #require(TimeZone(secondsFromGMT: 0))
    let time = try #require(CivilTime(text: text))
    #expect(WallTime(zone: utc).text(time.date(in: zone)) == moment)
    #expect(time.exists(in: zone) == exists)
  }

  @Test("a moment shown by a clock and read again is the same one, or the same time an hour before")
  func roundTrip() throws {
    let zone = try #require(TimeZone(identifier: "Europe/Madrid"))
    for hour in 0..<(24 * 400) {
      let date = Date(timeIntervalSince1970: 1_767_225_600 + Double(hour) * 3_600)
      let text = WallTime(zone: zone).text(date)
      let time = try #require(CivilTime(text: text))
      let read = time.date(in: zone)
      #expect(time.exists(in: zone) && (read == date || read == date - 3_600), "\(text)")
    }
  }

  @Test(
    "texts that are no day or time are nil",
    arguments: [
      "", "2026-2-03", "2026-02-30", "0000-01-01", "2026-03-09T", "2026-03-09T24:00", "2026-03-09T12:00:00.5",
      "2026-03-09 12:00",
    ])
  func refused(text: String) { #expect(CivilTime(text: text) == nil) }
}
