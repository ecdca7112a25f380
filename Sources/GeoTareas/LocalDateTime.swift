package import Foundation

/// A date and time of day without a zone, as the API writes them: `2026-03-15T11:30:01`.
///
/// The API does not say which zone it means; the configuration does.
package struct LocalDateTime: Sendable, Hashable {
  /// Seconds since 1970-01-01T00:00:00, as if the text were UTC.
  private let civilSeconds: Int64

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
    guard (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year), hour < 24, minute < 60, second < 60
    else { return nil }
    let days = Self.daysSinceEpoch(year: year, month: month, day: day)
    civilSeconds = Int64(days) * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
  }

  /// The moment of this time in `zone`.
  ///
  /// Where the clock was set back, it is the earlier of two moments. Where the clock skips this time, it is as far
  /// after the jump as the time is after the beginning of the gap.
  package func date(in zone: TimeZone) -> Date {
    let civil = Double(civilSeconds)
    let before = Double(zone.secondsFromGMT(for: Date(timeIntervalSince1970: civil - 86_400)))
    let early = Date(timeIntervalSince1970: civil - before)
    if Double(zone.secondsFromGMT(for: early)) == before { return early }
    let after = Double(zone.secondsFromGMT(for: Date(timeIntervalSince1970: civil + 86_400)))
    let late = Date(timeIntervalSince1970: civil - after)
    return Double(zone.secondsFromGMT(for: late)) == after ? late : early
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for byte in bytes {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return value
  }

  private static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days from 1970-01-01 in the proleptic Gregorian calendar.
  private static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}

extension LocalDateTime: CustomStringConvertible {
  /// ISO 8601 with whole seconds, without a zone.
  package var description: String {
    let days = Int(civilSeconds.divided(by: 86_400))
    let second = Int(civilSeconds - Int64(days) * 86_400)
    let (year, month, day) = Self.civil(daysSinceEpoch: days)
    func padded(_ value: Int, _ width: Int) -> String {
      let text = String(value)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
      + "T\(padded(second / 3_600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
  }

  private static func civil(daysSinceEpoch days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }
}

extension Int64 {
  /// The quotient rounded towards minus infinity.
  fileprivate func divided(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
