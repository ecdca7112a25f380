import CalendarTime
package import Foundation

/// A date and time of day without a zone, as the API writes them: `2026-03-15T11:30:01`.
///
/// The API does not say which zone it means; the configuration does.
package struct LocalDateTime: Sendable, Hashable {
  private let time: CivilTime

  /// Reads ISO 8601 with seconds, without a zone; a fraction of a second is dropped.
  ///
  /// Anything else (a zone, a 60th second, a day that does not exist) gives nil, never an approximation.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 19, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
      let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
      let day = Self.number(bytes[8..<10]), let hour = Self.number(bytes[11..<13]),
      let minute = Self.number(bytes[14..<16]), let second = Self.number(bytes[17..<19])
    else { return nil }
    if bytes.count > 19 {
      guard bytes[19] == UInt8(ascii: "."), bytes.count > 20, bytes.count <= 29, Self.number(bytes[20...]) != nil else {
        return nil
      }
    }
    guard let date = CivilDate(year: year, month: month, day: day), hour < 24, minute < 60, second < 60
    else { return nil }
    time = CivilTime(seconds: Int64(date.daysSinceEpoch) * 86_400 + Int64(hour * 3_600 + minute * 60 + second))
  }

  /// The moment of this time in `zone`.
  ///
  /// Where the clock was set back, it is the earlier of two moments. Where the clock skips this time, it is as far
  /// after the jump as the time is after the beginning of the gap.
  package func date(in zone: TimeZone) -> Date { time.date(in: zone) }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for byte in bytes {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return value
  }
}

extension LocalDateTime: CustomStringConvertible {
  /// ISO 8601 with whole seconds, without a zone.
  package var description: String { time.description }
}
