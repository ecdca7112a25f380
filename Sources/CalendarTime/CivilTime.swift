package import Foundation

/// A date and a time of day by a wall clock, without a zone.
///
/// Source: ISO 8601; the API's times carry no zone.
package struct CivilTime: Sendable, Hashable {
  /// Since 1970-01-01T00:00:00, as if it were UTC.
  package var seconds: Int64

  package init(seconds: Int64) { self.seconds = seconds }

  /// What a clock in `zone` shows at `date`, to the second.
  package init(_ date: Date, in zone: TimeZone) {
    seconds = date.milliseconds.dividedDown(by: 1_000) + Int64(zone.secondsFromGMT(for: date))
  }

  /// Reads `2026-03-15` (as its midnight), `2026-03-15T09:30` or `2026-03-15T09:30:00`; a fraction of a second is
  /// dropped.
  ///
  /// Nil for anything else: a zone, a day that does not exist, white space.
  package init?(_ text: String) {
    var text = text
    guard let time = text.withUTF8({ Self($0) }) else { return nil }
    self = time
  }

  private init?(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard bytes.count >= 10, bytes.count <= 29, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
      let day = Self.number(bytes[8..<10]), let date = CivilDate(year: year, month: month, day: day)
    else { return nil }
    seconds = Int64(date.daysSinceEpoch) * 86_400
    guard bytes.count > 10 else { return }
    guard bytes.count >= 16, bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
      let hour = Self.number(bytes[11..<13]), let minute = Self.number(bytes[14..<16]), hour < 24, minute < 60
    else { return nil }
    seconds += Int64(hour * 3_600 + minute * 60)
    guard bytes.count > 16 else { return }
    guard bytes.count >= 19, bytes[16] == UInt8(ascii: ":"), let second = Self.number(bytes[17..<19]), second < 60
    else { return nil }
    seconds += Int64(second)
    guard bytes.count > 19 else { return }
    guard bytes[19] == UInt8(ascii: "."), bytes.count > 20, Self.number(bytes[20...]) != nil else { return nil }
  }

  private static func number(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    var value = 0
    for byte in bytes {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return value
  }

  package var day: CivilDate { CivilDate(daysSinceEpoch: Int(seconds.dividedDown(by: 86_400))) }
}

extension CivilTime: CustomStringConvertible {
  /// `2026-03-15T09:30:00`.
  package var description: String {
    let second = Int(seconds - Int64(day.daysSinceEpoch) * 86_400)
    return "\(day)T\((second / 3_600).padded(2)):\((second / 60 % 60).padded(2)):\((second % 60).padded(2))"
  }
}

extension Int {
  /// The number with leading zeros; only for numbers that are not negative.
  package func padded(_ width: Int) -> String {
    let text = String(self)
    return String(repeating: "0", count: Swift.max(0, width - text.count)) + text
  }
}

extension Int64 {
  /// The quotient rounded towards minus infinity; the divisor is positive.
  func dividedDown(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

extension Date {
  /// Milliseconds since 1970, rounded to the nearest; limited to 30,000 years either way.
  package var milliseconds: Int64 {
    let value = (timeIntervalSince1970 * 1_000).rounded()
    return Int64(Swift.max(-1e15, Swift.min(1e15, value)))
  }

  package init(milliseconds: Int64) { self.init(timeIntervalSince1970: Double(milliseconds) / 1_000) }
}
