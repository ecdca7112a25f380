import Foundation
import GeoTareas
import Testing

@Suite("Local date and time")
struct LocalDateTimeTests {
  @Test(
    "reads what the API writes, dropping a fraction of a second",
    arguments: [
      ("2026-03-15T11:30:01", "2026-03-15T11:30:01"), ("2024-02-29T00:00:00", "2024-02-29T00:00:00"),
      ("2000-02-29T23:59:59", "2000-02-29T23:59:59"), ("9999-12-31T23:59:59", "9999-12-31T23:59:59"),
      ("0000-01-01T00:00:00", "0000-01-01T00:00:00"), ("1969-12-31T23:59:59", "1969-12-31T23:59:59"),
      ("2026-03-15T11:30:01.5", "2026-03-15T11:30:01"), ("2026-03-15T11:30:01.999999999", "2026-03-15T11:30:01"),
    ])
  func reads(text: String, expected: String) {
    #expect(LocalDateTime(text)?.description == expected)
  }

  @Test(
    "anything else is not read at all",
    arguments: [
      "", "2026-03-15", "2026-03-15T11:30", "2026-03-15 11:30:01", "2026-03-15T11:30:01Z", "2026-03-15T11:30:01+00:00",
      "2026-03-15T11:30:60", "2026-03-15T24:00:00", "2026-03-15T11:60:00", "2026-02-29T00:00:00", "1900-02-29T00:00:00",
      "2026-04-31T00:00:00", "2026-13-01T00:00:00", "2026-00-01T00:00:00", "2026-01-00T00:00:00", "2026-01-32T00:00:00",
      "26-03-15T11:30:01", "02026-03-15T11:30:01", "2026-3-15T11:30:01", "15-03-2026T11:30:01", "2026-03-15T11:30:01.",
      "2026-03-15T11:30:01.1234567890", "2026-03-15T11:30:01,5", "2026-03-15T11:30:01.5Z", "+026-03-15T11:30:01",
      "-026-03-15T11:30:01", "2026-03-15t11:30:01", " 2026-03-15T11:30:01", "2026-03-15T11:30:01 ",
      "２０２６-03-15T11:30:01", "2026-03-15T1\u{661}:30:01",
    ])
  func refuses(text: String) {
    #expect(LocalDateTime(text) == nil)
  }

  @Test("every day of eight hundred years is written as it was read, and lies a day after the one before")
  func everyDay() throws {
    let utc = try #require(TimeZone(secondsFromGMT: 0))
    var previous: Date?
    for year in stride(from: 1600, through: 2400, by: 1) {
      for month in 1...12 {
        for day in 1...31 {
          let text = "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)T12:34:56"
          guard let time = LocalDateTime(text) else {
            if day <= 28 { Issue.record("\(text) is not read") }
            continue
          }
          if time.description != text { Issue.record("\(text) is written \(time)") }
          let date = time.date(in: utc)
          if let previous, date.timeIntervalSince(previous) != 86_400 { Issue.record("\(text) does not follow") }
          previous = date
        }
      }
    }
    #expect(LocalDateTime("1970-01-01T00:00:00")?.date(in: utc) == Date(timeIntervalSince1970: 0))
    #expect(LocalDateTime("2026-03-15T11:30:01")?.date(in: utc) == Date(timeIntervalSince1970: 1_773_574_201))
  }

  @Test(
    "a local time is the moment the zone makes of it: the earlier in a fold, moved on in a gap",
    arguments: [
      ("America/Guayaquil", "2026-03-15T11:30:01", "2026-03-15T16:30:01"),
      ("America/New_York", "2026-01-15T12:00:00", "2026-01-15T17:00:00"),
      ("America/New_York", "2026-07-15T12:00:00", "2026-07-15T16:00:00"),
      ("America/New_York", "2026-03-08T01:59:59", "2026-03-08T06:59:59"),
      ("America/New_York", "2026-03-08T02:00:00", "2026-03-08T07:00:00"),
      ("America/New_York", "2026-03-08T02:30:00", "2026-03-08T07:30:00"),
      ("America/New_York", "2026-03-08T03:00:00", "2026-03-08T07:00:00"),
      ("America/New_York", "2026-11-01T00:59:59", "2026-11-01T04:59:59"),
      ("America/New_York", "2026-11-01T01:30:00", "2026-11-01T05:30:00"),
      ("America/New_York", "2026-11-01T02:00:00", "2026-11-01T07:00:00"),
      ("Pacific/Kiritimati", "2026-05-01T00:00:00", "2026-04-30T10:00:00"),
      ("Australia/Lord_Howe", "2026-10-04T02:15:00", "2026-10-03T15:45:00"),
    ])
  func inZone(zone: String, local: String, utc: String) throws {
    let zone = try #require(TimeZone(identifier: zone))
    let gmt = try #require(TimeZone(secondsFromGMT: 0))
    #expect(LocalDateTime(local)?.date(in: zone) == LocalDateTime(utc)?.date(in: gmt))
  }
}
